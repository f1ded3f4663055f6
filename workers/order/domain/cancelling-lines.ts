import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { RefundShare } from "./model.ts";
import type { OrderState } from "./order.ts";
import { leftOf } from "./pricing/refund.ts";
import { refundAccountOf, sumOfShares } from "./refund-shares.ts";
import { undisputedAmount } from "./refundable.ts";
import { divideUnits, refundEvents } from "./refunding.ts";
import { completesShipment, type TakenUnits, takeUnfulfilled, unitsOf } from "./units.ts";

type CancelOrderLines = Extract<UserCommand, { type: "cancelOrderLines" }>;

/**
 * Cancels units that have not been shipped, and refunds their value. When their money was refunded before, or is with the
 * bank because of a dispute, the units are only cancelled. They can be refunded later if the money is available again.
 */
export function decideCancelLines(
  command: CancelOrderLines,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (state.compensation !== undefined) {
    return err({ reason: "NOT_CANCELLABLE", message: "The order is already being cancelled", field: ["orderId"] });
  }
  const taken = takeUnfulfilled(command.lines, unitsOf(state));
  if (!taken.ok) return taken;
  const shares = divideUnits(taken.value, command.shipping === true, state);
  if (isRefundable(shares, taken.value, state)) return ok(refundEvents(shares, command.reason, state));
  const cancelled = {
    type: "LinesCancelled",
    cancellationId: `${state.id}-${state.sequence + 1}`,
    lines: taken.value.map(({ sku, quantity, restockCancelled: restock }) => ({ sku, quantity, restock })),
    reason: command.reason,
  } as const;
  return ok(completesShipment(taken.value, state) ? [cancelled, { type: "OrderFulfilled" }] : [cancelled]);
}

/** Units that were free can be refunded: they have no value. */
function isRefundable(shares: readonly RefundShare[], units: readonly TakenUnits[], state: OrderState): boolean {
  const amount = sumOfShares(shares);
  if (amount > 0n) return amount <= undisputedAmount(state).amountMinor;
  return refundAccountOf(state).lines.some(
    (line) => units.some(({ sku }) => sku === line.sku) && (line.value === 0n || leftOf(line) > 0n),
  );
}
