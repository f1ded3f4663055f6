import { Code } from "@connectrpc/connect";
import { Failure } from "../../kit/errors/failure.ts";
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
 * Yields the level of each SKU, and again whenever one differs from its previous level, until `signal` is aborted. Polls the
 * database instead of being notified by it: a stock change is one statement, and checkout must not wait for notifications.
 */
export async function* watchLevels(
  ctx: WatchContext,
  first: readonly StockRow[],
): AsyncGenerator<StockRow, void, undefined> {
  const { signal, now } = ctx;
  const last = new Map(first.map((row) => [row.sku, row]));
  for (const sku of last.keys()) subscribers.set(sku, (subscribers.get(sku) ?? 0) + 1);
  try {
    const since = now();
    yield* last.values();
    while (!signal.aborted) {
      await scheduler.wait(pollMs, { signal }).catch(() => {});
      if (signal.aborted) return;
      await refreshLevels(ctx);
      for (const [sku, { available, reserved }] of last) {
        const level = levels.get(sku);
        if (level === undefined || level.requestedAt <= since) continue;
        const { row } = level;
        last.set(sku, row);
        if (row.available !== available || row.reserved !== reserved) yield row;
      }
    }
  } finally {
    for (const sku of last.keys()) removeSubscriber(sku);
  }
}

function removeSubscriber(sku: string): void {
  const remaining = (subscribers.get(sku) ?? 1) - 1;
  if (remaining > 0) {
    subscribers.set(sku, remaining);
    return;
  }
  subscribers.delete(sku);
  levels.delete(sku);
}

/** Throws TOO_MANY_WATCHED when this isolate cannot watch the SKUs within its limit. */
export function requireWatchable(rows: readonly StockRow[]): void {
  const added = rows.filter(({ sku }) => !subscribers.has(sku)).length;
  if (subscribers.size + added <= maxCounts.watchedSkus) return;
  throw new Failure(Code.ResourceExhausted, "TOO_MANY_WATCHED", "Too many SKUs are being watched. Retry later.");
}
