import { setTimeout as sleep } from "node:timers/promises";

const minuteMs = 60_000;

/** Waits for a minute of the clock with so much left of it: what is counted in one is not counted on into the next. */
export async function waitForMinuteStart(ms: number): Promise<void> {
  const left = minuteMs - (Date.now() % minuteMs);
  if (left < ms) await sleep(left);
}

/** More requests than an address may make in one minute or in two: the platform counts by the minutes of the clock. */
const maxRequests = 620;

/** What was answered until it was too much (429), by status, and how it was refused then. Throws when it never is. */
export async function requestUntilLimited<T extends { readonly status: number }>(
  ask: () => Promise<T>,
): Promise<{ readonly before: ReadonlySet<number>; readonly refused: T }> {
  const before = new Set<number>();
  for (let asked = 0; asked < maxRequests; asked++) {
    const answer = await ask();
    if (answer.status === 429) return { before, refused: answer };
    before.add(answer.status);
  }
  throw new Error(`not one of ${maxRequests} requests was refused`);
}
