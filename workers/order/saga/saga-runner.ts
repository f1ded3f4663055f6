import { err, ok, type Result } from "../../kit/domain/result.ts";
import { describeError } from "../../kit/observability/log.ts";
import type { Outcome, Rejection, UserCommand } from "../domain/commands.ts";
import { blocksCaller, needsDurableLog } from "../domain/effects.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import type { EffectResult } from "../effects/effect.ts";
import { isExhausted, nextAttemptAt } from "./backoff.ts";
import { type DueEffect, openEventLog } from "./event-log.ts";
import type { LogEntry } from "./event-store.ts";

/** An order as callers get it: its state and the events that led there. */
export interface OrderView {
  readonly state: OrderState;
  readonly events: readonly RecordedEvent[];
}

export interface ObjectRequest {
  readonly command: UserCommand;
  readonly actor: string;
  readonly traceId: string;
  readonly commandId?: string;
  readonly requestHash?: string;
}

/** What a driver runs on: the platform in the Durable Object, a simulated one in simulations. */
export interface Runtime {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Does one effect once. Never throws. */
  readonly perform: (due: DueEffect, state: OrderState) => Promise<EffectResult>;
  /** Puts entries on disk in one commit, or does not return. */
  readonly write: (entries: readonly LogEntry[]) => void;
  readonly setAlarm: (at: number) => void;
  readonly deleteAlarm: () => void;
  /** For how long an effect is tried. */
  readonly giveUpMs: number;
}

export interface SagaRunner {
  readonly orderId: () => string;
  /** Does what was asked and all that follows from it; answers with the order as it is then. */
  execute(request: ObjectRequest): Promise<Result<OrderView, Rejection>>;
  /** The order as it is, or as it was at a time in milliseconds since the epoch; undefined before its first event. */
  read(asOf?: number): OrderView | undefined;
  /** Something may have happened elsewhere: asks those who know. */
  recheckPayment(): Promise<void>;
  /** Goes on with whatever is due. */
  resume(): Promise<OrderState>;
  /** To be called by the alarm. Throws nothing that a later one would not mend. */
  alarm(): Promise<void>;
}

/** How long a caller is kept waiting for effects that have to be repeated; the alarm goes on after that. */
const maxWaitMs = 4_000;
/** How long after an effect was due the alarm looks whether whoever drove it is still there. */
const watchdogMs = 5_000;

/**
 * Drives one order. Commands become events, events become effects, and the request that caused them drives them to their
 * end; the alarm finishes what a crash left. An object is no mutex: any effect lets other requests in, so that all
 * decisions are made by the journal, at once, on what is recorded by then.
 */
export function createSagaRunner(loaded: readonly LogEntry[], platform: Runtime): SagaRunner {
  const { now } = platform;
  const journal = openEventLog(loaded);
  let driving: Promise<void> | undefined;
  let alarmAt: number | undefined;
  /** The keys of what is being told at the moment. */
  const publishing = new Set<string>();

  const arm = (at: number): void => {
    const time = Math.max(at, now() + 10);
    if (alarmAt !== undefined && Math.abs(alarmAt - time) < 10) return;
    alarmAt = time;
    platform.setAlarm(time);
  };

  const disarm = (): void => {
    if (alarmAt === undefined) return;
    alarmAt = undefined;
    platform.deleteAlarm();
  };

  const due = (awaited: boolean): readonly DueEffect[] =>
    journal
      .pending()
      .filter(({ effect, dueAt, key }) => blocksCaller(effect) === awaited && dueAt <= now() && !publishing.has(key));

  /** Of what somebody waits for. */
  const nextDueAt = (): number | undefined =>
    earliest(journal.pending().flatMap(({ effect, dueAt }) => (blocksCaller(effect) ? [dueAt] : [])));

  /** When to look again. What is being told is looked after by the alarm that stands, whichever comes first. */
  const nextLookAt = (): number | undefined =>
    earliest(
      journal.pending().map(({ dueAt, key }) => (publishing.has(key) ? (alarmAt ?? now() + watchdogMs) : dueAt)),
    );

  /** Begins to tell what is on disk now. Nobody waits for it; what is settled goes to disk with whatever comes next. */
  const publish = (): void => {
    for (const fact of due(false)) {
      publishing.add(fact.key);
      void attempt(fact)
        .then(() => {
          publishing.delete(fact.key);
          if (driving === undefined) save();
        })
        // Only in an object that has ended: the next one tells it again.
        .catch(() => {});
    }
  };

  /** Puts on disk what has been recorded, with the alarm that watches over what is still to do. */
  const save = (): void => {
    const entries = journal.takeUnsaved();
    if (entries.length > 0) platform.write(entries);
    publish();
    const next = nextLookAt();
    if (next === undefined) disarm();
    else if (driving === undefined) arm(next);
    else if (alarmAt === undefined) arm(now() + watchdogMs);
  };

  const attempt = async (due: DueEffect): Promise<void> => {
    if (needsDurableLog(due.effect)) save();
    const state = blocksCaller(due.effect) ? journal.state() : journal.stateAt(due.sequence);
    const result = await platform.perform(due, state);
    const reason = result.type === "retry" ? result.reason : findObstacle(due, result.outcome);
    if (reason === undefined) return;
    if (isExhausted(due, now(), platform.giveUpMs)) {
      journal.settle(due, { type: "exhausted", effect: due.effect, key: due.key, reason }, now());
    } else journal.reschedule(due, nextAttemptAt(due.effect, now(), due.attempts, platform.random()));
  };

  /**
   * Records what came of an effect; why not, where nothing can be made of it. That is a bug, and an order that met one
   * must not stand still for it unseen: the effect is tried again, and in the end a person looks.
   */
  const findObstacle = (due: DueEffect, outcome: Outcome): string | undefined => {
    try {
      journal.settle(due, outcome, now());
      return undefined;
    } catch (error) {
      return `${outcome.type}: ${describeError(error)}`;
    }
  };

  const drive = async (): Promise<void> => {
    for (let steps = due(true); steps.length > 0; steps = due(true)) await Promise.all(steps.map(attempt));
  };

  const settle = async (until: number): Promise<void> => {
    for (;;) {
      // It is known to be driven before it is: the first save arms the dead man's switch, not an alarm for right now.
      driving ??= Promise.resolve()
        .then(drive)
        .finally(() => {
          driving = undefined;
        });
      await driving;
      const next = nextDueAt();
      if (next === undefined || next > until) break;
      await platform.wait(Math.max(next - now(), 0));
    }
    save();
  };

  const view = (): OrderView => ({ state: journal.state(), events: journal.events() });

  // Whoever drove what is pending here is gone, and the alarm may be too: whatever is due goes on at once.
  const pendingAt = nextLookAt();
  if (pendingAt !== undefined) arm(pendingAt);

  return {
    orderId: () => journal.state().id,
    execute: async (request) => {
      const submitted = journal.submit({ ...request, now: now() });
      if (!submitted.ok) return err(submitted.error);
      await settle(now() + maxWaitMs);
      return ok(view());
    },
    read: (asOf) => {
      save();
      // Up to the last event of that time: a clock may have gone back between two of them.
      const all = journal.events();
      const events = asOf === undefined ? all : all.slice(0, all.findLastIndex(({ at }) => at <= asOf) + 1);
      if (events.length === 0) return undefined;
      return { events, state: asOf === undefined ? journal.state() : events.reduce(evolve, newOrder) };
    },
    recheckPayment: async () => {
      journal.retryNow(now());
      await settle(now() + maxWaitMs);
    },
    resume: async () => {
      await settle(now());
      return journal.state();
    },
    alarm: async () => {
      // An alarm that throws seven times is never called again: the next one is armed first.
      alarmAt = undefined;
      arm(now() + watchdogMs);
      await settle(now());
    },
  };
}

function earliest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
