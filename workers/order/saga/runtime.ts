import type { OrderState } from "../domain/order.ts";
import type { EffectResult } from "../effects/effect.ts";
import type { DueEffect } from "./event-log.ts";
import type { LogChanges } from "./event-store.ts";

/** The environment of a saga runner: the Durable Object in production, a simulation in tests. */
export interface Runtime {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** Attempts an effect once. Never throws. */
  readonly perform: (due: DueEffect, state: OrderState) => Promise<EffectResult>;
  /** Writes the row of an order that waits, for lists. Returns false when that failed. Never throws. */
  readonly list: (state: OrderState) => Promise<boolean>;
  /** Writes changes of the log to disk in one commit, or does not return. */
  readonly write: (changes: LogChanges) => void;
  /** Deletes everything that is on disk. */
  readonly deleteAll: () => Promise<void>;
  readonly setAlarm: (at: number) => void;
  readonly deleteAlarm: () => void;
  /** How long an effect is retried before staff must decide. */
  readonly giveUpMs: number;
}
