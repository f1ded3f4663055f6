import { Code } from "@connectrpc/connect";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { continueTrace } from "../../kit/observability/trace.ts";
import { ElasticsearchError } from "./elasticsearch/client.ts";
import { noSummary, type SearchPage, type SearchPort, type SearchQuery } from "./port.ts";
import { createSearch } from "./search.ts";

const call = { signal: new AbortController().signal, trace: continueTrace(null), defer: () => undefined };
const portOf = (suggest: SearchPort["suggest"]): SearchPort => ({ suggest, search: () => Promise.reject(new Error()) });
let waiting: Promise<void> | undefined;
const searched: SearchQuery[] = [];
const page: SearchPage = {
  hits: [],
  hasNextPage: false,
  total: 0,
  facets: [],
  summary: noSummary,
  correctedQuery: undefined,
};
const database: SearchPort = {
  suggest: async () => {
    await waiting;
    return [];
  },
  search: async (query) => {
    searched.push(query);
    return page;
  },
};
const healthy = portOf(async () => []);
const failing = (status: number) => portOf(() => Promise.reject(new ElasticsearchError(status, "reason")));
const searchOn = (engine: SearchPort) => createSearch(call, { database, engine, backgroundEngine: () => engine });
const run = (engine: SearchPort) =>
  searchOn(engine)((port, signal) =>
    port.suggest({ prefix: "", size: 1, selection: new Set(), prices: undefined }, signal),
  );
/** An engine that responds after some time, unless the signal aborts the search before. */
const slow = (ms: number) =>
  portOf((_, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<[]>();
    setTimeout(() => resolve([]), ms);
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  });
const query: SearchQuery = {
  text: "lamp",
  size: 10,
  sort: "relevance",
  filter: {
    categorySlug: "",
    brands: [],
    currency: "USD",
    minPriceMinor: undefined,
    maxPriceMinor: undefined,
    inStock: undefined,
    attributes: [],
  },
  after: undefined,
  facets: true,
  summary: true,
  highlights: true,
  selection: new Set(),
  prices: undefined,
};

async function openCircuit(): Promise<void> {
  for (let times = 0; times < 3; times++) await run(failing(500));
}

describe("createSearch", () => {
  // All searches share one circuit breaker, so each test starts later than the previous one ended.
  let startedAt = Date.now();

  beforeEach(() => {
    startedAt += 60_000;
    waiting = undefined;
    vi.useFakeTimers({ now: startedAt });
    // Fake timers do not move the platform's own timers.
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException("", "TimeoutError")), ms);
      return controller.signal;
    });
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

  it("does not relax the query and counts no facets when the database replaces the search engine", async () => {
    await searchOn(failing(400))((port, signal) => port.search(query, signal));
    expect(searched.splice(0)).toEqual([{ ...query, strictOnly: true, facets: false, summary: false }]);
    await createSearch(call, { database, engine: undefined, backgroundEngine: () => undefined })((port, signal) =>
      port.search(query, signal),
    );
    expect(searched.splice(0)).toEqual([query]);
  });

  it("rejects searches with UNAVAILABLE while sixteen others run on the database", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting = promise;
    const running = Array.from({ length: 16 }, () => run(failing(500)));
    await vi.advanceTimersByTimeAsync(1);
    await expect(run(failing(500))).rejects.toMatchObject({ code: Code.Unavailable });
    resolve();
    for (const { degraded } of await Promise.all(running)) expect(degraded).toBe(true);
    expect((await run(failing(500))).degraded).toBe(true);
  });

  it("lets a trial run for longer than its user waits", async () => {
    await openCircuit();
    vi.advanceTimersByTime(2_001);
    let aborted = false;
    const starting = portOf((_, signal) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise((resolve) => setTimeout(() => resolve([]), 1_500));
    });
    const trial = run(starting);
    await vi.advanceTimersByTimeAsync(301);
    expect((await trial).degraded).toBe(true);
    await vi.advanceTimersByTimeAsync(1_300);
    expect(aborted).toBe(false);
  });

  it("tries the next search immediately after a late response, one at a time, until a response is in time", async () => {
    await openCircuit();
    vi.advanceTimersByTime(2_001);
    for (const ms of [1_500, 900, 400]) {
      const trial = run(slow(ms));
      // The trial is still running.
      expect((await run(healthy)).degraded).toBe(true);
      await vi.advanceTimersByTimeAsync(ms + 1);
      expect((await trial).degraded).toBe(true);
    }
    expect((await run(healthy)).degraded).toBe(false);
  });

  it("waits two seconds after a trial without a response", async () => {
    await openCircuit();
    vi.advanceTimersByTime(2_001);
    const trial = run(slow(60_000));
    await vi.advanceTimersByTimeAsync(2_001);
    expect((await trial).degraded).toBe(true);
    expect((await run(healthy)).degraded).toBe(true);
    vi.advanceTimersByTime(2_001);
    expect((await run(healthy)).degraded).toBe(false);
  });

  it("closes the circuit after a trial that responds in time, while other searches go on", async () => {
    await openCircuit();
    vi.advanceTimersByTime(2_001);
    const trial = run(slow(200));
    expect((await run(healthy)).degraded).toBe(true);
    await vi.advanceTimersByTimeAsync(201);
    expect([(await trial).degraded, (await run(healthy)).degraded]).toEqual([false, false]);
  });
});
