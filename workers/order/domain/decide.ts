import { err, ok, type Result } from "../../kit/domain/result.ts";
import { decideAbandon } from "./abandoning.ts";
import { decideCancel, decideCancelUnpaid } from "./cancelling.ts";
import { decideCart } from "./cart.ts";
import type { Command, Rejection } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { decideFulfilment } from "./fulfilling.ts";
import type { OrderStatus } from "./model.ts";
import { decideNoteDisputes } from "./noting-disputes.ts";
import { decideNoteRefunds } from "./noting-refunds.ts";
import type { OrderState } from "./order.ts";
import { decideOwnership } from "./personal-data.ts";
import { decidePlacing } from "./placing.ts";
import { decideRefund } from "./refunding.ts";
import { decideResolution } from "./resolving.ts";
import { decideOutcome } from "./saga.ts";
import { commandName, transitions } from "./transitions.ts";

/**
 * Returns the events that a command causes in the current state, or why the command is rejected. Pure: times, ids and
 * prices come in with the command.
 */
export function decide(command: Command, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  const transition = transitions[commandName(command)][statusFor(command, state)];
  if (transition === "nothing") return ok([]);
  if ("reason" in transition) return err(transition);
  switch (command.type) {
    case "createCart":
    case "setCartLine":
      return decideCart(command, state);
    case "placeOrder":
      return decidePlacing(command, state);
    case "abandonPayment":
      return decideAbandon(command, state);
    case "cancelOrder":
      return decideCancel(command, state);
    case "cancelUnpaid":
      return decideCancelUnpaid(command, state);
    case "refundOrder":
      return decideRefund(command, state);
    case "noteRefunds":
      return decideNoteRefunds(command, state);
    case "noteDisputes":
      return decideNoteDisputes(command, state);
    case "fulfilOrder":
    case "markDelivered":
      return decideFulfilment(command, state);
    case "resolveOrder":
      return decideResolution(command, state);
    case "changeOwner":
    case "erasePersonalData":
      return decideOwnership(command, state);
    default:
      return decideOutcome(command, state);
  }
}

/** A cart does not exist for other accounts. It exists for no account after its owner was erased. */
function statusFor(command: Command, state: OrderState): OrderStatus {
  const isCartCommand =
    command.type === "setCartLine" || (command.type === "placeOrder" && command.lines === undefined);
  if (!isCartCommand) return state.status;
  return state.accountId === command.accountId && state.erased !== true ? state.status : "NEW";
}
