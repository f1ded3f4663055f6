import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { CancelOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { actorOf, getVisibleOrder } from "../access.ts";
import { valueOrFailure } from "../answers.ts";
import type { OrderContext } from "../context.ts";
import { orderMessage } from "../messages.ts";
import { hashRequest, parseKey, parseText } from "../requests.ts";

export async function cancelOrder(request: CancelOrderRequest, ctx: OrderContext) {
  const { orderId } = request;
  const key = parseKey(request.idempotencyKey);
  const reason = request.reason === undefined ? {} : { reason: parseText(request.reason, 500, "reason") };
  const access = { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" };
  const { state } = await getVisibleOrder(ctx, orderId, access);
  const cancelled = await ctx.object(orderId).execute({
    command: { type: "cancelOrder", ...reason },
    commandId: `cancelOrder:${key}`,
    requestHash: await hashRequest({ orderId, ...reason }),
    actor: actorOf(ctx, state.accountId),
    traceId: ctx.trace.traceId,
  });
  return { order: orderMessage(valueOrFailure(cancelled)) };
}
