import { describeError, log } from "./log.ts";
import { endOperation, runInOperation, startOperation } from "./operation.ts";
import type { Trace } from "./trace.ts";

/** The tasks of a scheduled handler by name, which is the name in log lines. */
export type CronTasks = Readonly<Record<string, () => Promise<unknown>>>;

export interface CronRun {
  readonly cron: string;
  readonly trace: Trace;
}

/**
 * Runs all tasks of a scheduled handler concurrently, also when some fail. Logs each failure, and one line for the run. Throws at
 * the end when a task failed, so that the platform counts the run as failed.
 */
export async function runCronTasks({ cron, trace }: CronRun, tasks: CronTasks): Promise<void> {
  const { traceId } = trace;
  const run = async ([task, work]: [string, () => Promise<unknown>]): Promise<string[]> => {
    try {
      await work();
      return [];
    } catch (error) {
      log("error", "cron task failed", { task, traceId, error: describeError(error) });
      return [task];
    }
  };
  const operation = startOperation("cron", trace);
  const failed = await runInOperation(operation, async () =>
    (await Promise.all(Object.entries(tasks).map(run))).flat(),
  );
  const hasFailed = failed.length > 0;
  Object.assign(operation.fields, { cron, outcome: hasFailed ? "failed" : "ok" });
  if (hasFailed) operation.fields.failedTasks = failed;
  endOperation(operation, hasFailed ? "error" : "info");
  if (hasFailed) throw new Error(`Cron tasks failed: ${failed.join(", ")}`);
}
