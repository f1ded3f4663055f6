import { describeError, log } from "./log.ts";

/** The tasks of a scheduled handler by name, which is the name in log lines. */
export type CronTasks = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Runs all tasks of a scheduled handler concurrently, also when some fail. Logs each failure. Throws at the end when a task
 * failed, so that the platform counts the run as failed.
 */
export async function runCronTasks(service: string, tasks: CronTasks): Promise<void> {
  const run = async ([task, work]: [string, () => Promise<unknown>]): Promise<string[]> => {
    try {
      await work();
      return [];
    } catch (error) {
      log("error", "cron task failed", { service, task, error: describeError(error) });
      return [task];
    }
  };
  const failed = (await Promise.all(Object.entries(tasks).map(run))).flat();
  if (failed.length > 0) throw new Error(`Cron tasks failed: ${failed.join(", ")}`);
}
