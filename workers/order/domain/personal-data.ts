import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { isSettled, type OrderState } from "./order.ts";

type OwnershipCommand = Extract<UserCommand, { type: "changeOwner" | "erasePersonalData" }>;

/** Moves an order to another account, or erases the personal data of its owner. */
export function decideOwnership(
  command: OwnershipCommand,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (command.type === "changeOwner") {
    const { from, accountId } = command;
    if (state.accountId === accountId) return ok([]);
    if (state.accountId === from) return ok([{ type: "OwnerChanged", from, accountId }]);
    return err({ reason: "NOT_FOUND", message: "Order not found", field: ["orderId"] });
  }
  if (state.erased === true) return ok([]);
  if (!isSettled(state)) {
    return err({ reason: "IN_PROGRESS", message: "The order is still being processed", field: ["orderId"] });
  }
  return ok([{ type: "PersonalDataErased" }]);
}
