import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { awaitedSkus } from "../tables/stock.ts";
import { textArray } from "./arrays.ts";
import { storedSku } from "./skus.ts";

/** An awaited SKU that can be bought. */
export interface RestockedSku extends Record<string, unknown> {
  readonly sku: string;
  readonly marks: number;
  readonly productName: string;
  readonly productSlug: string;
}

/**
 * Marks a SKU, in any case, as awaited. Returns its available units, or undefined when it is not on sale. The lock of its stock orders
 * the mark and a change of the stock: the change comes later, or the mark sees it and notes the product as changed.
 */
export async function markAwaitedSku(db: Database, sku: string): Promise<number | undefined> {
  const { rows } = await db.execute<{ available: number }>(sql`
    with level as materialized (
      select s.sku, s.available, v.product_id from stock s join variants v on v.sku = s.sku
      where s.sku = ${storedSku(sql`${sku}`)} and v.deleted_at is null for share of s
    ), marked as (
      insert into awaited_skus (sku) select sku from level
      on conflict (sku) do update set marks = awaited_skus.marks + 1, marked_at = now()
    ), noted as (
      insert into outbox (subject_id, transaction) select product_id, pg_current_xact_id()::text::bigint from level
      where available > 0 on conflict do nothing
    )
    select available from level`);
  return rows[0]?.available;
}

/** Returns up to `limit` awaited SKUs of these products that can be bought. */
export async function findRestockedSkus(
  db: Database,
  productIds: readonly string[],
  limit: number,
): Promise<readonly RestockedSku[]> {
  const { rows } = await db.execute<RestockedSku>(sql`
    select a.sku, a.marks, p.name as "productName", p.slug as "productSlug"
    from awaited_skus a join variants v on v.sku = a.sku join stock s on s.sku = a.sku join products p on p.id = v.product_id
    where v.product_id = any(${textArray(productIds)}) and s.available > 0 and v.deleted_at is null and p.deleted_at is null
    limit ${limit}`);
  return rows;
}

/** Deletes the marks that have not been repeated since. */
export async function deleteAwaitedSkus(db: Database, skus: readonly RestockedSku[]): Promise<void> {
  const marks = sql`jsonb_to_recordset(${JSON.stringify(skus)}::jsonb) as m(sku text, marks int)`;
  await db.execute(sql`delete from awaited_skus a using ${marks} where a.sku = m.sku and a.marks = m.marks`);
}

/** Deletes some of the marks that are older than any request of the account service. */
export async function deleteOldAwaitedSkus(db: Database): Promise<void> {
  await deleteSome(db, awaitedSkus, sql`marked_at < now() - interval '181 days'`);
}
