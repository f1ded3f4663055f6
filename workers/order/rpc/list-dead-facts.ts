import type { ListDeadFactsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { OrderContext } from "../context.ts";
import { listDeadLetters } from "../store/dead-letters.ts";
import { toDeadFactMessage } from "./shared/mappers.ts";
import { parseCursor } from "./shared/pagination.ts";

export async function listDeadFacts({ pageSize, pageToken }: ListDeadFactsRequest, ctx: OrderContext) {
  const size = parsePageSize(pageSize);
  const rows = await listDeadLetters(ctx.db, { size, after: parseCursor(pageToken) });
  const { items, ...page } = toPage(rows, size, ({ receivedAt, id }) => [receivedAt.toISOString(), id]);
  return { deadFacts: items.map(toDeadFactMessage), ...page };
}
