import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { RunPendingEffectsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import { annotate } from "../../kit/observability/operation.ts";
import type { OrderContext } from "../context.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { causeOf } from "./shared/cause.ts";
import { toOrderMessageWithActions } from "./shared/mappers.ts";

/**
 * Writes nothing to the database before: it may be what the effects wait for. The alarm of the pending effects, and the deadline in
 * the order's row, are set already.
 */
export async function runPendingEffects({ orderId }: RunPendingEffectsRequest, ctx: OrderContext) {
  annotate("rpc", { orderId });
  await getVisibleOrder(ctx, orderId, { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" });
  const view = await ctx.object(orderId).runPending(causeOf(ctx));
  if (view === undefined) throw notFound("Order not found", "orderId");
  return { order: toOrderMessageWithActions(view, ctx) };
}
