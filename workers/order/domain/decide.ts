import type { Result } from "../../kit/result.ts";
import { decideCancel } from "./cancelling.ts";
import { decideCart } from "./cart.ts";
import type { Command, Rejection } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { decidePlacing } from "./placing.ts";
import { decideOutcome } from "./saga.ts";

/** What a command makes happen, given all that happened before. Pure: time, ids and prices come inside the command. */
export function decide(command: Command, state: OrderState): Result<readonly OrderEvent[], Rejection> {
  switch (command.type) {
    case "createCart":
    case "setCartLine":
      return decideCart(command, state);
    case "placeOrder":
      return decidePlacing(command, state);
    case "cancelOrder":
      return decideCancel(command, state);
    default:
      return decideOutcome(command, state);
  }
}
