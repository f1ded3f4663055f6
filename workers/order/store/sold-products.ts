import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders, soldMonths, soldProducts } from "../tables.ts";
import type { Period } from "./sales.ts";

export interface ProductSalesRow extends Record<string, unknown> {
  readonly product_id: string;
  readonly units: number;
  /** A decimal string. */
  readonly revenue: string;
}

/** Selects the products in the lines of confirmed orders in one currency that were placed from a time on, until another. */
function selectLines({ currency, from, to }: { readonly currency: string; readonly from: SQL; readonly to: SQL }): SQL {
  // Rows of earlier releases have no price after discounts. OFFSET keeps the lines out of the estimate of the orders.
  return sql`
    select line.product_id, line.units, line.revenue_minor
    from (
      select lines from ${orders}
      where placed_at >= ${from} and placed_at < ${to} and currency = ${currency} and confirmed_at is not null offset 0
    ) as sold, lateral (
      select l."productId" as product_id, l.quantity as units,
        coalesce(l."discountedTotalMinor", l."unitPriceMinor" * l.quantity) as revenue_minor
      from jsonb_to_recordset(sold.lines)
        as l("productId" text, quantity int, "discountedTotalMinor" bigint, "unitPriceMinor" bigint)
    ) as line`;
}

const timestamp = (time: Date) => sql`${time.toISOString()}::timestamptz`;

const nextMonth = (start: SQL) => sql`((${start} at time zone 'UTC' + interval '1 month') at time zone 'UTC')`;

/**
 * Returns the products of confirmed orders that were placed in a period, by revenue. Adds the stored sums of the months that lie in
 * the period and are exact to the orders of its other parts. One statement has one snapshot, so no order counts twice.
 */
export async function listTopProducts(
  db: Database,
  { currency, ...period }: Period,
  limit: number,
): Promise<readonly ProductSalesRow[]> {
  const [from, to] = [timestamp(period.from), timestamp(period.to)];
  const part = { currency, from: sql`greatest(parts.starts, ${from})`, to: sql`least(parts.ends, ${to})` };
  const { rows } = await db.execute<ProductSalesRow>(sql`
    with months as (
      select start at time zone 'UTC' as starts, (start + interval '1 month') at time zone 'UTC' as ends
      from generate_series(date_trunc('month', ${from} at time zone 'UTC'), ${to} at time zone 'UTC', interval '1 month') as start
    ), parts as materialized (
      select starts, ends, starts >= ${from} and ends <= ${to} and exists (
        select from ${soldMonths} as m where m.currency = ${currency} and m.month = starts and m.is_exact
      ) as has_sums
      from months
    ), sold as (
      select p.product_id, p.units, p.revenue_minor
      from parts, ${soldProducts} as p where has_sums and p.currency = ${currency} and p.month = parts.starts
      union all
      select o.product_id, o.units, o.revenue_minor from parts, lateral (${selectLines(part)}) as o where not has_sums
    )
    select product_id, sum(units)::int as units, sum(revenue_minor)::text as revenue
    from sold group by product_id order by sum(revenue_minor) desc, product_id limit ${limit}`);
  return rows;
}

export interface SoldMonth extends Record<string, unknown> {
  readonly currency: string;
  /** Milliseconds since the epoch. */
  readonly starts_ms: string;
}

/** Returns the latest months that ended before a time and have no exact sums. */
export async function findMonthsWithoutSums(
  db: Database,
  endedBefore: Date,
  limit: number,
): Promise<readonly SoldMonth[]> {
  const isPlaced = sql`placed_at is not null`;
  const { rows } = await db.execute<SoldMonth>(sql`
    with recursive currencies as (
      (select currency from ${orders} where ${isPlaced} order by currency limit 1)
      union all
      select (select o.currency from orders o where ${isPlaced} and o.currency > c.currency order by o.currency limit 1)
      from currencies c where c.currency is not null
    )
    select currency, (extract(epoch from start at time zone 'UTC') * 1000)::bigint::text as starts_ms
    from currencies, lateral (
      select placed_at as first from ${orders} where ${isPlaced} and orders.currency = currencies.currency order by placed_at limit 1
    ) as oldest, generate_series(date_trunc('month', first at time zone 'UTC'),
      date_trunc('month', ${timestamp(endedBefore)} at time zone 'UTC') - interval '1 month', interval '1 month') as start
    where not exists (
      select from ${soldMonths} as m where m.currency = currencies.currency and m.month = start at time zone 'UTC' and m.is_exact
    )
    order by start desc, currency limit ${limit}`);
  return rows;
}

/**
 * Stores the sums of a month that has ended. The first statement locks the row of the month, which a change of an order needs too:
 * so the others see each change that has not set `is_exact` to false after them.
 */
export async function writeSumsOfMonth(db: Database, { currency, starts_ms: startsMs }: SoldMonth): Promise<void> {
  const month = timestamp(new Date(Number(startsMs)));
  await db.batch([
    db.execute(sql`
      insert into ${soldMonths} (currency, month, is_exact) values (${currency}, ${month}, true)
      on conflict (currency, month) do update set is_exact = true`),
    db.execute(sql`delete from ${soldProducts} where currency = ${currency} and month = ${month}`),
    db.execute(sql`
      insert into ${soldProducts} (currency, month, product_id, units, revenue_minor)
      select ${currency}, ${month}, product_id, sum(units), sum(revenue_minor)
      from (${selectLines({ currency, from: month, to: nextMonth(month) })}) as line group by product_id`),
  ]);
}
