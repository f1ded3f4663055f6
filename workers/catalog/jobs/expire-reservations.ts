import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { commit, extendReservation, findExpiredReservations, release } from "../store/reservation-lifecycle.ts";

/** Each reservation needs a call of the order service. The platform allows 32 calls of other Workers in one run. */
const batchSize = 25;
const concurrency = 10;
const recheckMs = 60_000;

/**
 * Checks reservations whose expiry has passed. Only the order knows whether it still needs one, so the job calls the
 * order service, which also resumes the order. The reservation of a confirmed order is committed: its event is late or was lost.
 * A reservation whose order does not respond is extended and checked again.
 */
export async function expireReservations(ctx: CatalogContext): Promise<void> {
  const orders = await ctx.orderClient();
  const queue = [...(await findExpiredReservations(ctx.db, batchSize))];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await checkReservation(ctx, orders, next);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

async function checkReservation(ctx: CatalogContext, orders: Rpc, { id, orderId }: { id: string; orderId: string }) {
  const fields = { orderId, traceId: ctx.trace.traceId };
  const recheckAt = () => new Date(ctx.now() + recheckMs);
  try {
    const state = await orders(OrderService.method.getReservationState, { orderId, reservationId: id });
    const { needed, sold, redemptions } = state;
    if (sold) await commit(ctx.db, id, redemptions);
    else if (needed) await extendReservation(ctx.db, id, recheckAt());
    else await release(ctx.db, id, orderId);
    log("warn", "expired reservation", { ...fields, released: !sold && !needed, sold });
  } catch (error) {
    log("error", "expired reservation", { ...fields, error: describeError(error) });
    await extendReservation(ctx.db, id, recheckAt()).catch(() => {});
  }
}
