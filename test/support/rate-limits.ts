import { setTimeout as sleep } from "node:timers/promises";

const minuteMs = 60_000;

/** Waits until at least `ms` of the current clock minute are left, because rate limits are counted per clock minute. */
export async function waitForMinuteStart(ms: number): Promise<void> {
  const left = minuteMs - (Date.now() % minuteMs);
  if (left < ms) await sleep(left);
}

/** More than twice the limit of an IP address per minute, because a burst can fall into two clock minutes. */
const maxRequests = 620;

/**
 * Repeats a request until its status is 429. Returns that response, and the set of statuses before it. Throws when no
 * request is rate limited.
 */
export async function requestUntilLimited<T extends { readonly status: number }>(
  sendRequest: () => Promise<T>,
): Promise<{ readonly before: ReadonlySet<number>; readonly limited: T }> {
  const before = new Set<number>();
  for (let count = 0; count < maxRequests; count++) {
    const response = await sendRequest();
    if (response.status === 429) return { before, limited: response };
    before.add(response.status);
  }
  throw new Error(`None of ${maxRequests} requests was rate limited`);
}
