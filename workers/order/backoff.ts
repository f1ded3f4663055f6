const firstMs = 200;
const mostMs = 5_000;
const giveUpMs = 15 * 60_000;

/** When to try again after so many attempts: doubling from 0.2 s to 5 s, half of it by chance so that orders spread. */
export function nextAttemptAt(now: number, attempts: number, random: number): number {
  const full = Math.min(firstMs * 2 ** attempts, mostMs);
  return now + Math.round(full / 2 + (full / 2) * random);
}

/** Whether an effect has been tried for so long that a person has to look. */
export function isExhausted(since: number, now: number): boolean {
  return now - since > giveUpMs;
}
