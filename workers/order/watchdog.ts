import { describeError, log } from "../kit/log.ts";
import type { OrderContext } from "./context.ts";
import { isSettled } from "./domain/order.ts";
import { deadlineMs, dropClaim, findOverdue, setDeadline } from "./store/projection.ts";

const batch = 50;

/**
 * Wakes orders that should have ended by now: whatever became of their alarms, their row remembers them. A claim whose
 * order never began is forgotten.
 */
export async function wakeOverdue(ctx: OrderContext): Promise<void> {
  const overdue = await findOverdue(ctx.db, ctx.now(), batch);
  for (const id of overdue) {
    try {
      const state = await ctx.object(id).wake();
      if (state.status === "NEW") await dropClaim(ctx.db, id);
      else await setDeadline(ctx.db, id, isSettled(state) ? undefined : ctx.now() + deadlineMs);
      log("warn", "overdue", { service: "order", orderId: id, status: state.status, traceId: ctx.trace.traceId });
    } catch (error) {
      log("error", "overdue", { service: "order", orderId: id, error: describeError(error) });
    }
  }
}
