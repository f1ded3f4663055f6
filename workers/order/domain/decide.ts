import { err, ok, type Result } from "../../kit/domain/result.ts";
import { decideAbandon } from "./abandoning.ts";
import { decideCancel, decideCancelUnpaid } from "./cancelling.ts";
import { decideCancelLines } from "./cancelling-lines.ts";
import { type CartChange, decideCart, isCartChange } from "./cart.ts";
import type { Command, Rejection } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { decideFulfilment } from "./fulfilling.ts";
import { cartMerged, decideMerge } from "./merging.ts";
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
  if (isChangeOfMergedCart(command, state)) return err(cartMerged);
  const transition = transitions[commandName(command)][statusFor(command, state)];
  if (transition === "nothing") return ok([]);
  if ("reason" in transition) return err(transition);
  switch (command.type) {
    case "createCart":
    case "setCartLine":
    case "changeCartLines":
    case "setCartCouponCodes":
    case "setCartCurrency":
      return decideCart(command, state);
    case "placeOrder":
      return decidePlacing(command, state);
    case "startCartMerge":
    case "mergeCart":
    case "endCartMerge":
      return decideMerge(command, state);
    case "abandonPayment":
      return decideAbandon(command, state);
    case "cancelOrder":
      return decideCancel(command, state);
    case "cancelUnpaid":
      return decideCancelUnpaid(command, state);
    case "refundOrder":
      return decideRefund(command, state);
    case "cancelOrderLines":
      return decideCancelLines(command, state);
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

type CartCommand = CartChange | Extract<Command, { type: "placeOrder" }>;

function isCartCommand(command: Command): command is CartCommand {
  return isCartChange(command) || (command.type === "placeOrder" && command.lines === undefined);
}

/** Returns whether the cart belongs to the caller, or belonged to them as a guest, and is merged into another cart. */
function isChangeOfMergedCart(command: Command, { merge, accountId, erased }: OrderState): boolean {
  if (merge === undefined || erased === true || !isCartCommand(command)) return false;
  return command.accountId === accountId || command.accountId === merge.accountId;
}

/** A cart does not exist for other accounts. It exists for no account after its owner was erased. */
function statusFor(command: Command, state: OrderState): OrderStatus {
  if (!isCartCommand(command)) return state.status;
  return state.accountId === command.accountId && state.erased !== true ? state.status : "NEW";
}
