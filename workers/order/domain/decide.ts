import { err, ok, type Result } from "../../kit/domain/result.ts";
import { decideCancel } from "./cancelling.ts";
import { decideCart } from "./cart.ts";
import type { Command, Rejection } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import { decideFulfilment } from "./fulfilling.ts";
import type { OrderStatus } from "./model.ts";
import type { OrderState } from "./order.ts";
import { decideOwner } from "./personal-data.ts";
import { decidePlacing } from "./placing.ts";
import { decideNote, decideRefund } from "./refunding.ts";
import { decideResolution } from "./resolving.ts";
import { decideOutcome } from "./saga.ts";
import { commandName, transitions } from "./transitions.ts";

/** What a command makes happen, given all that happened before. Pure: time, ids and prices come inside the command. */
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
    case "cancelOrder":
      return decideCancel(command, state);
    case "refundOrder":
      return decideRefund(command, state);
    case "noteRefund":
      return decideNote(command, state);
    case "fulfilOrder":
    case "markDelivered":
      return decideFulfilment(command, state);
    case "resolveOrder":
      return decideResolution(command, state);
    case "changeOwner":
    case "erasePersonalData":
      return decideOwner(command, state);
    default:
      return decideOutcome(command, state);
  }
}

/** To anybody but its owner, and when its owner is gone, a cart is as if it had never been. */
function statusFor(command: Command, state: OrderState): OrderStatus {
  const isOfCart = command.type === "setCartLine" || (command.type === "placeOrder" && command.lines === undefined);
  if (!isOfCart) return state.status;
  return state.accountId === command.accountId && state.erased !== true ? state.status : "NEW";
}
