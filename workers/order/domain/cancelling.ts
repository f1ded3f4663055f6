import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { compensate, startRefund } from "./compensation.ts";
import { isOpenChargeback } from "./disputes.ts";
import type { OrderEvent } from "./events.ts";
import { hasPendingRestock, isInFlight, isUnpaid, type OrderState } from "./order.ts";

type CancelOrder = Extract<UserCommand, { type: "cancelOrder" }>;
type CancelUnpaid = Extract<UserCommand, { type: "cancelUnpaid" }>;

/**
 * Cancels an order.
 *
 * - A cart ends immediately, because nothing outside depends on it.
 * - While a saga step runs, only the request is recorded. The outcome of the step decides what must be compensated.
 * - A paid order is refunded and its stock is returned, apart from cancelled lines. Money that the bank took in a lost dispute is not refunded again.
 */
export function decideCancel(command: CancelOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const reason = command.reason === undefined ? {} : { reason: command.reason };
  const requested = { type: "CancellationRequested", ...reason } as const;
  const reject = (message: string) => err({ reason: "NOT_CANCELLABLE", message, field: ["orderId"] });
  if (state.compensation !== undefined) return reject("The order is already being cancelled");

  switch (state.status) {
    case "CART":
      return ok([requested, { type: "OrderCancelled", ...reason }]);
    case "CONFIRMED":
    case "PARTIALLY_REFUNDED":
      if (state.transactions.some(isInFlight)) return reject("A refund is pending. Retry after it completes.");
      if (state.disputes.some(isOpenChargeback))
        return reject("The payment is disputed. Retry after the bank's decision.");
      if (state.shipments.length > 0) return reject("Some items have been shipped. Refund the order instead.");
      if (hasPendingRestock(state)) return reject("Cancelled units are being returned to stock. Retry after that.");
      return ok([requested, ...startRefund({ ...state, cancellation: reason })]);
    default:
      // While the payment waits for a customer action no step runs, so there is no outcome to wait for.
      if (state.status === "RESERVED" && state.paymentAction !== undefined) {
        return ok([requested, compensate(state, "CANCELLED", state.paymentId)]);
      }
      return ok(state.cancellation === undefined ? [requested] : []);
  }
}

/** Cancels an unpaid order for a newer order of its account. An order whose payment was authorized stays as it is. */
export function decideCancelUnpaid(
  { paymentId }: CancelUnpaid,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (!isUnpaid(state) || state.paymentId !== paymentId) return ok([]);
  const reason = "A newer order of the account replaced it";
  return ok([{ type: "CancellationRequested", reason }, compensate(state, "CANCELLED", paymentId)]);
}
