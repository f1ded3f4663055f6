import { sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { storedSku, storedSkus } from "./skus.ts";

export interface StockRow {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly committed: number;
  /** At or below it, the SKU counts as low. */
  readonly lowStockThreshold: number | null;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

export type StockColumns = {
  sku: string;
  available: number;
  reserved: number;
  committed: number;
  threshold: number | null;
  updated_ms: string;
};

export const stockColumns = sql.raw(
  "s.sku, s.available, s.reserved, s.committed, s.low_stock_threshold as threshold, (extract(epoch from s.updated_at) * 1000)::bigint as updated_ms",
);

export function toStockRow({ updated_ms, threshold, ...row }: StockColumns): StockRow {
  const { sku, available, reserved, committed } = row;
  return { sku, available, reserved, committed, lowStockThreshold: threshold, updatedAt: Number(updated_ms) };
}

/** Returns stock levels of SKUs in any case, without unknown SKUs, in no particular order. */
export async function findStock(db: Database, skus: readonly string[]): Promise<readonly StockRow[]> {
  const { rows } = await db.execute<StockColumns>(
    sql`select ${stockColumns} from stock s where s.sku = any(${storedSkus(skus)})`,
  );
  return rows.map(toStockRow);
}

export interface Adjustment {
  readonly sku: string;
  readonly delta: number;
  readonly reason: string;
  /** The account, API token or service that makes the change. Written to the ledger. */
  readonly actor: string;
  readonly idempotencyKey: string;
}

/**
 * Adds `delta` to the available units, once per actor and idempotency key. A repeated key returns the levels of the first
 * call. Both statements are one transaction; the second one also sees what a concurrent duplicate wrote. The sum of
 * available, reserved and committed must fit an integer, so no order can overflow one of them later.
 */
export async function adjustStock(db: Database, change: Adjustment): Promise<Result<StockRow, DomainError>> {
  const { sku, delta, reason, actor } = change;
  const key = `adjust:${actor}:${change.idempotencyKey}`;
  const hash = JSON.stringify([sku, delta, reason]);
  const stored = storedSku(sql`${sku}`);
  try {
    const [, { rows }] = await db.batch([
      db.execute(sql`
        with locked as materialized (
          select sku, available, reserved, committed from stock where sku = ${stored} for update
        ), change as (
          insert into stock_changes (key, request_hash, available, reserved)
          select ${key}, ${hash}, available + reserved + committed + ${delta}::int - reserved - committed, reserved
          from locked
          on conflict (key) do nothing returning available
        ), updated as (
          update stock s set available = c.available, updated_at = now() from change c, locked l where s.sku = l.sku
          returning s.sku
        )
        insert into stock_ledger (sku, available, reserved, committed, cause, reference)
        select sku, ${delta}::int, 0, 0, 'adjust', ${`${actor}: ${reason}`} from updated`),
      db.execute<StockColumns & { request_hash: string | null }>(sql`
        select s.sku, c.available, c.reserved, s.committed, s.low_stock_threshold as threshold,
          (extract(epoch from c.at) * 1000)::bigint as updated_ms, c.request_hash
        from stock s left join stock_changes c on c.key = ${key} where s.sku = ${stored}`),
    ]);
    const row = rows[0];
    if (row === undefined) return invalid("NOT_FOUND", `SKU ${sku} not found`, "sku");
    if (row.request_hash !== hash) {
      return invalid(
        "IDEMPOTENCY_KEY_REUSED",
        "This idempotency key was used for another adjustment",
        "idempotencyKey",
      );
    }
    return ok(toStockRow(row));
  } catch (error) {
    const violation = findPostgresError(error);
    if (violation?.constraint === "stock_available_not_negative") {
      return invalid("INSUFFICIENT_STOCK", "Not enough units are available", "delta");
    }
    if (violation?.code === "22003") return invalid("INVALID_DELTA", "The stock would exceed its maximum", "delta");
    throw error;
  }
}

/** Sets or removes the level at or below which a SKU counts as low. */
export async function setLowStockThreshold(
  db: Database,
  sku: string,
  threshold: number | undefined,
): Promise<Result<StockRow, DomainError>> {
  const { rows } = await db.execute<StockColumns>(sql`
    update stock s set low_stock_threshold = ${threshold ?? null} where s.sku = ${storedSku(sql`${sku}`)}
    returning ${stockColumns}`);
  return rows[0] === undefined ? invalid("NOT_FOUND", `SKU ${sku} not found`, "sku") : ok(toStockRow(rows[0]));
}
