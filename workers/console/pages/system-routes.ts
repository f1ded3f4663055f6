import { action, page, type Route } from "../server/route.ts";
import { failedJobs, submitDiscard, submitRetry } from "./failed-jobs.tsx";
import { figures } from "./figures.tsx";
import { system } from "./system.tsx";

/** The health of the shop, failed jobs and figures. */
export const systemRoutes: readonly Route[] = [
  page("/system", [], system, "System"),
  page("/system/jobs", [], failedJobs),
  page("/figures", ["ORDER_READ_ANY"], figures),
  action("/system/jobs/retry", [], submitRetry),
  action("/system/jobs/discard", [], submitDiscard),
];
