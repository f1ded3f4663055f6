import type { ReceivePaymentEventRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid, unavailable } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { decide } from "../domain/decide.ts";
import type { OrderState } from "../domain/order.ts";
import { noteOf } from "../domain/refunding.ts";
import { markWebhookProcessed, unmarkWebhook } from "../store/processed-webhooks.ts";
import { commandOrder } from "./shared/run-command.ts";

/**
 * Pokes the order that an event is about, once an event. What the event says is not looked at: the order asks the
 * provider how its payment stands, and after a refund what of it went back.
 */
export async function receivePaymentEvent({ payload, signature }: ReceivePaymentEventRequest, ctx: OrderContext) {
  const event = await ctx.payments.readEvent(payload, signature);
  if (event === undefined) throw invalid("INVALID_SIGNATURE", "the payment provider did not sign this just now");
  const { id, orderId, isRefund } = event;
  if (orderId === undefined || parseIdPrefix(orderId) !== "ord") return {};
  if (!(await markWebhookProcessed(ctx.db, id, orderId))) return {};
  try {
    const order = await ctx.object(orderId).poke();
    if (isRefund && order !== undefined) await noteRefund(ctx, order.state);
  } catch (error) {
    // The provider sends it again, and then it must not be taken for one that was dealt with.
    await unmarkWebhook(ctx.db, id);
    throw error;
  }
  return {};
}

/** Money can go back without the order, by hand at the provider itself. Most often the order gave it, and knows. */
async function noteRefund(ctx: OrderContext, state: OrderState): Promise<void> {
  const { id, paymentId, currency } = state;
  if (paymentId === undefined) return;
  const found = await ctx.payments.findKept(paymentId);
  if (found.type !== "kept") throw unavailable("the payment provider does not say what went back of the payment");
  const command = noteOf({ amountMinor: found.givenMinor, currency }, found.refundIds, state);
  if (command === undefined) return;
  // Where there is nothing to note, the order's row need not say that it moves.
  const decided = decide(command, state);
  if (decided.ok && decided.value.length === 0) return;
  await commandOrder(ctx, id, { command, actor: "system" });
}
