import { action, page, type Route } from "../server/route.ts";
import { failedJobs, submitDiscard, submitRetry } from "./failed-jobs.tsx";
import { system } from "./system.tsx";

/** The health of the shop and failed jobs. */
export const systemRoutes: readonly Route[] = [
  page("/system", [], system, "System"),
  page("/system/jobs", [], failedJobs),
  action("/system/jobs/retry", [], submitRetry),
  action("/system/jobs/discard", [], submitDiscard),
];
