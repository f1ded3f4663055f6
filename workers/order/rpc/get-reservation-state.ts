import type { GetReservationStateRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { needsReservation } from "../domain/order.ts";

/** Waking it first means that an order which has fallen asleep goes on, and answers with what is true then. */
export async function getReservationState({ orderId }: GetReservationStateRequest, ctx: OrderContext) {
  return { needed: needsReservation(await ctx.object(orderId).wake()) };
}
