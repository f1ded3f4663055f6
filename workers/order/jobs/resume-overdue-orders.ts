import { describeError, log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { isSettled } from "../domain/order.ts";
import { deadlineMs, deleteIdempotencyKey, findOverdue, updateDeadline } from "../store/projection.ts";

const batch = 50;
/** While a receiver hangs, each order takes as long as a call may. */
const atOnce = 10;

/**
 * Wakes orders that should have ended by now: whatever became of their alarms, their row remembers them. A claim whose
 * order never began is forgotten.
 */
export async function resumeOverdueOrders(ctx: OrderContext): Promise<void> {
  const since = ctx.now();
  const overdue = [...(await findOverdue(ctx.db, since, batch))];
  const look = async () => {
    for (let id = overdue.shift(); id !== undefined; id = overdue.shift()) await resumeOrder(ctx, id, since);
  };
  await Promise.all(Array.from({ length: atOnce }, look));
}

/** Whatever comes of it, the row is looked at later than all others then: one that fails keeps nobody else waiting. */
async function resumeOrder(ctx: OrderContext, id: string, since: number): Promise<void> {
  const fields = { service: "order", orderId: id, traceId: ctx.trace.traceId };
  const later = () => ctx.now() + deadlineMs;
  try {
    const state = await ctx.object(id).wake();
    if (state.status === "NEW") await deleteIdempotencyKey(ctx.db, id, since);
    await updateDeadline(ctx.db, id, { from: since, to: isSettled(state) ? undefined : later() });
    log("warn", "overdue", { ...fields, status: state.status });
  } catch (error) {
    log("error", "overdue", { ...fields, error: describeError(error) });
    await updateDeadline(ctx.db, id, { from: since, to: later() }).catch(() => {});
  }
}
