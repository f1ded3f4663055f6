import { describeError, log } from "../../kit/observability/log.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { maxCounts } from "../domain/limits.ts";
import { type QueryCount, toCountedQuery } from "../domain/search-query.ts";
import { addQueryCounts } from "../store/search-queries.ts";

/** Time between a search and the statement that stores it with all others of the isolate. Shorter than deferred work may take. */
const flushMs = 10_000;

/** Counts of this isolate that are not stored yet, by day and query. */
let counts = new Map<string, QueryCount>();
/** Work that did not end until then was dropped with its request. */
let flushingUntil = 0;

export interface QueryCounting {
  /** Returns a database for work after the response. */
  readonly backgroundDb: () => Database;
  readonly defer: (work: Promise<unknown>) => void;
  readonly now: () => number;
}

/** Counts a search and its results. Adds no statement to the search: see `flushMs`. */
export function countSearch(ctx: QueryCounting, text: string, results: number): void {
  add(ctx, text, (count) => ({ ...count, searches: count.searches + 1, results }));
}

/** Counts that a result of a search was opened. */
export function countClick(ctx: QueryCounting, text: string): void {
  add(ctx, text, (count) => ({ ...count, clicks: count.clicks + 1 }));
}

function add(ctx: QueryCounting, text: string, change: (count: QueryCount) => QueryCount): void {
  const query = toCountedQuery(text);
  if (query === undefined) return;
  const day = new Date(ctx.now()).toISOString().slice(0, 10);
  const key = `${day} ${query}`;
  const known = counts.get(key);
  if (known === undefined && counts.size >= maxCounts.bufferedQueries) return;
  counts.set(key, change(known ?? { day, query, searches: 0, results: undefined, clicks: 0 }));
  if (ctx.now() < flushingUntil) return;
  flushingUntil = ctx.now() + 2 * flushMs;
  ctx.defer(flushLater(ctx));
}

async function flushLater({ backgroundDb }: QueryCounting): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, flushMs));
  flushingUntil = 0;
  const flushed = [...counts.values()];
  counts = new Map();
  try {
    await addQueryCounts(backgroundDb(), flushed);
  } catch (error) {
    log("warn", "search queries not counted", { error: describeError(error) });
  }
}
