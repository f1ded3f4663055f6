import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { ResumePaymentRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { toOrderMessageWithActions } from "./shared/mappers.ts";
import { countLateDecline } from "./shared/payment-limits.ts";

export async function resumePayment({ orderId }: ResumePaymentRequest, ctx: OrderContext) {
  await getVisibleOrder(ctx, orderId, { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" });
  const view = await ctx.object(orderId).recheckPayment();
  if (view === undefined) throw notFound("Order not found", "orderId");
  await countLateDecline(ctx, view);
  return { order: toOrderMessageWithActions(view, ctx) };
}
