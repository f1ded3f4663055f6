import type { GetReservationStateRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { needsReservation } from "../domain/order.ts";

/** Resumes the order first: an order that stopped continues, and the response is up to date. */
export async function getReservationState({ orderId }: GetReservationStateRequest, ctx: OrderContext) {
  return { needed: needsReservation(await ctx.object(orderId).resume()) };
}
