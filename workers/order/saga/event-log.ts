import { err, ok, type Result } from "../../kit/domain/result.ts";
import { findReplacedChanges, isCartChangeEvent } from "../domain/cart-history.ts";
import type { Command, Outcome, Rejection } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import { blocksCaller, type Effect, isCompensation } from "../domain/effects.ts";
import { effectKey, effectsOf } from "../domain/effects-of.ts";
import type { OrderEvent, RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import { redact } from "../domain/redaction.ts";
import type { EffectAttempt, EndedEffect, LogChanges, LogEntry, PendingEffect } from "./event-store.ts";
import { hashKey } from "./hash-key.ts";

/** A command with the data that is recorded with it. */
export interface CommandEnvelope {
  readonly command: Command;
  readonly actor: string;
  readonly traceId: string;
  /** The span of the request. Callers of earlier releases send none. */
  readonly spanId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The idempotency id of the request. A second command with the same id changes nothing and succeeds. */
  readonly commandId?: string;
  /** A hash of the request. A second command with the same id and another hash is rejected. */
  readonly requestHash?: string;
}

/** The trace and the span of the request that caused an event. */
export type LogCause = Pick<LogEntry, "traceId" | "spanId">;

/** A pending effect with its position in the log and its idempotency key. */
export interface DueEffect extends PendingEffect {
  /** The sequence of the event that caused the effect. */
  readonly sequence: number;
  readonly traceId: string;
  readonly spanId?: string | undefined;
  readonly firstDueAt: number;
  readonly key: string;
}

/** No customer confirms a payment faster than this. */
const customerActionMs = 15_000;
/** The attempts of an effect that the log remembers. */
const maxRememberedAttempts = 10;

/**
 * The event log of one order, in memory. It makes all decisions synchronously, on the events recorded so far. A change is
 * on disk only after the caller has written the entries that `takeUnsaved` returned.
 */
export class EventLog {
  /** Oldest first. Sequences of replaced changes of a cart are missing. */
  #entries: LogEntry[];
  /** The sequences of the entries that are not on disk. */
  readonly #unsaved = new Set<number>();
  /** The sequences of the entries that are on disk, but for the end of an effect. */
  readonly #unsavedEnds = new Set<number>();
  /** The sequences of the entries that are not in the log any more, but may be on disk. */
  readonly #replaced = new Set<number>();
  #state: OrderState;

  constructor(entries: readonly LogEntry[]) {
    this.#entries = [...entries];
    this.#state = fold(this.#entries);
  }

  get state(): OrderState {
    return this.#state;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get events(): readonly RecordedEvent[] {
    return this.#entries.map(({ recorded }) => recorded);
  }

  /** All effects without an outcome. */
  get pending(): readonly DueEffect[] {
    return this.#entries.flatMap((entry) => entry.pending.map((effect) => this.#toDueEffect(entry, effect)));
  }

  /** Returns the request that caused the pending effects, or else the last event. Undefined before the first event. */
  get cause(): LogCause | undefined {
    const { pending } = this;
    return pending.find(({ effect }) => blocksCaller(effect)) ?? pending[0] ?? this.#entries.at(-1);
  }

  /** Whether anything but the ends of effects is not on disk. */
  get hasUnsavedDecisions(): boolean {
    return this.#unsaved.size > 0 || this.#replaced.size > 0;
  }

  /** Returns the order as it was after the event with this sequence. */
  stateAt(sequence: number): OrderState {
    return fold(this.#entries.filter(({ recorded }) => recorded.sequence <= sequence));
  }

  /** Executes a command once per command id. */
  submit(envelope: CommandEnvelope): Result<void, Rejection> {
    const { commandId, requestHash } = envelope;
    const earlier = commandId === undefined ? undefined : this.#findEntry(commandId);
    if (earlier === undefined) return this.#append(envelope);
    if (earlier.requestHash === requestHash) return ok(undefined);
    const message = "This idempotency key was used with a different request";
    return err({ reason: "IDEMPOTENCY_KEY_REUSED", message, field: ["idempotencyKey"] });
  }

  /**
   * Records the outcome of an effect and ends the effect, with its last attempt. When this throws, nothing is recorded and it
   * stays pending.
   */
  settle({ sequence, index, traceId, spanId }: DueEffect, command: Outcome, now: number, attempt: EffectAttempt): void {
    const before = this.#state.sequence;
    this.#append({ command, actor: "system", traceId, spanId, now });
    const outcomeSequence = this.#state.sequence > before ? before + 1 : undefined;
    this.#unsavedEnds.add(sequence);
    this.#updateEntry(sequence, (entry) => {
      const effect = entry.pending.find((pending) => pending.index === index);
      const end = { endedAt: now, outcomeSequence, isGivenUp: command.type === "exhausted" };
      return {
        ...entry,
        pending: entry.pending.filter((pending) => pending.index !== index),
        ...(effect && { ended: [...(entry.ended ?? []), toEnded(entry, remember(effect, attempt), end)] }),
      };
    });
  }

  /** Records a failed attempt and sets the time of the next one. `uncountedMs` is added to the time that does not count. */
  reschedule(
    { sequence, index, uncountedMs: earlier = 0 }: DueEffect,
    dueAt: number,
    attempt: EffectAttempt,
    uncountedMs = 0,
  ): void {
    const uncounted = uncountedMs === 0 ? {} : { uncountedMs: earlier + uncountedMs };
    this.#updatePending(sequence, (pending) =>
      pending.map((effect) =>
        effect.index === index ? { ...remember(effect, attempt), ...uncounted, dueAt } : effect,
      ),
    );
  }

  /** Makes pending effects due: those that wait for a customer action, because the action may be done, or all. */
  retryNow(now: number, which: "customer actions" | "all"): void {
    for (const { sequence, index, effect, dueAt } of this.pending) {
      if ((which === "customer actions" && effect.type !== "awaitPayment") || dueAt <= now) continue;
      this.#updatePending(sequence, (pending) =>
        pending.map((waiting) => (waiting.index === index ? { ...waiting, dueAt: now } : waiting)),
      );
    }
  }

  /** Returns the changes that must be written, oldest first, and forgets that they are unsaved. */
  takeUnsaved(): LogChanges {
    const isUnsaved = (sequence: number) => this.#unsaved.has(sequence) || this.#unsavedEnds.has(sequence);
    const entries = this.#entries.filter(({ recorded }) => isUnsaved(recorded.sequence));
    const replaced = [...this.#replaced];
    this.#unsaved.clear();
    this.#unsavedEnds.clear();
    this.#replaced.clear();
    return { entries, replaced };
  }

  /** Returns the entry of a command. After the personal data was erased, entries have a hash of the id. */
  #findEntry(commandId: string): LogEntry | undefined {
    const ids = [commandId, ...(this.#state.erased === true ? [hashKey(this.#state.id, commandId)] : [])];
    return this.#entries.find((entry) => entry.commandId !== undefined && ids.includes(entry.commandId));
  }

  #append(envelope: CommandEnvelope): Result<void, Rejection> {
    const decided = decide(envelope.command, this.#state);
    if (!decided.ok) return decided;
    let state = this.#state;
    const added = decided.value.map((event, position): LogEntry => {
      const recorded = { sequence: state.sequence + 1, at: envelope.now, actor: envelope.actor, event };
      state = evolve(state, recorded);
      return toEntry(recorded, envelope, { isFirst: position === 0, state });
    });
    // An event is recorded only after it was folded: an event that cannot be folded could never be read again.
    for (const entry of added) {
      this.#entries.push(entry);
      this.#unsaved.add(entry.recorded.sequence);
    }
    this.#state = state;
    if (decided.value.some(isCartChangeEvent)) this.#removeReplacedChanges();
    if (decided.value.some(({ type }) => type === "PersonalDataErased")) this.#redactAll();
    return ok(undefined);
  }

  /** Removes the changes of a cart that later changes replaced. */
  #removeReplacedChanges(): void {
    const replaced = findReplacedChanges(this.events);
    if (replaced.size === 0) return;
    this.#entries = this.#entries.filter(({ recorded }) => !replaced.has(recorded.sequence));
    for (const sequence of replaced) this.#replaced.add(sequence);
    this.#state = fold(this.#entries);
  }

  /**
   * Removes the personal data from all recorded events, and the errors of attempts. This is the only change of the content of past
   * events. Hashes replace idempotency keys, which the client chose. The request hash stays: it is a hash already.
   */
  #redactAll(): void {
    const hash = (text: string) => hashKey(this.#state.id, text);
    this.#entries = this.#entries.map((entry) => {
      const { recorded, commandId, pending, ended } = entry;
      return {
        ...entry,
        ...(commandId === undefined ? {} : { commandId: hash(commandId) }),
        recorded: { ...recorded, event: redact(recorded.event, hash) },
        pending: pending.map((effect) => (effect.tries ? { ...effect, tries: withoutErrors(effect.tries) } : effect)),
        ...(ended && { ended: ended.map((effect) => ({ ...effect, attempts: withoutErrors(effect.attempts) })) }),
      };
    });
    for (const { recorded } of this.#entries) this.#unsaved.add(recorded.sequence);
    this.#state = fold(this.#entries);
  }

  #updatePending(sequence: number, update: (pending: readonly PendingEffect[]) => readonly PendingEffect[]): void {
    this.#unsaved.add(sequence);
    this.#updateEntry(sequence, (entry) => ({ ...entry, pending: update(entry.pending) }));
  }

  #updateEntry(sequence: number, update: (entry: LogEntry) => LogEntry): void {
    const index = this.#entries.findLastIndex(({ recorded }) => recorded.sequence === sequence);
    const entry = this.#entries[index];
    if (entry === undefined) return;
    this.#entries[index] = update(entry);
  }

  #toDueEffect({ recorded, traceId, spanId }: LogEntry, effect: PendingEffect): DueEffect {
    const { event, sequence, at: firstDueAt } = recorded;
    const attempt = this.#entries.filter(
      (entry) => entry.recorded.sequence <= sequence && entry.recorded.event.type === "OrderPlaced",
    ).length;
    const { index } = effect;
    const key = effectKey(event, { orderId: this.#state.id, sequence, index, type: effect.effect.type, attempt });
    return { ...effect, sequence, traceId, spanId, firstDueAt, key };
  }
}

/** Returns the effect with one more attempt. */
function remember(effect: PendingEffect, attempt: EffectAttempt): PendingEffect {
  const tries = [...(effect.tries ?? []), attempt].slice(-maxRememberedAttempts);
  return { ...effect, attempts: effect.attempts + 1, tries };
}

interface EffectEnd extends Pick<EndedEffect, "endedAt"> {
  readonly outcomeSequence: number | undefined;
  readonly isGivenUp: boolean;
}

function toEnded(
  { recorded }: LogEntry,
  { index, effect, attempts, tries = [] }: PendingEffect,
  { endedAt, outcomeSequence, isGivenUp }: EffectEnd,
): EndedEffect {
  return {
    index,
    type: effect.type,
    ...(isCompensation(effect) ? { isCompensation: true } : {}),
    attemptCount: countAttempts(recorded.event, attempts),
    attempts: tries,
    endedAt,
    ...(outcomeSequence === undefined ? {} : { outcomeSequence }),
    ...(isGivenUp ? { isGivenUp: true } : {}),
  };
}

/** Returns how often an effect was attempted. `attempts` is the stored number, which counts one more after a retry by staff. */
export function countAttempts(event: OrderEvent, attempts: number): number {
  return event.type === "ResolutionChosen" ? Math.max(attempts - 1, 0) : attempts;
}

function withoutErrors(attempts: readonly EffectAttempt[]): readonly EffectAttempt[] {
  return attempts.map((attempt) => (attempt.error === undefined ? attempt : { ...attempt, error: "" }));
}

function fold(entries: readonly LogEntry[]): OrderState {
  return entries.reduce((state, { recorded }) => evolve(state, recorded), newOrder);
}

/** Returns the entry of a new event. `state` is the order after it. The first event of a command stores the command's id. */
function toEntry(
  recorded: RecordedEvent,
  envelope: CommandEnvelope,
  { isFirst, state }: { readonly isFirst: boolean; readonly state: OrderState },
): LogEntry {
  const { traceId, spanId, commandId, requestHash } = envelope;
  const { event, at } = recorded;
  const pending = effectsOf(event, state).map((effect, index) => toPending(event, effect, index, at));
  const isNamed = isFirst && commandId !== undefined && requestHash !== undefined;
  return { recorded, traceId, spanId, pending, ...(isNamed ? { commandId, requestHash } : {}) };
}

/** An effect that staff retry starts with one attempt: its receiver may already have executed it. */
function toPending(event: OrderEvent, effect: Effect, index: number, at: number): PendingEffect {
  const attempts = event.type === "ResolutionChosen" ? 1 : 0;
  return { index, effect, attempts, dueAt: effect.type === "awaitPayment" ? at + customerActionMs : at };
}
