import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import type { OrderEvent } from "../domain/order-event.ts";

export type OrderConfirmed = Extract<OrderEvent, { type: "confirmed" }>;
export type OrderCancelled = Extract<OrderEvent, { type: "cancelled" }>;

/**
 * Adds the units of confirmed orders to their products, once per event and once per order. Ignores events that were
 * counted before and orders whose cancellation arrived before their confirmation.
 */
export async function countSales(db: Database, events: readonly OrderConfirmed[]): Promise<void> {
  await db.execute(sql`
    with ${newEvents(events)}, sold as (
      insert into order_sales (order_id, lines) select order_id, lines from new_events order by order_id
      on conflict (order_id) do nothing returning lines
    ) ${changeUnitsSold(1)}`);
}

/** Subtracts what was counted for cancelled orders. An order that was not counted yet is never counted. */
export async function reverseSales(db: Database, events: readonly OrderCancelled[]): Promise<void> {
  await db.execute(sql`
    with ${newEvents(events)}, sold as (
      insert into order_sales (order_id, lines, cancelled) select order_id, lines, true from new_events order by order_id
      on conflict (order_id) do update set cancelled = true where not order_sales.cancelled returning lines
    ) ${changeUnitsSold(-1)}`);
}

/**
 * Defines `new_events(order_id, lines)`: one event per order, without events that were processed before. Every batch
 * inserts in sorted order, so concurrent batches do not deadlock.
 */
function newEvents(events: readonly (OrderConfirmed | OrderCancelled)[]) {
  const rows = events.map((event) => ({ ...event, lines: event.type === "confirmed" ? event.lines : [] }));
  return sql`
    events as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f("eventId" text, "orderId" text, lines jsonb)
    ), recorded as (
      insert into order_facts (event_id) select distinct "eventId" from events order by "eventId"
      on conflict (event_id) do nothing returning event_id
    ), new_events as (
      select distinct on ("orderId") "orderId" as order_id, lines from events
      where "eventId" in (select event_id from recorded) order by "orderId", "eventId"
    )`;
}

/** Adds the units of `sold(lines)` to their products. Locks the products in the same order as imports do. */
function changeUnitsSold(sign: 1 | -1) {
  return sql`, units as (
      select l."productId" as id, sum(l.quantity) as units
      from sold, jsonb_to_recordset(sold.lines) as l("productId" text, quantity int) group by 1
    ), locked as materialized (
      select p.id, u.units from products p join units u on u.id = p.id order by p.slug, p.id for update of p
    )
    update products p set units_sold = greatest(p.units_sold + ${sign}::int * l.units, 0) from locked l where p.id = l.id`;
}

/** Deletes some of the ids of events that are too old to be redelivered by a queue. */
export async function deleteOldEventIds(db: Database): Promise<void> {
  await deleteSome(db, sql`order_facts`, sql`at < now() - interval '60 days'`);
}
