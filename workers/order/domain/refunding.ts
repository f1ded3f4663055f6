import { formatMoney } from "../../kit/domain/money.ts";
import { findStepProblem } from "../../kit/domain/payment-amounts.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { refundableAmount, undisputedAmount } from "./refundable.ts";

type RefundOrder = Extract<UserCommand, { type: "refundOrder" }>;

/**
 * Refunds money. The sum of all refunds, pending ones included, never exceeds the captured amount. The stock does not
 * change: only the warehouse knows what was returned and whether it can be sold again. Money that the bank took in a
 * dispute cannot be refunded unless the dispute is won: the buyer would receive it twice.
 */
export function decideRefund(command: RefundOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const reject = (reason: string, message: string, ...field: string[]) => err({ reason, message, field });
  const { paymentId, compensation } = state;
  if (compensation !== undefined) {
    return reject("NOT_REFUNDABLE", "The order is being cancelled, which refunds it in full", "orderId");
  }
  if (paymentId === undefined) return reject("NOT_REFUNDABLE", "The order was free", "orderId");
  const refundable = refundableAmount(state);
  const undisputed = undisputedAmount(state);
  const amount = command.amount ?? undisputed;
  if (amount.currency !== refundable.currency) {
    return reject("CURRENCY_MISMATCH", `The order's currency is ${refundable.currency}`, "amount", "currency");
  }
  if (refundable.amountMinor === 0n) return reject("NOT_REFUNDABLE", "The order has been refunded in full", "orderId");
  if (undisputed.amountMinor === 0n) {
    return reject("NOT_REFUNDABLE", "The bank has the money because of a dispute", "orderId");
  }
  const problem = command.amount && findStepProblem(command.amount);
  if (problem !== undefined) return reject(problem.code, problem.message, "amount");
  if (amount.amountMinor <= 0n) return reject("INVALID_AMOUNT", "The amount must be greater than zero", "amount");
  if (amount.amountMinor > refundable.amountMinor) {
    return reject("REFUND_TOO_LARGE", `At most ${formatMoney(refundable)} can be refunded`, "amount");
  }
  if (amount.amountMinor > undisputed.amountMinor) {
    const message = `At most ${formatMoney(undisputed)} can be refunded: the rest is disputed`;
    return reject("NOT_REFUNDABLE", message, "amount");
  }
  const requestId = `${state.id}-${state.sequence + 1}`;
  return ok([{ type: "RefundRequested", requestId, paymentId, amount, reason: command.reason }]);
}
