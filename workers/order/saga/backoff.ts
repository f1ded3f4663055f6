import { blocksCaller, type Effect, isFireAndForget } from "../domain/effects.ts";

const firstMs = 200;
const mostMs = 5_000;
/** Where nobody waits. */
const mostUnawaitedMs = 60_000;
/** Between two looks at what a person has to do. They are told sooner by a webhook, or tell us themselves. */
const personMs = 30_000;

/**
 * When to try again after so many attempts: doubling from 0.2 s to 5 s, or to a minute where nobody waits, half of it by
 * chance so that orders spread.
 */
export function nextAttemptAt(effect: Effect, now: number, attempts: number, random: number): number {
  const most = blocksCaller(effect) ? mostMs : mostUnawaitedMs;
  const full = effect.type === "awaitPayment" ? personMs : Math.min(firstMs * 2 ** attempts, most);
  return now + Math.round(full / 2 + (full / 2) * random);
}

/** However long nobody was there to try. */
const fewestAttempts = 3;

/**
 * Whether an effect that has failed once more has been tried for so long, and so often, that a person has to look. Some
 * end by themselves, or never need to.
 */
export function isExhausted(
  { effect, since, attempts }: { readonly effect: Effect; readonly since: number; readonly attempts: number },
  now: number,
  giveUpMs: number,
): boolean {
  if (isFireAndForget(effect) || effect.type === "awaitPayment") return false;
  return now - since > giveUpMs && attempts + 1 >= fewestAttempts;
}
