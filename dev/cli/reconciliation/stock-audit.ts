import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import type { DatabaseAddress } from "../../local/postgres/database-url.ts";

/** A SKU of which the stock, its ledger and the reservations do not say the same. Triples: available, reserved, committed. */
export interface StockDifference {
  readonly sku: string;
  /** Null where there is no such row. */
  readonly stock: readonly number[] | null;
  readonly ledger: readonly number[];
  /** What the ledger's units and the reservations come to. */
  readonly right: readonly number[];
  /** False where a person has to count: there is no stock row, or more is held and sold than ever came in. */
  readonly repairable: boolean;
}

type Sql = NeonQueryFunction<false, false>;

export function connectToCatalog({ url, neonProxy }: DatabaseAddress): Sql {
  if (neonProxy !== undefined) neonConfig.fetchEndpoint = () => `http://${neonProxy}/sql`;
  return neon(url);
}

/**
 * The ledger knows how many units there are, and reservations know who has them: what neither holds nor has bought is
 * for sale. One statement, and so one moment: a shop that goes on selling meanwhile makes no difference.
 */
const books = `
  with ledger as (
    select sku, sum(available)::int a, sum(reserved)::int r, sum(committed)::int c from stock_ledger group by sku
  ), taken as (
    select i.sku,
      coalesce(sum(i.quantity) filter (where r.status = 'held'), 0)::int as held,
      coalesce(sum(i.quantity - i.restocked) filter (where r.status = 'committed'), 0)::int as sold
    from reservation_items i join reservations r on r.id = i.reservation_id group by i.sku
  ), books as (
    select sku, s.sku is not null as known, s.available, s.reserved, s.committed,
      coalesce(l.a, 0) as a, coalesce(l.r, 0) as r, coalesce(l.c, 0) as c,
      coalesce(l.a + l.r + l.c, 0) - coalesce(t.held, 0) - coalesce(t.sold, 0) as free,
      coalesce(t.held, 0) as held, coalesce(t.sold, 0) as sold
    from stock s full join ledger l using (sku) full join taken t using (sku)
  ), differing as (
    select *, known and free >= 0 as repairable from books
    where (available, reserved, committed) is distinct from (free, held, sold) or (a, r, c) <> (free, held, sold)
  )`;

/** Empty when all agree. */
export async function findStockDifferences(sql: Sql): Promise<readonly StockDifference[]> {
  const rows = await sql.query(`${books}
    select sku, case when known then array[available, reserved, committed] end as stock, array[a, r, c] as ledger,
      array[free, held, sold] as "right", repairable
    from differing order by sku`);
  return rows as StockDifference[];
}

/**
 * Sets the stock of these SKUs right, and adds to the ledger what it lacks. Stock is locked first, which every change
 * of it does, so that what is read then is still so when it is written. Gives the SKUs that were repaired.
 */
export async function repairStockDifferences(sql: Sql, skus: readonly string[]): Promise<readonly string[]> {
  const [, repaired = []] = await sql.transaction([
    sql`select 1 from stock where sku = any(${skus}) order by sku for update`,
    sql.query(
      `${books}, repaired as (
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
