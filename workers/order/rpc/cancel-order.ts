import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { CancelOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxReasonLength } from "../domain/limits.ts";
import { getActor, getVisibleOrder } from "./shared/access.ts";
import { runCommand } from "./shared/run-command.ts";
import { hashRequest, parseKey } from "./shared/validation.ts";

export async function cancelOrder(request: CancelOrderRequest, ctx: OrderContext) {
  const { orderId } = request;
  const key = parseKey(request.idempotencyKey);
  const reason = request.reason === undefined ? {} : { reason: parseText(request.reason, maxReasonLength, "reason") };
  const access = { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" };
  const { state } = await getVisibleOrder(ctx, orderId, access);
  return runCommand(ctx, orderId, {
    command: { type: "cancelOrder", ...reason },
    commandId: `cancelOrder:${key}`,
    requestHash: await hashRequest({ orderId, ...reason }),
    actor: getActor(ctx, state.accountId),
  });
}
