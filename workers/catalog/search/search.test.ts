import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { continueTrace } from "../../kit/observability/trace.ts";
import { ElasticsearchError } from "./elasticsearch/client.ts";
import type { SearchPort } from "./port.ts";
import { createSearch } from "./search.ts";

const call = { signal: new AbortController().signal, trace: continueTrace(null) };
const portOf = (suggest: SearchPort["suggest"]): SearchPort => ({ suggest, search: () => Promise.reject(new Error()) });
const database = portOf(async () => []);
const healthy = portOf(async () => []);
const failing = (status: number) => portOf(() => Promise.reject(new ElasticsearchError(status, "reason")));
const run = (engine: SearchPort) =>
  createSearch(
    call,
    database,
    engine,
  )((port, signal) => port.suggest({ prefix: "", size: 1, selection: new Set(), prices: undefined }, signal));

describe("createSearch", () => {
  // All searches share one circuit breaker, so each test starts later than the previous one ended.
  let startedAt = Date.now();

  beforeEach(() => {
    startedAt += 60_000;
    vi.useFakeTimers({ now: startedAt });
    vi.spyOn(console, "info").mockReturnValue();
    vi.spyOn(console, "warn").mockReturnValue();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("searches in the database when the search engine rejects a query, and keeps the circuit closed", async () => {
    for (let times = 0; times < 10; times++) expect((await run(failing(400))).degraded).toBe(true);
    expect((await run(healthy)).degraded).toBe(false);
  });

  it.each([429, 500, 503])("opens the circuit after three responses with status %d", async (status) => {
    for (let times = 0; times < 3; times++) expect((await run(failing(status))).degraded).toBe(true);
    expect((await run(healthy)).degraded).toBe(true);
    vi.advanceTimersByTime(2_001);
    expect((await run(healthy)).degraded).toBe(false);
  });
});
