import { recordMetric } from "../../kit/observability/metrics.ts";
import type { OrderContext } from "../context.ts";
import { readBacklog } from "../store/backlog.ts";

/** Records how many orders and dead letters wait. */
export async function measureBacklog(ctx: OrderContext): Promise<void> {
  const backlog = await readBacklog(ctx.db);
  recordMetric("stoa.order.overdue.count", backlog.overdue, {});
  recordMetric("stoa.order.overdue.age", backlog.overdueSeconds, {});
  recordMetric("stoa.order.attention.count", backlog.needAttention, {});
  recordMetric("stoa.dead_letter.open.count", backlog.deadLetters, {});
}
