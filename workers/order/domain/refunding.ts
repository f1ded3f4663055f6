import { formatMoney } from "../../kit/money.ts";
import { err, ok, type Result } from "../../kit/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { refundable } from "./paid.ts";

type RefundOrder = Extract<UserCommand, { type: "refundOrder" }>;

/**
 * Gives money back, never more in sum than was captured: what is on its way counts as gone. Stock stays as it is: what
 * comes back, and whether it can be sold again, only the warehouse knows.
 */
export function decideRefund(command: RefundOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const refuse = (reason: string, message: string, ...field: string[]) => err({ reason, message, field });
  const { paymentId, ending } = state;
  if (ending !== undefined) {
    return refuse("NOT_REFUNDABLE", "the order is being cancelled: all of it is given back", "orderId");
  }
  if (paymentId === undefined) return refuse("NOT_REFUNDABLE", "nothing was paid for it", "orderId");
  const left = refundable(state);
  const amount = command.amount ?? left;
  if (amount.currency !== left.currency) {
    return refuse("CURRENCY_MISMATCH", `the order is in ${left.currency}`, "amount", "currency");
  }
  if (left.amountMinor === 0n) return refuse("NOT_REFUNDABLE", "all of it is given back already", "orderId");
  if (amount.amountMinor <= 0n) return refuse("INVALID_AMOUNT", "an amount above zero is needed", "amount");
  if (amount.amountMinor > left.amountMinor) {
    return refuse("REFUND_TOO_LARGE", `at most ${formatMoney(left)} is left to give back`, "amount");
  }
  const requestId = `${state.id}-${state.sequence + 1}`;
  return ok([{ type: "RefundRequested", requestId, paymentId, amount, reason: command.reason }]);
}
