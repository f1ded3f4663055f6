import { describe, expect, it } from "vitest";
import { createMemoryCache, getOrCreate } from "./memory-cache.ts";

describe("createMemoryCache", () => {
  it("returns a stored value until it is deleted or the cache is cleared", () => {
    const cache = createMemoryCache<string, number>({ max: 10 });
    cache.set("a", 1);
    cache.set("b", 2);
    expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, 2, undefined]);
    cache.delete("a");
    expect([cache.get("a"), cache.get("b")]).toEqual([undefined, 2]);
    cache.clear();
    expect(cache.get("b")).toBeUndefined();
  });

  it("evicts only the least recently used entry when it is full", () => {
    const cache = createMemoryCache<string, number>({ max: 2 });
    cache.set("a", 1);
    cache.set("b", 2);
    cache.get("a");
    cache.set("c", 3);
    expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  });

  it("expires an entry after ttlMs", () => {
    let time = 1_000;
    const cache = createMemoryCache<string, number>({ max: 10, ttlMs: 100, now: () => time });
    cache.set("a", 1);
    time = 1_099;
    expect(cache.get("a")).toBe(1);
    time = 1_100;
    expect(cache.get("a")).toBeUndefined();
  });

  it("expires an entry at its own expiresAt, by the time that the caller passes", () => {
    const cache = createMemoryCache<string, number>({ max: 10, ttlMs: 1 });
    cache.set("a", 1, 5_000);
    expect(cache.get("a", 4_999)).toBe(1);
    expect(cache.get("a", 5_000)).toBeUndefined();
  });
});

describe("getOrCreate", () => {
  it("shares one pending promise between concurrent callers", async () => {
    const cache = createMemoryCache<string, Promise<number>>({ max: 10 });
    let calls = 0;
    const create = async () => ++calls;
    expect(await Promise.all([getOrCreate(cache, "a", create), getOrCreate(cache, "a", create)])).toEqual([1, 1]);
    expect(await getOrCreate(cache, "a", create)).toBe(1);
  });

  it("calls create again after a rejection", async () => {
    const cache = createMemoryCache<string, Promise<number>>({ max: 10 });
    const failing = () => Promise.reject(new Error("failed"));
    await expect(getOrCreate(cache, "a", failing)).rejects.toThrow("failed");
    expect(await getOrCreate(cache, "a", async () => 2)).toBe(2);
  });
});
