import type { Database } from "../../kit/storage/postgres.ts";
import { findStock, type StockRow } from "../store/inventory.ts";

/** How often the levels of what is watched are read: once for all who watch, however many they are. */
const everyMs = 1_000;
/** As many SKUs as one statement reads. */
const mostSkus = 200;

/** How many watch each SKU in this isolate, and its level with the time that it was asked for. */
const watched = new Map<string, number>();
const levels = new Map<string, { readonly row: StockRow; readonly askedAt: number }>();
let lastAskedAt = 0;

interface Reader {
  readonly db: Database;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Reads all that is watched, unless somebody else has done so within the second. */
async function refresh({ db, now }: Reader): Promise<void> {
  const askedAt = now();
  if (askedAt - lastAskedAt < everyMs) return;
  lastAskedAt = askedAt;
  for (const row of await findStock(db, [...watched.keys()])) levels.set(row.sku, { row, askedAt });
}

/**
 * A SKU's level whenever it differs from the one before, until `signal` ends. Asked of the database rather than told by
 * it: what changes stock is one statement, and whoever buys must not wait until whoever watches has been told.
 */
export async function* levelsOf(reader: Reader, first: StockRow): AsyncGenerator<StockRow, void, undefined> {
  const { sku } = first;
  const { signal, now } = reader;
  watched.set(sku, (watched.get(sku) ?? 0) + 1);
  try {
    const since = now();
    let last = first;
    yield last;
    while (!signal.aborted) {
      await scheduler.wait(everyMs, { signal }).catch(() => {});
      if (signal.aborted) return;
      await refresh(reader);
      const level = levels.get(sku);
      if (level === undefined || level.askedAt <= since) continue;
      const { row } = level;
      const changed = row.available !== last.available || row.reserved !== last.reserved;
      last = row;
      if (changed) yield row;
    }
  } finally {
    const left = (watched.get(sku) ?? 1) - 1;
    if (left > 0) watched.set(sku, left);
    else {
      watched.delete(sku);
      levels.delete(sku);
    }
  }
}

/** Whether one more SKU can be watched here. */
export function canWatch(sku: string): boolean {
  return watched.has(sku) || watched.size < mostSkus;
}
