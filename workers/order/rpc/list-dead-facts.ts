import type { ListDeadFactsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parsePageSize } from "../../kit/validation/paging.ts";
import type { OrderContext } from "../context.ts";
import { listDeadFacts as listRows } from "../store/dead-letters.ts";
import { deadFactMessage } from "./shared/mappers.ts";
import { paginate, parseCursor } from "./shared/pagination.ts";

export async function listDeadFacts({ pageSize, pageToken }: ListDeadFactsRequest, ctx: OrderContext) {
  const size = parsePageSize(pageSize);
  const rows = await listRows(ctx.db, { size, after: parseCursor(pageToken) });
  const { page, ...tokens } = paginate(rows, size, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  return { deadFacts: page.map(deadFactMessage), ...tokens };
}
