import { formatMoney, type Money } from "../../kit/domain/money.ts";
import { findStepProblem } from "../../kit/domain/payment-amounts.ts";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { RefundShare } from "./model.ts";
import type { OrderState } from "./order.ts";
import { divideRefund } from "./pricing/refund.ts";
import { divideAmount, divideRest, refundAccountOf, sumOfShares, toShares } from "./refund-shares.ts";
import { refundableAmount, undisputedAmount } from "./refundable.ts";
import { completesShipment, type TakenUnits, takeUnits, unitsOf } from "./units.ts";

type RefundOrder = Extract<UserCommand, { type: "refundOrder" }>;
type Decided = Result<readonly OrderEvent[], Rejection>;

/**
 * Refunds an amount, units and shipping, or all that is left. The sum of all refunds, pending ones included, never exceeds
 * the captured amount, and each unit is refunded at most once. Money that the bank took in a dispute cannot be refunded
 * unless the dispute is won: the buyer would receive it twice.
 */
export function decideRefund(command: RefundOrder, state: OrderState): Decided {
  if (state.compensation !== undefined) {
    return reject("NOT_REFUNDABLE", "The order is being cancelled, which refunds it in full", "orderId");
  }
  if (command.lines !== undefined || command.shipping === true) return refundUnits(command, state);
  if (state.paymentId === undefined) return reject("NOT_REFUNDABLE", "The order was free", "orderId");
  const { amount } = command;
  const refundable = refundableAmount(state);
  const undisputed = undisputedAmount(state);
  if (amount !== undefined && amount.currency !== refundable.currency) {
    return reject("CURRENCY_MISMATCH", `The order's currency is ${refundable.currency}`, "amount", "currency");
  }
  if (refundable.amountMinor === 0n) return reject("NOT_REFUNDABLE", "The order has been refunded in full", "orderId");
  if (undisputed.amountMinor === 0n) {
    return reject("NOT_REFUNDABLE", "The bank has the money because of a dispute", "orderId");
  }
  if (amount === undefined) return requestRefund(command, divideRest(state, undisputed.amountMinor), state);
  const problem = findAmountProblem(amount, refundable);
  if (problem !== undefined) return err(problem);
  return requestRefund(command, divideAmount(state, amount.amountMinor), state, "amount");
}

function reject(reason: string, message: string, ...field: string[]): Result<never, Rejection> {
  return err({ reason, message, field });
}

function findAmountProblem(amount: Money, refundable: Money): Rejection | undefined {
  const field = ["amount"];
  const problem = findStepProblem(amount);
  if (problem !== undefined) return { reason: problem.code, message: problem.message, field };
  if (amount.amountMinor <= 0n) {
    return { reason: "INVALID_AMOUNT", message: "The amount must be greater than zero", field };
  }
  if (amount.amountMinor > refundable.amountMinor) {
    return { reason: "REFUND_TOO_LARGE", message: `At most ${formatMoney(refundable)} can be refunded`, field };
  }
  return undefined;
}

function refundUnits(command: RefundOrder, state: OrderState): Decided {
  const taken = takeUnits(command.lines ?? [], unitsOf(state));
  if (!taken.ok) return taken;
  const shares = divideUnits(taken.value, command.shipping === true, state);
  if (shares.length === 0) return reject("NOT_REFUNDABLE", "Nothing is left to refund", "orderId");
  return requestRefund(command, shares, state, command.lines === undefined ? "refundShipping" : "lines");
}

/** Returns the shares of a refund of units and, on request, of all that is left of shipping. */
export function divideUnits(
  units: readonly TakenUnits[],
  withShipping: boolean,
  state: OrderState,
): readonly RefundShare[] {
  const parts = divideRefund(refundAccountOf(state), { type: "lines", lines: units, shipping: withShipping });
  // The units are not more than are left.
  return typeof parts === "string" ? [] : toShares(parts, units, state.currency);
}

/** Without money there is no payment to refund: only the units are recorded. */
function requestRefund(
  { reason }: Pick<RefundOrder, "reason">,
  shares: readonly RefundShare[],
  state: OrderState,
  field = "orderId",
): Decided {
  const undisputed = undisputedAmount(state);
  const amountMinor = sumOfShares(shares);
  if (amountMinor > undisputed.amountMinor) {
    const message = `At most ${formatMoney(undisputed)} can be refunded: the rest is disputed`;
    return reject("NOT_REFUNDABLE", message, field);
  }
  return ok(refundEvents(shares, reason, state));
}

/** Returns the events of a refund that staff requested. The last units that are cancelled can complete the shipments. */
export function refundEvents(shares: readonly RefundShare[], reason: string, state: OrderState): readonly OrderEvent[] {
  const amount = { amountMinor: sumOfShares(shares), currency: state.currency };
  const payment = amount.amountMinor === 0n || state.paymentId === undefined ? {} : { paymentId: state.paymentId };
  const requestId = `${state.id}-${state.sequence + 1}`;
  const cancelled = shares.map((share) => ({ cancelled: share.cancelled ?? 0 }));
  return [
    { type: "RefundRequested", requestId, ...payment, amount, reason, shares },
    ...(completesShipment(cancelled, state) ? [{ type: "OrderFulfilled" } as const] : []),
  ];
}
