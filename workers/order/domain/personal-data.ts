import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { isSettled, type OrderState } from "./order.ts";

type OwnerCommand = Extract<UserCommand, { type: "changeOwner" | "erasePersonalData" }>;

/** Whose an order is, and what it keeps of them. */
export function decideOwner(command: OwnerCommand, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (command.type === "changeOwner") {
    const { from, accountId } = command;
    if (state.accountId === accountId) return ok([]);
    if (state.accountId === from) return ok([{ type: "OwnerChanged", from, accountId }]);
    return err({ reason: "NOT_FOUND", message: "there is no such order", field: ["orderId"] });
  }
  if (state.erased === true) return ok([]);
  if (!isSettled(state)) {
    return err({ reason: "IN_PROGRESS", message: "the order is still under way", field: ["orderId"] });
  }
  return ok([{ type: "PersonalDataErased" }]);
}

/** An event without what tells who the customer is: the address, and whatever they wrote. */
export function redact(event: OrderEvent): OrderEvent {
  switch (event.type) {
    case "OrderPlaced": {
      const { shippingAddress: _, ...rest } = event;
      return rest;
    }
    case "CancellationRequested":
    case "OrderCancelled":
      return { type: event.type };
    default:
      return event;
  }
}
