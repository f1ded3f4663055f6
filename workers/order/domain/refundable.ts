import { type Money, subtract, zero } from "../../kit/domain/money.ts";
import { disputedAmount } from "./disputes.ts";
import type { OrderStatus } from "./model.ts";
import { isInFlight, type OrderState } from "./order.ts";
import { isShipped } from "./units.ts";

/** Returns the status of a paid order. Refunds decide it first; without refunds, the progress of the shipments does. */
export function paidStatus(state: OrderState): OrderStatus {
  const { refunded, totals, delivered } = state;
  if (refunded.amountMinor > 0n) {
    return refunded.amountMinor >= totals.total.amountMinor ? "REFUNDED" : "PARTIALLY_REFUNDED";
  }
  if (delivered) return "DELIVERED";
  return isShipped(state) ? "FULFILLED" : "CONFIRMED";
}

/** Returns the amount that can still be refunded: the captured amount without completed and pending refunds. */
export function refundableAmount({ totals, refunded, transactions }: OrderState): Money {
  const pending = transactions.filter((entry) => entry.kind === "REFUND" && isInFlight(entry));
  return pending.reduce((rest, { amount }) => subtract(rest, amount), subtract(totals.total, refunded));
}

/** Returns the amount of `refundableAmount` that no dispute blocks. The payment provider refuses to refund the rest. */
export function undisputedAmount(state: OrderState): Money {
  const refundable = refundableAmount(state);
  const undisputed = subtract(refundable, disputedAmount(state));
  return undisputed.amountMinor > 0n ? undisputed : zero(refundable.currency);
}
