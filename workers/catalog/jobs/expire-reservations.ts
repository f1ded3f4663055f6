import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import type { Rpc } from "../../kit/connect/client.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import type { CatalogContext } from "../context.ts";
import { extend, findExpired, release } from "../store/reservation-lifecycle.ts";

const batch = 50;
const atOnce = 10;
const againMs = 60_000;

/**
 * Looks after holds that are past their time. Only the order knows whether it still needs what it holds, so it is
 * asked, which also wakes it. A hold whose order does not answer stays, and is asked about again after the others.
 */
export async function expireReservations(ctx: CatalogContext): Promise<void> {
  const orders = await ctx.orders();
  const expired = [...(await findExpired(ctx.db, batch))];
  const sweep = async () => {
    for (let hold = expired.shift(); hold !== undefined; hold = expired.shift()) await settle(ctx, orders, hold);
  };
  await Promise.all(Array.from({ length: atOnce }, sweep));
}

async function settle(ctx: CatalogContext, orders: Rpc, { id, orderId }: { id: string; orderId: string }) {
  const fields = { service: "catalog", orderId, traceId: ctx.trace.traceId };
  try {
    const { needed } = await orders(OrderService.method.getReservationState, { orderId });
    if (needed) await extend(ctx.db, id, new Date(ctx.now() + againMs));
    else await release(ctx.db, id, orderId);
    log("warn", "expired hold", { ...fields, released: !needed });
  } catch (error) {
    log("error", "expired hold", { ...fields, error: describeError(error) });
    await extend(ctx.db, id, new Date(ctx.now() + againMs)).catch(() => {});
  }
}
