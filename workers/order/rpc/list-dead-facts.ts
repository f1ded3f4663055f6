import type { ListDeadFactsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parsePageSize } from "../../kit/paging.ts";
import type { OrderContext } from "../context.ts";
import { deadFactMessage } from "../messages.ts";
import { pageBy, parsePlace } from "../pages.ts";
import { listDeadFacts as listRows } from "../store/dead-facts.ts";

export async function listDeadFacts({ pageSize, pageToken }: ListDeadFactsRequest, ctx: OrderContext) {
  const size = parsePageSize(pageSize);
  const rows = await listRows(ctx.db, { size, after: parsePlace(pageToken) });
  const { page, ...tokens } = pageBy(rows, size, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  return { deadFacts: page.map(deadFactMessage), ...tokens };
}
