import { describe, expect, it } from "vitest";
import type { CachedResponse } from "./cached-response.ts";
import { clearMemory, getFromMemory, setInMemory } from "./memory-tier.ts";

const now = 1_000_000;
const response = (characters: number, expiresAt = now + 60_000): CachedResponse => ({
  body: "x".repeat(characters),
  contentType: "application/json",
  etag: '"e"',
  tags: [],
  clock: 1,
  expiresAt,
});

describe("the memory tier", () => {
  it("treats a response as fresh for one second after its last validation", () => {
    setInMemory("page", response(10), now);
    expect(getFromMemory("page", now + 999)?.isFresh).toBe(true);
    expect(getFromMemory("page", now + 1_000)).toMatchObject({ isFresh: false, response: { etag: '"e"' } });
    setInMemory("page", response(10), now + 1_000);
    expect(getFromMemory("page", now + 1_999)?.isFresh).toBe(true);
  });

  it("never returns an expired response", () => {
    setInMemory("brief", response(10, now + 500), now);
    expect(getFromMemory("brief", now + 499)?.isFresh).toBe(true);
    expect(getFromMemory("brief", now + 500)).toBeUndefined();
  });

  it("is empty after it was cleared", () => {
    setInMemory("page", response(10), now);
    clearMemory();
    expect(getFromMemory("page", now)).toBeUndefined();
  });

  it("limits the number of characters and evicts the oldest responses first", () => {
    const count = 200;
    for (let index = 0; index < count; index++) setInMemory(`large ${index}`, response(250_000), now);
    const isCached = Array.from({ length: count }, (_, index) => getFromMemory(`large ${index}`, now) !== undefined);
    // 16 million characters hold 63 responses of 250,000 characters.
    expect(isCached.filter(Boolean).length).toBe(63);
    expect(isCached.at(-1)).toBe(true);
  });
});
