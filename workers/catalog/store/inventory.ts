import { sql } from "drizzle-orm";
import { ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError } from "../../kit/storage/postgres.ts";
import { type DomainError, invalid } from "../domain/fields.ts";
import { texts } from "./arrays.ts";

export interface StockRow {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

type StockColumns = { sku: string; available: number; reserved: number; updated_ms: string };

const stockColumns = sql`s.sku, s.available, s.reserved, (extract(epoch from s.updated_at) * 1000)::bigint as updated_ms`;

function stockRow({ sku, available, reserved, updated_ms }: StockColumns): StockRow {
  return { sku, available, reserved, updatedAt: Number(updated_ms) };
}

export async function findStock(db: Database, skus: readonly string[]): Promise<readonly StockRow[]> {
  const { rows } = await db.execute<StockColumns>(
    sql`select ${stockColumns} from stock s where s.sku = any(${texts(skus)})`,
  );
  return rows.map(stockRow);
}

export interface Adjustment {
  readonly sku: string;
  readonly delta: number;
  readonly reason: string;
  /** Who does it, for the ledger. */
  readonly actor: string;
  readonly idempotencyKey: string;
}

/**
 * Adds to what is available, once a key of one actor. Who comes with the same key again gets the answer of the first
 * time. Both statements are one transaction, and the second sees what a twin that came first has done. What is available,
 * reserved and committed is a number in sum, so that none of them can become too large by what orders do.
 */
export async function adjustStock(db: Database, change: Adjustment): Promise<Result<StockRow, DomainError>> {
  const { sku, delta, reason, actor } = change;
  const key = `adjust:${actor}:${change.idempotencyKey}`;
  const hash = JSON.stringify([sku, delta, reason]);
  try {
    const [, { rows }] = await db.batch([
      db.execute(sql`
        with locked as materialized (
          select sku, available, reserved, committed from stock where sku = ${sku} for update
        ), change as (
          insert into stock_changes (key, request_hash, available, reserved)
          select ${key}, ${hash}, available + reserved + committed + ${delta}::int - reserved - committed, reserved
          from locked
          on conflict (key) do nothing returning available
        ), updated as (
          update stock s set available = c.available, updated_at = now() from change c where s.sku = ${sku}
          returning s.sku
        )
        insert into stock_ledger (sku, available, reserved, committed, cause, reference)
        select sku, ${delta}::int, 0, 0, 'adjust', ${`${actor}: ${reason}`} from updated`),
      db.execute<StockColumns & { request_hash: string | null }>(sql`
        select s.sku, c.available, c.reserved, (extract(epoch from c.at) * 1000)::bigint as updated_ms, c.request_hash
        from stock s left join stock_changes c on c.key = ${key} where s.sku = ${sku}`),
    ]);
    const row = rows[0];
    if (row === undefined) return invalid("NOT_FOUND", `there is no SKU ${sku}`, "sku");
    if (row.request_hash !== hash) {
      return invalid("IDEMPOTENCY_KEY_REUSED", "this key was used for another change", "idempotencyKey");
    }
    return ok(stockRow(row));
  } catch (error) {
    const refused = findPostgresError(error);
    if (refused?.constraint === "stock_available_not_negative") {
      return invalid("INSUFFICIENT_STOCK", "there is not so much in stock", "delta");
    }
    if (refused?.code === "22003") return invalid("INVALID_DELTA", "that is more than a stock can be", "delta");
    throw error;
  }
}
