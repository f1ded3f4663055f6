import { recordMetric } from "../../kit/observability/metrics.ts";
import type { AccountContext } from "../context.ts";
import { readOutboxBacklog } from "../store/outbox.ts";

/** Records how much waits in the outbox. */
export async function measureBacklog(ctx: AccountContext): Promise<void> {
  const { pending, ageSeconds } = await readOutboxBacklog(ctx.db);
  recordMetric("stoa.outbox.depth", pending, { state: "pending" });
  recordMetric("stoa.outbox.age", ageSeconds, {});
}
