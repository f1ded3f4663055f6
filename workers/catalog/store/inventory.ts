import { sql } from "drizzle-orm";
import { type Database, findPostgresError } from "../../kit/postgres.ts";
import { ok, type Result } from "../../kit/result.ts";
import { invalid, type Refusal } from "../domain/fields.ts";
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
 * Adds to what is available, once a key. The same key again finds its row and changes nothing; both statements are one
 * transaction, and the second sees what a twin that came first has done.
 */
export async function adjustStock(db: Database, change: Adjustment): Promise<Result<StockRow, Refusal>> {
  const { sku, delta, reason, actor } = change;
  const key = `adjust:${change.idempotencyKey}`;
  const hash = JSON.stringify([sku, delta, reason]);
  try {
    const [, { rows }] = await db.batch([
      db.execute(sql`
        with change as (
          insert into stock_changes (key, request_hash)
          select ${key}, ${hash} where exists (select 1 from stock where sku = ${sku})
          on conflict (key) do nothing returning key
        ), updated as (
          update stock set available = available + ${delta}::int, updated_at = now()
          where sku = ${sku} and exists (select 1 from change) returning sku
        )
        insert into stock_ledger (sku, available, reserved, committed, cause, reference)
        select sku, ${delta}::int, 0, 0, 'adjust', ${`${actor}: ${reason}`} from updated`),
      db.execute<StockColumns & { request_hash: string | null }>(sql`
        select ${stockColumns}, c.request_hash from stock s left join stock_changes c on c.key = ${key}
        where s.sku = ${sku}`),
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
