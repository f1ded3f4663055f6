import { sql } from "drizzle-orm";
import { bigint, char, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull().default(sql`0`);

/**
 * What lists are read from, and how an order is found when its object sleeps. The truth is the object's log: a row here
 * is a projection of it, and only ever moves to a higher sequence. A row is CLAIMED before its object first commits.
 */
export const orders = pgTable(
  "orders",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    idempotencyKey: text("idempotency_key"),
    status: text("status").notNull(),
    sequence: integer("sequence").notNull().default(0),
    number: text("number"),
    currency: char("currency", { length: 3 }).notNull().default("USD"),
    subtotalMinor: minor("subtotal_minor"),
    shippingMinor: minor("shipping_minor"),
    taxMinor: minor("tax_minor"),
    totalMinor: minor("total_minor"),
    refundedMinor: minor("refunded_minor"),
    lines: jsonb("lines").$type<readonly StoredLine[]>().notNull().default([]),
    placedAt: moment("placed_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    /** When somebody should look whether the order is still moving; null once nothing more will happen by itself. */
    deadlineAt: moment("deadline_at"),
  },
  (table) => [
    uniqueIndex("orders_account_key").on(table.accountId, table.idempotencyKey),
    index("orders_newest").on(table.placedAt, table.id),
    index("orders_account_newest").on(table.accountId, table.placedAt, table.id),
    index("orders_deadline").on(table.deadlineAt),
  ],
);

/** Events of the payment provider that were dealt with, each once. */
export const paymentEvents = pgTable(
  "payment_events",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    receivedAt: moment("received_at").notNull().defaultNow(),
  },
  (table) => [index("payment_events_received").on(table.receivedAt)],
);

/** Facts that somebody who follows orders could not take, as they came, for staff to look at and to send again. */
export const deadFacts = pgTable(
  "dead_facts",
  {
    /** Of the message. */
    id: text("id").primaryKey(),
    body: jsonb("body").$type<unknown>().notNull(),
    receivedAt: moment("received_at").notNull().defaultNow(),
    replayedAt: moment("replayed_at"),
  },
  (table) => [index("dead_facts_newest").on(table.receivedAt, table.id)],
);

/** A line as JSON holds it: amounts are strings of digits. */
export interface StoredLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: string;
  readonly productId: string;
}
