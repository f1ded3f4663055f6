import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { DatabaseAddress } from "../../local/postgres/database-url.ts";

/** A SKU whose stock, ledger and reservations differ. Each array holds available, reserved and committed units. */
export interface StockDifference {
  readonly sku: string;
  /** Null if there is no stock row. */
  readonly stock: readonly number[] | null;
  readonly ledger: readonly number[];
  /** The units that follow from the ledger's total and the reservations. */
  readonly expected: readonly number[];
  /** False if staff must count: there is no stock row, or more units are reserved and sold than were ever received. */
  readonly repairable: boolean;
}

type Sql = NeonQueryFunction<false, false>;

export function connectToCatalog({ url, neonProxy }: DatabaseAddress): Sql {
  if (neonProxy !== undefined) neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  return neon(url);
}

/**
 * The ledger has the total number of units, and reservations have the units that are reserved or sold. The rest is
 * available. One statement reads one snapshot, so concurrent orders make no difference.
 */
const comparison = `
  with ledger as (
    select sku, sum(available)::int a, sum(reserved)::int r, sum(committed)::int c from stock_ledger group by sku
  ), allocated as (
    select i.sku,
      coalesce(sum(i.quantity) filter (where r.status = 'held'), 0)::int as held,
      coalesce(sum(i.quantity - i.restocked) filter (where r.status = 'committed'), 0)::int as sold
    from reservation_items i join reservations r on r.id = i.reservation_id group by i.sku
  ), combined as (
    select sku, s.sku is not null as known, s.available, s.reserved, s.committed,
      coalesce(l.a, 0) as a, coalesce(l.r, 0) as r, coalesce(l.c, 0) as c,
      coalesce(l.a + l.r + l.c, 0) - coalesce(t.held, 0) - coalesce(t.sold, 0) as free,
      coalesce(t.held, 0) as held, coalesce(t.sold, 0) as sold
    from stock s full join ledger l using (sku) full join allocated t using (sku)
  ), differing as (
    select *, known and free >= 0 as repairable from combined
    where (available, reserved, committed) is distinct from (free, held, sold) or (a, r, c) <> (free, held, sold)
  )`;

/** Returns the SKUs that differ. */
export async function findStockDifferences(sql: Sql): Promise<readonly StockDifference[]> {
  const rows = await sql.query(`${comparison}
    select sku, case when known then array[available, reserved, committed] end as stock, array[a, r, c] as ledger,
      array[free, held, sold] as "expected", repairable
    from differing order by sku`);
  return rows as StockDifference[];
}

/**
 * Corrects the stock of these SKUs, and adds the missing entries to their ledger. Returns the corrected SKUs. Every change
 * of stock locks its rows first, so the values that are read here are still current when they are written.
 */
export async function repairStockDifferences(sql: Sql, skus: readonly string[]): Promise<readonly string[]> {
  const [, repaired = []] = await sql.transaction([
    sql`select 1 from stock where sku = any(${skus}) order by sku for update`,
    sql.query(
      `${comparison}, repaired as (
        update stock s set available = d.free, reserved = d.held, committed = d.sold, updated_at = now()
        from differing d where s.sku = d.sku and d.sku = any($1) and d.repairable
        returning d.*
      ), entered as (
        insert into stock_ledger (sku, available, reserved, committed, cause, reference)
        select sku, free - a, held - r, sold - c, 'reconcile', 'operator' from repaired
        where (a, r, c) <> (free, held, sold)
      )
      select sku from repaired order by sku`,
      [skus],
    ),
  ]);
  return repaired.map(({ sku }) => String(sku));
}
