import {
  describeAttempts,
  describeDuration,
  findError,
  isUnfinished,
  nameEffect,
  type Timeline,
  type TimelineEffect,
  toMs,
} from "./timeline.ts";

/** A part of a bar, in per cent of the time axis. */
export interface BarPart {
  /** `waiting` while no attempt runs: before the first one, and between two. */
  readonly type: "waiting" | "running";
  readonly from: number;
  readonly to: number;
}

/** The start of an attempt, in per cent of the time axis. */
export interface Tick {
  readonly position: number;
  /** From 1. */
  readonly number: number;
  readonly error: string | null;
  /** True for the next attempt, which has not started. */
  readonly isPlanned: boolean;
}

export interface WaterfallRow {
  readonly effect: TimelineEffect;
  readonly name: string;
  readonly parts: readonly BarPart[];
  readonly ticks: readonly Tick[];
  readonly attempts: string;
  readonly duration: string;
  readonly error: string | undefined;
  readonly isUnfinished: boolean;
}

/** A mark of the time axis. */
export interface Mark {
  readonly position: number;
  readonly label: string;
}

/** The effects of a time in which the order was busy, on one time axis. */
export interface Waterfall {
  /** The sequence of the event that it begins with. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly marks: readonly Mark[];
  /** Oldest first. */
  readonly forward: readonly WaterfallRow[];
  /** Shown below the line: what undoes the steps above it. Oldest first, so the last step is undone first. */
  readonly compensation: readonly WaterfallRow[];
}

/** An order that was idle for longer continues on a time axis of its own, so that bars of some milliseconds remain visible. */
const idleMs = 60_000;
/** An axis is at least this long. */
const minSpanMs = 10;

/** Returns the effects of an order as bars. An order that was idle in between has several time axes. */
export function toWaterfalls({ effects, now }: Timeline): readonly Waterfall[] {
  const groups: { effects: TimelineEffect[]; endsAt: number }[] = [];
  for (const effect of effects.toSorted((a, b) => toMs(a.createdAt) - toMs(b.createdAt))) {
    const group = groups.at(-1);
    const endsAt = endOf(effect, now);
    if (group !== undefined && toMs(effect.createdAt) <= group.endsAt + idleMs) {
      group.effects.push(effect);
      group.endsAt = Math.max(group.endsAt, endsAt);
    } else groups.push({ effects: [effect], endsAt });
  }
  return groups.map((group) => toWaterfall(group.effects, group.endsAt, now));
}

function toWaterfall(effects: readonly TimelineEffect[], end: number, now: number): Waterfall {
  const startsAt = Math.min(...effects.map(({ createdAt }) => toMs(createdAt)));
  const endsAt = Math.max(end, startsAt + minSpanMs);
  const position = (at: number) => clamp(((at - startsAt) / (endsAt - startsAt)) * 100);
  const rows = effects.map((effect) => toRow(effect, position, now));
  return {
    sequence: Math.min(...effects.map(({ causeSequence }) => causeSequence)),
    startsAt,
    endsAt,
    marks: [0, 25, 50, 75, 100].map((percent) => ({
      position: percent,
      label: percent === 0 ? "0" : describeDuration(((endsAt - startsAt) * percent) / 100),
    })),
    forward: rows.filter(({ effect }) => !effect.isCompensation),
    compensation: rows.filter(({ effect }) => effect.isCompensation),
  };
}

/** Returns when the bar of an effect ends. An unfinished one lasts until now, or until its next attempt. */
function endOf(effect: TimelineEffect, now: number): number {
  const { completedAt, nextAttemptAt, attempts, createdAt } = effect;
  if (completedAt !== null) return toMs(completedAt);
  if (isUnfinished(effect)) return Math.max(now, nextAttemptAt === null ? 0 : toMs(nextAttemptAt));
  const last = attempts.at(-1);
  return last === undefined ? toMs(createdAt) : toMs(last.at) + (last.durationMs ?? 0);
}

function toRow(effect: TimelineEffect, position: (at: number) => number, now: number): WaterfallRow {
  const { attempts, attemptCount, createdAt, nextAttemptAt } = effect;
  const start = toMs(createdAt);
  const end = endOf(effect, now);
  // Only the last attempts are known by their times.
  const firstNumber = Math.max(attemptCount - attempts.length, 0) + 1;
  const ticks = attempts.map(
    ({ at, error }, index): Tick => ({
      position: position(toMs(at)),
      number: firstNumber + index,
      error,
      isPlanned: false,
    }),
  );
  const isPlanned = isUnfinished(effect) && nextAttemptAt !== null && toMs(nextAttemptAt) > now;
  const planned = isPlanned
    ? [{ position: position(toMs(nextAttemptAt)), number: attemptCount + 1, error: null, isPlanned: true }]
    : [];
  return {
    effect,
    name: nameEffect(effect.type),
    parts: toParts(effect, start, end, position),
    ticks: [...ticks, ...planned],
    attempts: describeAttempts(attemptCount),
    duration: describeDuration((isUnfinished(effect) ? now : end) - start),
    error: findError(effect),
    isUnfinished: isUnfinished(effect),
  };
}

/** Returns the times in which attempts ran, and the waiting around them. Without recorded attempts, all of the time. */
function toParts(
  { attempts, status }: TimelineEffect,
  start: number,
  end: number,
  position: (at: number) => number,
): readonly BarPart[] {
  const part = (type: BarPart["type"], from: number, to: number): BarPart => ({
    type,
    from: position(from),
    to: position(to),
  });
  if (attempts.length === 0)
    return [part(status === "COMPLETED" || status === "RUNNING" ? "running" : "waiting", start, end)];
  const parts: BarPart[] = [];
  let reached = start;
  for (const [index, { at, durationMs }] of attempts.entries()) {
    const from = Math.max(toMs(at), reached);
    const isLast = index === attempts.length - 1;
    // The duration of an attempt that still runs is not known.
    const to = Math.min(durationMs === null ? (isLast ? end : from) : from + durationMs, end);
    if (from > reached) parts.push(part("waiting", reached, from));
    parts.push(part("running", from, to));
    reached = Math.max(to, reached);
  }
  if (end > reached) parts.push(part("waiting", reached, end));
  return parts;
}

function clamp(percent: number): number {
  return Math.round(Math.min(Math.max(percent, 0), 100) * 100) / 100;
}
