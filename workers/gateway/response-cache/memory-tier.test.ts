import { expect, it } from "vitest";
import type { CachedResponse } from "./cached-response.ts";
import { clearMemory, getFromMemory, setInMemory } from "./memory-tier.ts";

const now = 1_000_000;
const answer = (letters: number, until = now + 60_000): CachedResponse => ({
  body: "x".repeat(letters),
  contentType: "application/json",
  etag: '"e"',
  tags: [],
  at: 1,
  until,
});

it("an answer is trusted for a second after it was good, and then until somebody says that it is still good", () => {
  setInMemory("page", answer(10), now);
  expect(getFromMemory("page", now + 999)?.trusted).toBe(true);
  expect(getFromMemory("page", now + 1_000)).toMatchObject({ trusted: false, answer: { etag: '"e"' } });
  setInMemory("page", answer(10), now + 1_000);
  expect(getFromMemory("page", now + 1_999)?.trusted).toBe(true);
});

it("an answer is gone when its time is up, whoever trusts it", () => {
  setInMemory("brief", answer(10, now + 500), now);
  expect(getFromMemory("brief", now + 499)?.trusted).toBe(true);
  expect(getFromMemory("brief", now + 500)).toBeUndefined();
});

it("answers are gone once something was changed through this gateway", () => {
  setInMemory("page", answer(10), now);
  clearMemory();
  expect(getFromMemory("page", now)).toBeUndefined();
});

it("as many are kept as there is room for, the latest ones, however large somebody makes them", () => {
  const count = 200;
  for (let index = 0; index < count; index++) setInMemory(`large ${index}`, answer(250_000), now);
  const kept = Array.from({ length: count }, (_, index) => getFromMemory(`large ${index}`, now) !== undefined);
  // 250,000 letters each, of 16 million.
  expect(kept.filter(Boolean).length).toBe(63);
  expect(kept.at(-1)).toBe(true);
});
