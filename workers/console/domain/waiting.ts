import { findError, isReport, isUnfinished, nameReceiver, type Timeline, type TimelineEffect } from "./timeline.ts";

/** What an order waits for. Times are ISO 8601. */
export interface Waiting {
  readonly effect: TimelineEffect;
  readonly receiver: string;
  readonly nextAttemptAt: string | undefined;
  /** When automatic recovery stops, or the buyer's time is over. */
  readonly until: string | undefined;
  readonly error: string | undefined;
}

/** Returns what an order waits for before its next step. Reports to others delay nothing, and are not among them. */
export function toWaiting({ effects }: Timeline, deadlineAt: string | null): readonly Waiting[] {
  return effects
    .filter((effect) => isUnfinished(effect) && !isReport(effect))
    .map((effect) => ({
      effect,
      receiver: nameReceiver(effect.type),
      nextAttemptAt: effect.nextAttemptAt ?? undefined,
      until: deadlineAt ?? undefined,
      error: findError(effect),
    }));
}

/** Returns when the page is out of date without a new event: a failed attempt is no event. Undefined if no attempt is planned. */
export function nextChangeAt({ effects, now }: Timeline): number | undefined {
  const times = effects
    .filter(isUnfinished)
    .flatMap(({ nextAttemptAt }) => (nextAttemptAt === null ? [] : [Math.max(Date.parse(nextAttemptAt), now)]));
  return times.length === 0 ? undefined : Math.min(...times);
}
