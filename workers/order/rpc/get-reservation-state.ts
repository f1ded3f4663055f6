import type { GetReservationStateRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { annotate } from "../../kit/observability/operation.ts";
import type { OrderContext } from "../context.ts";
import { needsReservation, reservationIdOf } from "../domain/order.ts";
import { toRedemptions } from "../domain/redemptions.ts";
import { causeOf } from "./shared/cause.ts";

/**
 * Resumes the order first: an order that stopped continues, and the response is up to date. The reservation of an earlier
 * placement is not needed. That of a confirmed order is sold, also when the order was cancelled later: its units go back on sale
 * by a restock.
 */
export async function getReservationState({ orderId, reservationId }: GetReservationStateRequest, ctx: OrderContext) {
  annotate("rpc", { orderId });
  const state = await ctx.object(orderId).resume(causeOf(ctx), "reservation");
  const isLatest = reservationId === "" || reservationId === reservationIdOf(state);
  const sold = isLatest && (await isConfirmed(ctx, orderId));
  return { needed: isLatest && needsReservation(state), sold, redemptions: sold ? toRedemptions(state) : [] };
}

async function isConfirmed(ctx: OrderContext, orderId: string): Promise<boolean> {
  const view = await ctx.object(orderId).read();
  return view?.events.some(({ event }) => event.type === "OrderConfirmed") === true;
}
