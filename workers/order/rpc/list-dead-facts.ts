import type { ListDeadFactsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parsePageSize } from "../../kit/validation/paging.ts";
import type { OrderContext } from "../context.ts";
import { listDeadLetters } from "../store/dead-letters.ts";
import { toDeadFactMessage } from "./shared/mappers.ts";
import { paginate, parseCursor } from "./shared/pagination.ts";

export async function listDeadFacts({ pageSize, pageToken }: ListDeadFactsRequest, ctx: OrderContext) {
  const size = parsePageSize(pageSize);
  const rows = await listDeadLetters(ctx.db, { size, after: parseCursor(pageToken) });
  const { page, ...tokens } = paginate(rows, size, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  return { deadFacts: page.map(toDeadFactMessage), ...tokens };
}
