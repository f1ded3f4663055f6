import type { EffectAttempt, Timeline, TimelineEffect, TimelineEvent } from "./timeline.ts";

/** The time of the first event of the orders of tests. */
export const startedAt = Date.parse("2026-03-01T12:00:00.000Z");

export function at(ms: number): string {
  return new Date(startedAt + ms).toISOString();
}

/** Returns events with sequences from 1, one per millisecond. */
export function toEvents(
  ...types: readonly (string | readonly [type: string, data: unknown])[]
): readonly TimelineEvent[] {
  return types.map((entry, index) => {
    const [type, data] = typeof entry === "string" ? [entry, {}] : entry;
    return { sequence: index + 1, type, at: at(index), actor: "system", data };
  });
}

export function toAttempt(ms: number, durationMs: number | null, error: string | null = null): EffectAttempt {
  return { at: at(ms), durationMs, error };
}

/** Returns an effect that was done with one attempt, apart from `fields`. */
export function toEffect(type: string, causeSequence: number, fields: Partial<TimelineEffect> = {}): TimelineEffect {
  return {
    id: `ord_1:${causeSequence}:0`,
    type,
    status: "COMPLETED",
    isCompensation: false,
    causeSequence,
    outcomeSequence: causeSequence + 1,
    attemptCount: 1,
    attempts: [],
    createdAt: at(0),
    nextAttemptAt: null,
    completedAt: at(100),
    ...fields,
  };
}

export function toTimeline(
  events: readonly TimelineEvent[],
  effects: readonly TimelineEffect[] = [],
  nowMs = 1_000,
): Timeline {
  return { events, effects, now: startedAt + nowMs };
}
