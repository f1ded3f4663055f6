import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { orders } from "../tables.ts";

/** A period: from is inclusive, to is exclusive. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly currency: string;
}

export interface StatisticsRow extends Record<string, unknown> {
  readonly statuses: readonly { readonly status: string; readonly count: number }[];
  /** Most frequent first. */
  readonly rejections: readonly { readonly code: string; readonly count: number }[];
  /** The percentiles 50, 95 and 99 from placed to confirmed, in milliseconds. Null when no order was confirmed. */
  readonly confirmation: readonly number[] | null;
}

/** Counts the orders that were placed in a period. */
export async function readStatistics(db: Database, period: Period): Promise<StatisticsRow> {
  const { rows } = await db.execute<StatisticsRow>(sql`
    with placed as (
      select status, rejection_code, greatest(extract(epoch from confirmed_at - placed_at) * 1000, 0)::int as duration
      from ${orders} where ${isPlacedIn(period)} and status <> 'CLAIMED'
    ), counts as (
      select status, rejection_code, count(*)::int as count from placed group by status, rejection_code
    )
    select
      (select coalesce(json_agg(s), '[]') from (
        select status, sum(count)::int as count from counts group by status order by status) s) as statuses,
      (select coalesce(json_agg(r), '[]') from (
        select rejection_code as code, sum(count)::int as count from counts where rejection_code is not null
        group by rejection_code order by count desc, code) r) as rejections,
      (select to_json(percentile_disc(array[0.5, 0.95, 0.99]) within group (order by duration))
        from placed where duration is not null) as confirmation`);
  const [row] = rows;
  if (row === undefined) throw new Error("The statement returned no row");
  return row;
}

function isPlacedIn({ from, to, currency }: Period) {
  return sql`placed_at >= ${from.toISOString()}::timestamptz and placed_at < ${to.toISOString()}::timestamptz
    and currency = ${currency}`;
}

export interface ReportPeriod extends Period {
  readonly interval: "day" | "week" | "month";
  /** An IANA name. */
  readonly timeZone: string;
  readonly marketId: string | undefined;
}

/** The sums of one period, as decimal strings. */
export interface SalesRow extends Record<string, unknown> {
  /** Milliseconds since the epoch. */
  readonly starts_ms: string;
  readonly order_count: number;
  readonly unit_count: number;
  readonly gross: string;
  readonly discounts: string;
  readonly shipping: string;
  readonly reverse_charge: string;
  readonly tax: string;
  readonly total: string;
  readonly refunds: string;
}

/**
 * Returns the sums of each period, at most `limit`. Periods are those of the local time, so that an order at 01:30 of a day with a
 * change of time counts on this day, whichever of both 01:30 it is.
 */
export async function readSales(db: Database, report: ReportPeriod, limit: number): Promise<readonly SalesRow[]> {
  const { currency, timeZone, marketId, interval } = report;
  const [from, to] = [report.from, report.to].map((time) => sql`${time.toISOString()}::timestamptz`);
  const step = sql.raw(`'1 ${interval}'::interval`);
  const unit = sql.raw(`'${interval}'`);
  const isOfMarket = marketId === undefined ? sql`true` : sql`market_id = ${marketId}`;
  // Materialized: a join would add up all orders again for each period.
  const sums = db.execute<SalesRow>(sql`
    with periods as (
      select start from generate_series(date_trunc(${unit}, ${from} at time zone ${timeZone}),
        ${to} at time zone ${timeZone}, ${step}) as start
      where start at time zone ${timeZone} < ${to}
      order by start limit ${limit}
    ), sales as materialized (
      select date_trunc(${unit}, confirmed_at at time zone ${timeZone}) as start, count(*)::int as order_count,
        sum(unit_count)::int as unit_count, sum(subtotal_minor) as gross, sum(discount_minor) as discounts,
        sum(shipping_minor) as shipping, sum(reverse_charge_minor) as reverse_charge, sum(tax_minor) as tax,
        sum(subtotal_minor - discount_minor + shipping_minor - reverse_charge_minor
          + case when taxes_included then 0 else tax_minor end) as total
      from ${orders}
      where confirmed_at is not null and confirmed_at >= ${from} and confirmed_at < ${to} and currency = ${currency}
        and ${isOfMarket}
      group by 1
    ), refunded as materialized (
      select date_trunc(${unit}, refund.at at time zone ${timeZone}) as start, sum(refund.amount) as amount
      from ${orders}, lateral (
        select to_timestamp((r -> 'at')::numeric / 1000) as at, (r ->> 'amountMinor')::bigint as amount
        from jsonb_array_elements(refunds) as r
      ) as refund
      where last_refunded_at is not null and last_refunded_at >= ${from} and currency = ${currency} and ${isOfMarket}
        and refund.at >= ${from} and refund.at < ${to}
      group by 1
    )
    select (extract(epoch from greatest(start at time zone ${timeZone}, ${from})) * 1000)::bigint::text as starts_ms,
      coalesce(order_count, 0) as order_count, coalesce(unit_count, 0) as unit_count,
      coalesce(gross, 0)::text as gross, coalesce(discounts, 0)::text as discounts, coalesce(shipping, 0)::text as shipping,
      coalesce(reverse_charge, 0)::text as reverse_charge, coalesce(tax, 0)::text as tax, coalesce(total, 0)::text as total,
      coalesce(amount, 0)::text as refunds
    from periods left join sales using (start) left join refunded using (start)
    order by start`);
  const [, { rows }] = await db.batch([db.execute(groupInMemory), sums]);
  return rows;
}

/** Postgres expects a period for each order. With less memory it sorts all orders of a year on disk. */
const groupInMemory = sql`set local work_mem = '32MB'`;

export interface ChangedOrder extends Record<string, unknown> {
  readonly id: string;
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly changed_ms: string;
}

/** Returns the orders whose rows show an event after a time, the latest first. */
export async function listChangedOrders(db: Database, since: Date, limit: number): Promise<readonly ChangedOrder[]> {
  const { rows } = await db.execute<ChangedOrder>(sql`
    select id, sequence, (extract(epoch from updated_at) * 1000)::bigint::text as changed_ms from ${orders}
    where placed_at is not null and updated_at > ${since.toISOString()}::timestamptz
    order by updated_at desc, id desc limit ${limit}`);
  return rows;
}
