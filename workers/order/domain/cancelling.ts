import { err, ok, type Result } from "../../kit/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";

type CancelOrder = Extract<UserCommand, { type: "cancelOrder" }>;

/**
 * Cancels at once what nothing outside depends on. While a step is under way only the wish is recorded: the step's
 * outcome says what there is to undo. What was paid is refunded and what was sold is put back.
 */
export function decideCancel(command: CancelOrder, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const reason = command.reason === undefined ? {} : { reason: command.reason };
  const requested = { type: "CancellationRequested", ...reason } as const;
  const refuse = (message: string) => err({ reason: "NOT_CANCELLABLE", message, field: ["orderId"] });

  switch (state.status) {
    case "NEW":
      return err({ reason: "NOT_FOUND", message: "there is no such order", field: ["orderId"] });
    case "CART":
      return ok([requested, { type: "OrderCancelled", ...reason }]);
    case "PLACED":
    case "RESERVED":
    case "AUTHORIZED":
    case "CREATED":
    case "CAPTURED":
      if (state.ending !== undefined) return refuse("the order is already being undone");
      return ok(state.cancellation === undefined ? [requested] : []);
    case "CONFIRMED":
      if (state.ending !== undefined) return refuse("the order is already being cancelled");
      return ok([requested, ...startRefund(state)]);
    case "REJECTED":
      return refuse("the order was rejected: nothing is held and nothing was taken");
    case "CANCELLED":
      return refuse("the order is cancelled");
    case "NEEDS_ATTENTION":
      return refuse("the order waits for our staff");
  }
}

/** Gives back all that was captured. */
export function startRefund(state: OrderState): readonly OrderEvent[] {
  const { paymentId, totals } = state;
  return paymentId === undefined ? [] : [{ type: "RefundStarted", paymentId, amount: totals.total }];
}
