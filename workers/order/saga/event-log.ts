import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { Command, Outcome, Rejection } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import type { Effect } from "../domain/effects.ts";
import { effectsOf, keyOf } from "../domain/effects-of.ts";
import type { OrderEvent, RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { redact } from "../domain/personal-data.ts";
import type { LogEntry, PendingEffect } from "./event-store.ts";

/** A command with all that is recorded of it. */
export interface CommandEnvelope {
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
  /** What its receiver knows it by. */
  readonly key: string;
}

/** Nobody confirms a payment sooner than this. */
const firstLookMs = 15_000;

/** An order's log in memory. Nothing in it is on disk before `takeUnsaved` has been written. */
export interface EventLog {
  readonly state: () => OrderState;
  readonly events: () => readonly RecordedEvent[];
  readonly submit: (submission: CommandEnvelope) => Result<void, Rejection>;
  /** Records what came of an effect; the effect is done. Where it throws, nothing is recorded, and it is not. */
  readonly settle: (effect: DueEffect, outcome: Outcome, now: number) => void;
  /** Tries an effect again later. */
  readonly reschedule: (effect: DueEffect, dueAt: number) => void;
  /** Makes what waits for somebody else due at once: they may be done. */
  readonly retryNow: (now: number) => void;
  /** Every effect that has had no outcome yet. */
  readonly pending: () => readonly DueEffect[];
  /** The order with this event as its last. */
  readonly stateAt: (sequence: number) => OrderState;
  readonly hasUnsaved: () => boolean;
  readonly takeUnsaved: () => readonly LogEntry[];
}

/** One that was given up before is no first attempt. */
function pendingOf(event: OrderEvent, effect: Effect, index: number, at: number): PendingEffect {
  const attempts = event.type === "ResolutionChosen" ? 1 : 0;
  return { index, effect, attempts, dueAt: effect.type === "awaitPayment" ? at + firstLookMs : at };
}

export function openEventLog(loaded: readonly LogEntry[]): EventLog {
  const entries = [...loaded];
  const unsaved = new Set<number>();
  let state = entries.reduce((folded, { recorded }) => evolve(folded, recorded), newOrder);

  const replace = (sequence: number, change: (pending: readonly PendingEffect[]) => readonly PendingEffect[]): void => {
    const entry = entries[sequence - 1];
    if (entry === undefined) return;
    entries[sequence - 1] = { ...entry, pending: change(entry.pending) };
    unsaved.add(sequence);
  };

  /** Rewrites what was recorded without personal data: the one time that the past is changed. */
  const forget = (): void => {
    for (const [index, entry] of entries.entries()) {
      entries[index] = { ...entry, recorded: { ...entry.recorded, event: redact(entry.recorded.event) } };
      unsaved.add(index + 1);
    }
    state = entries.reduce((folded, { recorded }) => evolve(folded, recorded), newOrder);
  };

  const append = (submission: CommandEnvelope): Result<void, Rejection> => {
    const decided = decide(submission.command, state);
    if (!decided.ok) return decided;
    const { actor, traceId, now: at, commandId, requestHash } = submission;
    let after = state;
    const added = decided.value.map((event, position): LogEntry => {
      const recorded = { sequence: after.sequence + 1, at, actor, event };
      after = evolve(after, recorded);
      const named = position === 0 && commandId !== undefined && requestHash !== undefined;
      const pending = effectsOf(event).map((effect, index) => pendingOf(event, effect, index, at));
      return { recorded, traceId, pending, ...(named ? { commandId, requestHash } : {}) };
    });
    // Nothing is recorded that cannot be folded: it could never be read again.
    for (const entry of added) {
      entries.push(entry);
      unsaved.add(entry.recorded.sequence);
    }
    state = after;
    if (decided.value.some(({ type }) => type === "PersonalDataErased")) forget();
    return ok(undefined);
  };

  const pendingEffects = (): readonly DueEffect[] =>
    entries.flatMap(({ recorded, traceId, pending }) =>
      pending.map((effect) => {
        const { event, sequence, at: since } = recorded;
        const key = keyOf(event, { orderId: state.id, sequence, index: effect.index });
        return { ...effect, sequence, traceId, since, key };
      }),
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
      append({ command, actor: "system", traceId, now });
      replace(sequence, (pending) => pending.filter((effect) => effect.index !== index));
    },
    reschedule: ({ sequence, index }, dueAt) =>
      replace(sequence, (pending) =>
        pending.map((effect) =>
          effect.index === index ? { ...effect, attempts: effect.attempts + 1, dueAt } : effect,
        ),
      ),
    retryNow: (now) => {
      for (const { sequence, index, effect, dueAt } of pendingEffects()) {
        if (effect.type !== "awaitPayment" || dueAt <= now) continue;
        replace(sequence, (pending) =>
          pending.map((waiting) => (waiting.index === index ? { ...waiting, dueAt: now } : waiting)),
        );
      }
    },
    pending: pendingEffects,
    stateAt: (sequence) =>
      entries.slice(0, sequence).reduce((folded, { recorded }) => evolve(folded, recorded), newOrder),
    hasUnsaved: () => unsaved.size > 0,
    takeUnsaved: () => {
      const changed = [...unsaved].sort((a, b) => a - b).flatMap((sequence) => entries[sequence - 1] ?? []);
      unsaved.clear();
      return changed;
    },
  };
}
