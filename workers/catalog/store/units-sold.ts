import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import type { OrderFact } from "../domain/order-event.ts";

export type Confirmed = Extract<OrderFact, { type: "confirmed" }>;
export type Cancelled = Extract<OrderFact, { type: "cancelled" }>;

/**
 * Counts what confirmed orders have sold, each event once and each order once: an event that was counted before, and an
 * order that was cancelled before its confirmation came, change nothing.
 */
export async function countSales(db: Database, facts: readonly Confirmed[]): Promise<void> {
  await db.execute(sql`
    with ${fresh(facts)}, sold as (
      insert into order_sales (order_id, lines) select order_id, lines from fresh order by order_id
      on conflict (order_id) do nothing returning lines
    ) ${changeUnits(1)}`);
}

/** Takes back what cancelled orders were counted for. One that was not counted yet never will be. */
export async function reverseSales(db: Database, facts: readonly Cancelled[]): Promise<void> {
  await db.execute(sql`
    with ${fresh(facts)}, sold as (
      insert into order_sales (order_id, lines, cancelled) select order_id, lines, true from fresh order by order_id
      on conflict (order_id) do update set cancelled = true where not order_sales.cancelled returning lines
    ) ${changeUnits(-1)}`);
}

/** `fresh(order_id, lines)`: of the events that were not seen before, one an order. Sorted, as every batch's are. */
function fresh(facts: readonly (Confirmed | Cancelled)[]) {
  const rows = facts.map((fact) => ({ ...fact, lines: fact.type === "confirmed" ? fact.lines : [] }));
  return sql`
    facts as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f("eventId" text, "orderId" text, lines jsonb)
    ), seen as (
      insert into order_facts (event_id) select distinct "eventId" from facts order by "eventId"
      on conflict (event_id) do nothing returning event_id
    ), fresh as (
      select distinct on ("orderId") "orderId" as order_id, lines from facts
      where "eventId" in (select event_id from seen) order by "orderId", "eventId"
    )`;
}

/** Adds the units of `sold(lines)` to their products, which are locked in the order in which imports take them. */
function changeUnits(sign: 1 | -1) {
  return sql`, units as (
      select l."productId" as id, sum(l.quantity) as units
      from sold, jsonb_to_recordset(sold.lines) as l("productId" text, quantity int) group by 1
    ), locked as materialized (
      select p.id, u.units from products p join units u on u.id = p.id order by p.slug, p.id for update of p
    )
    update products p set units_sold = greatest(p.units_sold + ${sign}::int * l.units, 0) from locked l where p.id = l.id`;
}

/** Forgets events that no queue can bring again. */
export async function forgetFacts(db: Database): Promise<void> {
  await db.execute(sql`delete from order_facts where at < now() - interval '60 days'`);
}
