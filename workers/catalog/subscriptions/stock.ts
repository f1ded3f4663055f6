import type { Database } from "../../kit/storage/postgres.ts";
import { maxCounts } from "../domain/limits.ts";
import { findStock, type StockRow } from "../store/inventory.ts";

/** Poll interval. One read per isolate covers all watched SKUs, for any number of subscribers. */
const pollMs = 1_000;

/** Number of subscribers of each SKU in this isolate, and its last level with the time at which that was requested. */
const subscribers = new Map<string, number>();
const levels = new Map<string, { readonly row: StockRow; readonly requestedAt: number }>();
let lastRequestedAt = 0;

interface WatchContext {
  readonly db: Database;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Reads all watched levels, unless another subscriber did so within the poll interval. */
async function refreshLevels({ db, now }: WatchContext): Promise<void> {
  const requestedAt = now();
  if (requestedAt - lastRequestedAt < pollMs) return;
  lastRequestedAt = requestedAt;
  for (const row of await findStock(db, [...subscribers.keys()])) levels.set(row.sku, { row, requestedAt });
}

/**
 * Yields a SKU's level, and again whenever it differs from the previous one, until `signal` is aborted. Polls the database
 * instead of being notified by it: a stock change is one statement, and checkout must not wait for notifications.
 */
export async function* watchLevels(ctx: WatchContext, first: StockRow): AsyncGenerator<StockRow, void, undefined> {
  const { sku } = first;
  const { signal, now } = ctx;
  subscribers.set(sku, (subscribers.get(sku) ?? 0) + 1);
  try {
    const since = now();
    let last = first;
    yield last;
    while (!signal.aborted) {
      await scheduler.wait(pollMs, { signal }).catch(() => {});
      if (signal.aborted) return;
      await refreshLevels(ctx);
      const level = levels.get(sku);
      if (level === undefined || level.requestedAt <= since) continue;
      const { row } = level;
      const changed = row.available !== last.available || row.reserved !== last.reserved;
      last = row;
      if (changed) yield row;
    }
  } finally {
    const remaining = (subscribers.get(sku) ?? 1) - 1;
    if (remaining > 0) subscribers.set(sku, remaining);
    else {
      subscribers.delete(sku);
      levels.delete(sku);
    }
  }
}

/** Returns whether this isolate can watch the SKU within its limit. */
export function canWatch(sku: string): boolean {
  return subscribers.has(sku) || subscribers.size < maxCounts.watchedSkus;
}
