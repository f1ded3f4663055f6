import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { compensate } from "./compensation.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { cartNotFound } from "./transitions.ts";

type AbandonPayment = Extract<UserCommand, { type: "abandonPayment" }>;

/**
 * Ends the placement of a cart whose payment waits for the cardholder. The cart is rejected when the payment is voided and
 * the stock is released, and can then be placed again. A payment that no longer waits is not touched.
 */
export function decideAbandon(command: AbandonPayment, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (state.accountId !== command.accountId) return err(cartNotFound);
  const { isFromCart, paymentAction, compensation, cancellation, paymentId } = state;
  const isWaiting = paymentAction !== undefined && compensation === undefined && cancellation === undefined;
  if (!isFromCart || !isWaiting) return ok([]);
  const message = "The cart was placed again before the payment was completed";
  return ok([compensate(state, "REJECTED", paymentId, { code: "PAYMENT_ABANDONED", message, skus: [] })]);
}
