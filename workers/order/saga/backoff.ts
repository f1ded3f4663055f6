import { blocksCaller, type Effect, endsByItself } from "../domain/effects.ts";
import type { DueEffect } from "./event-log.ts";

const initialDelayMs = 200;
const maxDelayMs = 5_000;
/** For effects that no caller waits for. */
const maxBackgroundDelayMs = 60_000;
/** Between two checks for a customer action. A webhook or the client itself usually reports it earlier. */
const customerActionDelayMs = 30_000;

/**
 * Returns the time of the next attempt. The delay doubles from 0.2 s to 5 s, or to 60 s when no caller waits. Half of the
 * delay is random, so that the retries of many orders do not coincide. `random` is a number from 0 to 1.
 */
export function nextAttemptAt(effect: Effect, now: number, attempts: number, random: number): number {
  const max = blocksCaller(effect) ? maxDelayMs : maxBackgroundDelayMs;
  const delay = effect.type === "awaitPayment" ? customerActionDelayMs : Math.min(initialDelayMs * 2 ** attempts, max);
  return now + Math.round(delay / 2 + (delay / 2) * random);
}

/** An effect is attempted at least this often, even when the object was not running for most of the time. */
const minAttempts = 3;

/**
 * Returns whether an effect that has just failed is given up: it was retried for longer than `giveUpMs` and at least
 * three times. Staff must then decide. Time in which the receiver's rate limit refused the effect does not count. Projections and integration events are retried forever. Other effects end by
 * themselves, such as the wait for a customer action.
 */
export function isExhausted(
  effect: Pick<DueEffect, "effect" | "firstDueAt" | "attempts" | "uncountedMs">,
  now: number,
  giveUpMs: number,
): boolean {
  if (endsByItself(effect.effect)) return false;
  return now - effect.firstDueAt - (effect.uncountedMs ?? 0) > giveUpMs && effect.attempts + 1 >= minAttempts;
}
