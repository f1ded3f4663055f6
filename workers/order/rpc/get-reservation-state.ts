import type { GetReservationStateRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { needsReservation, reservationIdOf } from "../domain/order.ts";

/**
 * Resumes the order first: an order that stopped continues, and the response is up to date. The reservation of an earlier
 * placement is not needed.
 */
export async function getReservationState({ orderId, reservationId }: GetReservationStateRequest, ctx: OrderContext) {
  const state = await ctx.object(orderId).resume();
  const isLatest = reservationId === "" || reservationId === reservationIdOf(state);
  return { needed: isLatest && needsReservation(state) };
}
