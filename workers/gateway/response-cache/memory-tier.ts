import { LRUCache } from "lru-cache";
import type { CachedResponse } from "./cached-response.ts";

/** For so long an answer is given without asking whether it is still good. */
const trustMs = 1_000;
const mostAnswers = 500;
/** Of all of them together: an isolate has 128 MB for everything, and a letter may take two bytes. */
const mostLetters = 16_000_000;

interface Remembered {
  readonly answer: CachedResponse;
  readonly trustedUntil: number;
}

/** What this isolate has just answered. */
const remembered = new LRUCache<string, Remembered>({
  max: mostAnswers,
  maxSize: mostLetters,
  sizeCalculation: ({ answer }, key) => answer.body.length + key.length,
});

/** An answer, and whether it may be given as it is: if not, somebody has to say first that it is still good. */
export function getFromMemory(
  key: string,
  now: number,
): { readonly answer: CachedResponse; readonly trusted: boolean } | undefined {
  const found = remembered.get(key);
  if (found === undefined) return undefined;
  if (found.answer.until <= now) {
    remembered.delete(key);
    return undefined;
  }
  return { answer: found.answer, trusted: found.trustedUntil > now };
}

/** Of an answer that was good at that time: when it was asked about, or before anything in it was read. */
export function setInMemory(key: string, answer: CachedResponse, goodAt: number): void {
  remembered.set(key, { answer, trustedUntil: goodAt + trustMs });
}

export function clearMemory(): void {
  remembered.clear();
}
