import { err, ok, type Result } from "../kit/result.ts";
import type { Command, Outcome, Rejection } from "./domain/commands.ts";
import { decide } from "./domain/decide.ts";
import { effectsOf } from "./domain/effects.ts";
import type { RecordedEvent } from "./domain/events.ts";
import { evolve } from "./domain/evolve.ts";
import { newOrder, type OrderState } from "./domain/order.ts";
import type { LogEntry, PendingEffect } from "./order-log.ts";

/** A command with all that is recorded of it. */
export interface Submission {
  readonly command: Command;
  readonly actor: string;
  readonly traceId: string;
  readonly now: number;
  /** Names the request: the same again is answered as before. */
  readonly commandId?: string;
  /** Of the request's content: another content under the same name is refused. */
  readonly requestHash?: string;
}

export interface DueEffect extends PendingEffect {
  /** The event it follows from. */
  readonly sequence: number;
  readonly traceId: string;
  readonly since: number;
}

/** An order's log in memory. Nothing in it is on disk before `takeUnsaved` has been written. */
export interface Journal {
  readonly state: () => OrderState;
  readonly events: () => readonly RecordedEvent[];
  readonly submit: (submission: Submission) => Result<void, Rejection>;
  /** Records what came of an effect; the effect is done. */
  readonly settle: (effect: DueEffect, outcome: Outcome, now: number) => void;
  /** Tries an effect again later. */
  readonly postpone: (effect: DueEffect, dueAt: number) => void;
  readonly due: (now: number) => readonly DueEffect[];
  readonly nextDueAt: () => number | undefined;
  readonly hasUnsaved: () => boolean;
  readonly takeUnsaved: () => readonly LogEntry[];
}

export function openJournal(loaded: readonly LogEntry[]): Journal {
  const entries = [...loaded];
  const unsaved = new Set<number>();
  let state = entries.reduce((folded, { recorded }) => evolve(folded, recorded), newOrder);

  const replace = (sequence: number, change: (pending: readonly PendingEffect[]) => readonly PendingEffect[]): void => {
    const entry = entries[sequence - 1];
    if (entry === undefined) return;
    entries[sequence - 1] = { ...entry, pending: change(entry.pending) };
    unsaved.add(sequence);
  };

  const append = (submission: Submission): Result<void, Rejection> => {
    const decided = decide(submission.command, state);
    if (!decided.ok) return decided;
    const { actor, traceId, now: at, commandId, requestHash } = submission;
    for (const [position, event] of decided.value.entries()) {
      const sequence = state.sequence + 1;
      const recorded = { sequence, at, actor, event };
      const named = position === 0 && commandId !== undefined && requestHash !== undefined;
      const pending = effectsOf(event).map((effect, index) => ({ index, effect, attempts: 0, dueAt: at }));
      entries.push({ recorded, traceId, pending, ...(named ? { commandId, requestHash } : {}) });
      unsaved.add(sequence);
      state = evolve(state, recorded);
    }
    return ok(undefined);
  };

  const pendingEffects = (): readonly DueEffect[] =>
    entries.flatMap(({ recorded, traceId, pending }) =>
      pending.map((effect) => ({ ...effect, sequence: recorded.sequence, traceId, since: recorded.at })),
    );

  return {
    state: () => state,
    events: () => entries.map(({ recorded }) => recorded),
    submit: (submission) => {
      const { commandId, requestHash } = submission;
      const before = commandId === undefined ? undefined : entries.find((entry) => entry.commandId === commandId);
      if (before === undefined) return append(submission);
      if (before.requestHash === requestHash) return ok(undefined);
      const message = "this idempotency key was used with other input";
      return err({ reason: "IDEMPOTENCY_KEY_REUSED", message, field: ["idempotencyKey"] });
    },
    settle: ({ sequence, index, traceId }, command, now) => {
      replace(sequence, (pending) => pending.filter((effect) => effect.index !== index));
      append({ command, actor: "system", traceId, now });
    },
    postpone: ({ sequence, index }, dueAt) =>
      replace(sequence, (pending) =>
        pending.map((effect) =>
          effect.index === index ? { ...effect, attempts: effect.attempts + 1, dueAt } : effect,
        ),
      ),
    due: (now) => pendingEffects().filter(({ dueAt }) => dueAt <= now),
    nextDueAt: () => {
      const times = pendingEffects().map(({ dueAt }) => dueAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    hasUnsaved: () => unsaved.size > 0,
    takeUnsaved: () => {
      const changed = [...unsaved].sort((a, b) => a - b).flatMap((sequence) => entries[sequence - 1] ?? []);
      unsaved.clear();
      return changed;
    },
  };
}
