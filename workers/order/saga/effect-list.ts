import { type EffectType, isCompensation } from "../domain/effects.ts";
import { effectKey, effectsOf } from "../domain/effects-of.ts";
import { evolve } from "../domain/evolve.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { countAttempts } from "./event-log.ts";
import type { EffectAttempt, EndedEffect, LogEntry, PendingEffect } from "./event-store.ts";

export const effectStatuses = ["PENDING", "RUNNING", "RETRYING", "COMPLETED", "GIVEN_UP"] as const;

/** An effect of an order as support staff see it. Times are in milliseconds since the epoch. */
export interface EffectView {
  /** The idempotency key. An effect that staff retry has the key of its first attempts. */
  readonly id: string;
  readonly type: EffectType;
  readonly status: (typeof effectStatuses)[number];
  readonly isCompensation: boolean;
  /** The sequence of the event that caused it. */
  readonly causeSequence: number;
  /** The sequence of the event that it led to. */
  readonly outcomeSequence?: number;
  readonly attemptCount: number;
  /** The last attempts, oldest first. */
  readonly attempts: readonly EffectAttempt[];
  readonly createdAt: number;
  readonly nextAttemptAt?: number;
  readonly completedAt?: number;
}

type IsRunning = (effect: { readonly key: string }) => boolean;

/**
 * Returns the effects of all events of a log, oldest first. Effects that an earlier release ended have no record: they follow from
 * their event.
 */
export function listEffects(entries: readonly LogEntry[], isRunning: IsRunning): readonly EffectView[] {
  let state = newOrder;
  return entries.flatMap((entry) => {
    state = evolve(state, entry.recorded);
    return effectsOfEntry(entry, { state, entries, isRunning });
  });
}

interface ListContext {
  /** The order after the event of the entry. */
  readonly state: OrderState;
  readonly entries: readonly LogEntry[];
  readonly isRunning: IsRunning;
}

function effectsOfEntry(entry: LogEntry, { state, entries, isRunning }: ListContext): readonly EffectView[] {
  const { recorded, pending, ended = [] } = entry;
  const { event, sequence, at } = recorded;
  const toCommon = (index: number, type: EffectType) => ({
    id: effectKey(event, { orderId: state.id, sequence, index, type, attempt: state.attempt }),
    type,
    causeSequence: sequence,
    createdAt: at,
  });
  const views = [
    ...pending.map((effect) => {
      const common = toCommon(effect.index, effect.effect.type);
      return [effect.index, { ...common, ...describePending(entry, effect, isRunning({ key: common.id })) }] as const;
    }),
    ...ended.map(
      (effect) => [effect.index, { ...toCommon(effect.index, effect.type), ...describeEnded(effect) }] as const,
    ),
    ...(ended.length > 0 ? [] : effectsOf(event, state))
      .map((effect, index) => [index, effect] as const)
      .filter(([index]) => pending.every((other) => other.index !== index))
      .map(([index, effect]) => {
        const common = toCommon(index, effect.type);
        const unrecorded = { attemptCount: 0, attempts: [], isCompensation: isCompensation(effect) };
        return [index, { ...common, ...unrecorded, ...findEnd(common.id, sequence, entries) }] as const;
      }),
  ];
  return views.sort(([one], [other]) => one - other).map(([, view]) => view);
}

type Description = Omit<EffectView, "id" | "type" | "causeSequence" | "createdAt">;

function describePending(
  { recorded }: LogEntry,
  { effect, attempts, tries = [], dueAt }: PendingEffect,
  isRunning: boolean,
): Description {
  const attemptCount = countAttempts(recorded.event, attempts);
  return {
    status: isRunning ? "RUNNING" : attemptCount > 0 ? "RETRYING" : "PENDING",
    isCompensation: isCompensation(effect),
    attemptCount,
    attempts: tries,
    nextAttemptAt: dueAt,
  };
}

function describeEnded(effect: EndedEffect): Description {
  const { attemptCount, attempts, endedAt, outcomeSequence } = effect;
  return {
    status: effect.isGivenUp === true ? "GIVEN_UP" : "COMPLETED",
    isCompensation: effect.isCompensation === true,
    attemptCount,
    attempts,
    completedAt: endedAt,
    ...(outcomeSequence === undefined ? {} : { outcomeSequence }),
  };
}

/** Returns how an effect ended that has no record. */
function findEnd(
  key: string,
  sequence: number,
  entries: readonly LogEntry[],
): Pick<EffectView, "status" | "outcomeSequence"> {
  const exhausted = entries.find(
    ({ recorded }) =>
      recorded.sequence > sequence && recorded.event.type === "EffectExhausted" && recorded.event.key === key,
  );
  return exhausted === undefined
    ? { status: "COMPLETED" }
    : { status: "GIVEN_UP", outcomeSequence: exhausted.recorded.sequence };
}
