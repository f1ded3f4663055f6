import type { MoveOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { commandAllOrders } from "./shared/bulk-command.ts";

export async function moveOrders({ fromAccountId: from, toAccountId }: MoveOrdersRequest, ctx: OrderContext) {
  await commandAllOrders(ctx, from, { type: "changeOwner", from, accountId: toAccountId });
  return {};
}
