import { describeError, log } from "../../kit/observability/log.ts";
import type { OrderContext } from "../context.ts";
import { isSettled } from "../domain/order.ts";
import { deadlineMs, findOverdue, settledDeadline, updateDeadline } from "../store/deadlines.ts";
import { deleteRowWithoutOrder } from "../store/idempotency-keys.ts";

const batchSize = 50;
/** While a receiver does not respond, each order takes as long as a call may take. */
const concurrency = 10;

/**
 * Resumes orders that should have been settled by now. Their rows remember them even if they lost their alarms. Deletes
 * reserved keys whose order never started, and ends carts.
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
  const fields = { orderId: id, traceId: ctx.trace.traceId };
  const nextDeadline = () => ctx.now() + deadlineMs;
  try {
    const state = await ctx.object(id).resume({ traceId: ctx.trace.traceId, spanId: ctx.trace.spanId });
    if (state.status === "NEW") await deleteRowWithoutOrder(ctx.db, id, startedAt);
    const settled = settledDeadline(state);
    // The end of a cart that has passed is no deadline: the order stays, because it was placed before.
    const settledUntil = settled !== undefined && settled > ctx.now() ? settled : undefined;
    await updateDeadline(ctx.db, id, { from: startedAt, to: isSettled(state) ? settledUntil : nextDeadline() });
    log(settled === undefined ? "warn" : "info", "overdue", { ...fields, orderStatus: state.status });
  } catch (error) {
    log("error", "overdue", { ...fields, error: describeError(error) });
    await updateDeadline(ctx.db, id, { from: startedAt, to: nextDeadline() }).catch(() => {});
  }
}
