import { OrderStatus } from "../../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize, parseTimestamp } from "../../../kit/validation/paging.ts";
import type { OrderContext } from "../../context.ts";
import { listOrders } from "../../store/projection.ts";
import { rowMessage } from "./mappers.ts";

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
  readonly statuses: readonly OrderStatus[];
}

/** A page of an account's orders, or of everybody's, newest first. */
export async function pageOfOrders(ctx: OrderContext, request: PageRequest, accountId: string | undefined) {
  const size = parsePageSize(request.pageSize);
  const rows = await listOrders(ctx.db, {
    accountId,
    size,
    statuses: request.statuses.map((status) => OrderStatus[status]),
    after: parseCursor(request.pageToken),
  });
  const { page, ...tokens } = paginate(rows, size, ({ placedAt, id }) => ({ at: placedAt, id }));
  return { orders: page.map(rowMessage), ...tokens };
}

/** A page of at most `size`, of rows one more of which tells that there is another page. */
export function paginate<T>(rows: readonly T[], size: number, placeOf: (row: T) => { at: Date | null; id: string }) {
  const page = rows.slice(0, size);
  const pageTokens = page.map((row) => {
    const { at, id } = placeOf(row);
    return encodePageToken([at?.toISOString() ?? "", id]);
  });
  return { page, pageTokens, nextPageToken: rows.length > size ? (pageTokens.at(-1) ?? "") : "" };
}

/** A place in a list that is sorted by time and id; undefined for the beginning. Throws INVALID_CURSOR. */
export function parseCursor(token: string): { at: Date; id: string } | undefined {
  if (token === "") return undefined;
  const [time = "", id = ""] = decodePageToken(token);
  const at = parseTimestamp(time);
  if (at === undefined) throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  return { at, id };
}
