import type { ReceivePaymentEventRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/failure.ts";
import { parseIdPrefix } from "../../kit/ids.ts";
import type { OrderContext } from "../context.ts";
import { forgetPaymentEvent, rememberPaymentEvent } from "../store/payment-events.ts";

/**
 * Pokes the order that an event is about, once an event. What the event says is not looked at: the order asks the
 * provider how its payment stands.
 */
export async function receivePaymentEvent({ payload, signature }: ReceivePaymentEventRequest, ctx: OrderContext) {
  const event = await ctx.payments.readEvent(payload, signature);
  if (event === undefined) throw invalid("INVALID_SIGNATURE", "the payment provider did not sign this just now");
  const { id, orderId } = event;
  if (orderId === undefined || parseIdPrefix(orderId) !== "ord") return {};
  if (!(await rememberPaymentEvent(ctx.db, id, orderId))) return {};
  try {
    await ctx.object(orderId).poke();
  } catch (error) {
    // The provider sends it again, and then it must not be taken for one that was dealt with.
    await forgetPaymentEvent(ctx.db, id);
    throw error;
  }
  return {};
}
