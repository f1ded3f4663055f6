import { formatMoney, type Money, subtract } from "../../kit/domain/money.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { isPending, type OrderState } from "./order.ts";
import { refundable } from "./refundable.ts";

type RefundOrder = Extract<UserCommand, { type: "refundOrder" }>;
type NoteRefund = Extract<UserCommand, { type: "noteRefund" }>;

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

/**
 * What an order is to be told when its provider has given back so much in all, by these refunds, the last one first;
 * undefined where it knows each of them.
 */
export function noteOf(given: Money, refundIds: readonly string[], state: OrderState): NoteRefund | undefined {
  const refundId = refundIds.find((id) => !state.transactions.some(({ reference }) => reference === id));
  return refundId === undefined ? undefined : { type: "noteRefund", given, refundId };
}

/**
 * Notes what went back without the order: as much as the provider has given beyond what the order knows. While a refund
 * is on its way nobody can tell which of the two it is that the provider counts: it has to tell again. A cancellation
 * finds out by itself, when it gives back the rest.
 */
export function decideNote(
  { given, refundId }: NoteRefund,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const { paymentId, ending, transactions, refunded } = state;
  if (paymentId === undefined || ending !== undefined) return ok([]);
  if (transactions.some(isPending)) {
    return err({ reason: "IN_PROGRESS", message: "a refund is under way", field: ["orderId"] });
  }
  const amount = subtract(given, refunded);
  return ok(amount.amountMinor > 0n ? [{ type: "RefundNoted", refundId, amount }] : []);
}
