import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { CancelOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseText } from "../../kit/text.ts";
import { actorOf, getVisibleOrder } from "../access.ts";
import { commandOrder } from "../command-order.ts";
import type { OrderContext } from "../context.ts";
import { hashRequest, parseKey } from "../requests.ts";

export async function cancelOrder(request: CancelOrderRequest, ctx: OrderContext) {
  const { orderId } = request;
  const key = parseKey(request.idempotencyKey);
  const reason = request.reason === undefined ? {} : { reason: parseText(request.reason, 500, "reason") };
  const access = { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" };
  const { state } = await getVisibleOrder(ctx, orderId, access);
  return commandOrder(ctx, orderId, {
    command: { type: "cancelOrder", ...reason },
    commandId: `cancelOrder:${key}`,
    requestHash: await hashRequest({ orderId, ...reason }),
    actor: actorOf(ctx, state.accountId),
  });
}
