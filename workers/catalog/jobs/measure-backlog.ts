import { recordMetric } from "../../kit/observability/metrics.ts";
import type { CatalogContext } from "../context.ts";
import { readOutboxBacklog } from "../store/outbox.ts";

/** Records how much waits in the outbox. */
export async function measureBacklog(ctx: CatalogContext): Promise<void> {
  const { pending, rejected, ageSeconds } = await readOutboxBacklog(ctx.db);
  recordMetric("stoa.outbox.depth", pending, { state: "pending" });
  recordMetric("stoa.outbox.depth", rejected, { state: "rejected" });
  recordMetric("stoa.outbox.age", ageSeconds, {});
}
