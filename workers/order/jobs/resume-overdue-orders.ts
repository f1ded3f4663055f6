import { describeError, log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { isSettled } from "../domain/order.ts";
import { deadlineMs, findOverdue, updateDeadline } from "../store/deadlines.ts";
import { deleteIdempotencyKey } from "../store/idempotency-keys.ts";

const batchSize = 50;
/** While a receiver does not respond, each order takes as long as a call may take. */
const concurrency = 10;

/**
 * Resumes orders that should have been settled by now. Their rows remember them even if they lost their alarms. Deletes
 * reserved keys whose order never started.
 */
export async function resumeOverdueOrders(ctx: OrderContext): Promise<void> {
  const startedAt = ctx.now();
  const overdue = [...(await findOverdue(ctx.db, startedAt, batchSize))];
  const resumeNext = async () => {
    for (let id = overdue.shift(); id !== undefined; id = overdue.shift()) await resumeOrder(ctx, id, startedAt);
  };
  await Promise.all(Array.from({ length: concurrency }, resumeNext));
}

/** Resumes one order and moves its deadline, also when that fails: a failing order must not delay the others. */
async function resumeOrder(ctx: OrderContext, id: string, startedAt: number): Promise<void> {
  const fields = { service: "order", orderId: id, traceId: ctx.trace.traceId };
  const nextDeadline = () => ctx.now() + deadlineMs;
  try {
    const state = await ctx.object(id).resume();
    if (state.status === "NEW") await deleteIdempotencyKey(ctx.db, id, startedAt);
    await updateDeadline(ctx.db, id, { from: startedAt, to: isSettled(state) ? undefined : nextDeadline() });
    log("warn", "overdue", { ...fields, status: state.status });
  } catch (error) {
    log("error", "overdue", { ...fields, error: describeError(error) });
    await updateDeadline(ctx.db, id, { from: startedAt, to: nextDeadline() }).catch(() => {});
  }
}
