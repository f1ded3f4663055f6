import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import { compensate, startRefund } from "./compensation.ts";
import type { OrderEvent } from "./events.ts";
import { isPending, type OrderState } from "./order.ts";

type CancelOrder = Extract<UserCommand, { type: "cancelOrder" }>;

/**
 * Cancels at once what nothing outside depends on. While a step is under way only the wish is recorded: the step's
 * outcome says what there is to undo. What was paid is refunded and what was sold is put back.
 */
export function decideCancel(command: CancelOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const reason = command.reason === undefined ? {} : { reason: command.reason };
  const requested = { type: "CancellationRequested", ...reason } as const;
  const refuse = (message: string) => err({ reason: "NOT_CANCELLABLE", message, field: ["orderId"] });
  if (state.ending !== undefined) return refuse("the order is already being cancelled");

  switch (state.status) {
    case "CART":
      return ok([requested, { type: "OrderCancelled", ...reason }]);
    case "CONFIRMED":
    case "PARTIALLY_REFUNDED":
      if (state.transactions.some(isPending)) return refuse("a refund is under way: wait for it");
      if (state.shipments.length > 0) return refuse("some of it has been shipped: it can be refunded");
      return ok([requested, ...startRefund(state)]);
    default:
      // Nothing is under way while the holder of the card is asked: there is nobody's outcome to wait for.
      if (state.status === "RESERVED" && state.paymentAction !== undefined) {
        return ok([requested, compensate(state, "CANCELLED", state.paymentId)]);
      }
      return ok(state.cancellation === undefined ? [requested] : []);
  }
}
