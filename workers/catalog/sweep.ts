import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { describeError, log } from "../kit/log.ts";
import type { CatalogContext } from "./context.ts";
import { extend, findExpired, release } from "./store/holds.ts";

const batch = 50;
const againMs = 60_000;

/**
 * Looks after holds that are past their time. Only the order knows whether it still needs what it holds, so it is
 * asked, which also wakes it; a hold whose order does not answer stays.
 */
export async function sweepExpiredHolds(ctx: CatalogContext): Promise<void> {
  const orders = await ctx.orders();
  for (const { id, orderId } of await findExpired(ctx.db, batch)) {
    try {
      const { needed } = await orders(OrderService.method.getReservationState, { orderId });
      if (needed) await extend(ctx.db, id, new Date(ctx.now() + againMs));
      else await release(ctx.db, id, orderId);
      log("warn", "expired hold", { service: "catalog", orderId, released: !needed, traceId: ctx.trace.traceId });
    } catch (error) {
      log("error", "expired hold", { service: "catalog", orderId, error: describeError(error) });
    }
  }
}
