import { isFinal, type OrderState } from "./order.ts";
import { unfulfilledLines } from "./units.ts";

export type FulfillmentStatus = "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED" | "DELIVERED" | "CANCELLED";

/**
 * Returns where the goods of an order are. Payments do not change it. Refunds change it only by the units that they cancel. The
 * cancellation of the whole order changes it when its compensation starts: no unit is shipped after that. The order stays
 * CANCELLED while a failed refund of the cancellation is repeated.
 */
export function fulfillmentStatus(state: OrderState): FulfillmentStatus {
  const isShipped = state.shipments.length > 0;
  if (hasUnitsToShip(state)) return isShipped ? "PARTIALLY_FULFILLED" : "UNFULFILLED";
  if (isShipped) return state.delivered ? "DELIVERED" : "FULFILLED";
  const isCart = state.status === "NEW" || state.status === "CART";
  return isCart ? "UNFULFILLED" : "CANCELLED";
}

function hasUnitsToShip(state: OrderState): boolean {
  return !isFinal(state) && state.compensation === undefined && unfulfilledLines(state).length > 0;
}
