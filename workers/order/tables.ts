import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  char,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

const timestampMs = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull().default(sql`0`);

/**
 * The orders, for lists and for the cron job. The event log in the order's Durable Object is the source of truth. A row is
 * a projection of it and only moves to a higher sequence. A row has the status CLAIMED before the first commit of its
 * object.
 */
export const orders = pgTable(
  "orders",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    /** The key of the latest placement. `placementKeys` has all keys. */
    idempotencyKey: text("idempotency_key"),
    status: text("status").notNull(),
    /** Whether the order began as a cart. A rejected order from a cart can be changed and placed again. */
    fromCart: boolean("from_cart").notNull().default(false),
    sequence: integer("sequence").notNull().default(0),
    number: text("number"),
    currency: char("currency", { length: 3 }).notNull().default("USD"),
    subtotalMinor: minor("subtotal_minor"),
    shippingMinor: minor("shipping_minor"),
    taxMinor: minor("tax_minor"),
    totalMinor: minor("total_minor"),
    refundedMinor: minor("refunded_minor"),
    lines: jsonb("lines").$type<readonly StoredLine[]>().notNull().default([]),
    placedAt: timestampMs("placed_at"),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    updatedAt: timestampMs("updated_at").notNull().defaultNow(),
    /** When the cron job checks whether the order makes progress. Null when the order is settled. */
    deadlineAt: timestampMs("deadline_at"),
    /** The statuses of the order's disputes, each once. */
    disputeStatuses: text("dispute_statuses").array().notNull().default([]),
    /** Null in a row that was last written before the column existed. `npm run orders:rebuild` writes it. */
    paymentStatus: text("payment_status"),
    /** Null like `paymentStatus`. */
    fulfillmentStatus: text("fulfillment_status"),
    /** The contact email as the buyer wrote it. Null when the buyer gave none, and after the personal data was erased. */
    email: text("email"),
    /** The form of `email` that searches compare. */
    emailKey: text("email_key"),
    /** Null for an order that was placed before orders had a market. */
    marketId: text("market_id"),
    /** The country of the shipping address. */
    countryCode: char("country_code", { length: 2 }),
    /** What staff find the order by, beside its number and email: see `searchKeysOf`. */
    searchKeys: text("search_keys").array().notNull().default([]),
    /** When the order was confirmed. Null before that, and in a row that was last written before the column existed. */
    confirmedAt: timestampMs("confirmed_at"),
    /** Why the order was rejected: a code. */
    rejectionCode: text("rejection_code"),
    discountMinor: minor("discount_minor"),
    reverseChargeMinor: minor("reverse_charge_minor"),
    taxesIncluded: boolean("taxes_included").notNull().default(true),
    /** Ordered units, over all lines. */
    unitCount: integer("unit_count").notNull().default(0),
    /** The refunds that the payment provider has completed. */
    refunds: jsonb("refunds").$type<readonly StoredRefund[]>().notNull().default([]),
    /** When the last of them was completed. Null without one. */
    lastRefundedAt: timestampMs("last_refunded_at"),
  },
  (table) => [
    uniqueIndex("orders_account_key").on(table.accountId, table.idempotencyKey),
    index("orders_newest").on(table.placedAt, table.id),
    index("orders_account_newest").on(table.accountId, table.placedAt, table.id),
    index("orders_deadline").on(table.deadlineAt),
    index("orders_number").on(table.number),
    index("orders_payment_status").on(table.paymentStatus, table.placedAt, table.id),
    index("orders_fulfillment_status").on(table.fulfillmentStatus, table.placedAt, table.id),
    index("orders_email").on(table.emailKey, table.placedAt, table.id),
    index("orders_market").on(table.marketId, table.placedAt, table.id),
    // Few orders wait for staff. The count of them repeats the condition of the index.
    index("orders_needs_attention").on(table.id).where(sql`${table.status} = 'NEEDS_ATTENTION'`),
    // Few orders are disputed. Queries repeat the condition of the index.
    index("orders_disputed").using("gin", table.disputeStatuses).where(sql`${table.disputeStatuses} <> '{}'`),
    // Carts are in none of the indexes below. Queries repeat their conditions.
    index("orders_status").on(table.status, table.placedAt, table.id).where(sql`${table.placedAt} is not null`),
    index("orders_country").on(table.countryCode, table.placedAt, table.id).where(sql`${table.placedAt} is not null`),
    index("orders_total")
      .on(table.currency, sql`(- ${table.totalMinor})`, table.id)
      .where(sql`${table.placedAt} is not null`),
    // A text search vector, because an index of arrays finds no beginnings of words.
    index("orders_search")
      .using("gin", sql`array_to_tsvector(${table.searchKeys})`)
      .where(sql`${table.placedAt} is not null`)
      .with({ fastupdate: false }),
    index("orders_unsettled")
      .on(table.placedAt, table.id)
      .where(
        sql`${table.placedAt} is not null and (${table.deadlineAt} is not null or ${table.status} = 'NEEDS_ATTENTION')`,
      ),
    index("orders_changed").on(table.updatedAt, table.id).where(sql`${table.placedAt} is not null`),
    // Statistics and reports read these two only, not the rows, which are wide.
    index("orders_statistics")
      .on(table.currency, table.placedAt, table.status, table.rejectionCode, table.confirmedAt)
      .where(sql`${table.placedAt} is not null`),
    index("orders_confirmed")
      .on(
        table.currency,
        table.confirmedAt,
        table.marketId,
        table.unitCount,
        table.subtotalMinor,
        table.discountMinor,
        table.shippingMinor,
        table.reverseChargeMinor,
        table.taxMinor,
        table.taxesIncluded,
      )
      .where(sql`${table.confirmedAt} is not null`),
    index("orders_refunded").on(table.currency, table.lastRefundedAt).where(sql`${table.lastRefundedAt} is not null`),
  ],
);

/**
 * The idempotency keys of all placements. A key belongs to the first order of the account that it was used for. An order has
 * several keys when its cart was placed again after a rejection. Triggers on `orders` write this table: they add each key that
 * a row gets, reject a key of another order like `orders_account_key`, and move the keys when the order changes its account.
 */
export const placementKeys = pgTable(
  "placement_keys",
  {
    accountId: text("account_id").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.idempotencyKey] }),
    index("placement_keys_order").on(table.orderId),
  ],
);

/**
 * The months whose sums are in `soldProducts`, by the time of placement in UTC. Triggers on `orders` set `isExact` to false when they
 * change what was sold in a month that has ended. The cron job then computes the sums again.
 */
export const soldMonths = pgTable(
  "sold_months",
  {
    currency: char("currency", { length: 3 }).notNull(),
    /** The start of the month. */
    month: timestampMs("month").notNull(),
    isExact: boolean("is_exact").notNull(),
  },
  (table) => [primaryKey({ columns: [table.currency, table.month] })],
);

/** What confirmed orders of a month have sold of a product. */
export const soldProducts = pgTable(
  "sold_products",
  {
    currency: char("currency", { length: 3 }).notNull(),
    month: timestampMs("month").notNull(),
    productId: text("product_id").notNull(),
    units: bigint("units", { mode: "bigint" }).notNull(),
    /** After discounts, before refunds. */
    revenueMinor: bigint("revenue_minor", { mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.currency, table.month, table.productId] })],
);

/** Processed webhook events of the payment provider, for deduplication. */
export const paymentEvents = pgTable(
  "payment_events",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    receivedAt: timestampMs("received_at").notNull().defaultNow(),
  },
  (table) => [index("payment_events_received").on(table.receivedAt)],
);

/**
 * Attempts to pay by card, for the limit on declined payments. A row exists from before the payment is tried. The cron job
 * deletes it after a day.
 */
export const paymentAttempts = pgTable(
  "payment_attempts",
  {
    orderId: text("order_id").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    accountId: text("account_id").notNull(),
    /** Whether the account had no email address when the order was placed. */
    isGuest: boolean("is_guest").notNull().default(false),
    /** A keyed hash of the client's network address. Null when the address is unknown. */
    addressHash: text("address_hash"),
    startedAt: timestampMs("started_at").notNull(),
    /** When the placement ended. Null while it runs, and after a crash. */
    endedAt: timestampMs("ended_at"),
    declinedAt: timestampMs("declined_at"),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.idempotencyKey] }),
    index("payment_attempts_account").on(table.accountId),
    index("payment_attempts_address").on(table.addressHash),
    index("payment_attempts_started").on(table.startedAt),
  ],
);

/**
 * Orders that hold stock while their payment waits for the cardholder, for the limits on such orders. The order's object is
 * the source of truth. A row is deleted when the order no longer waits. A row that was left behind counts for a limited
 * time, and the cron job deletes it after a day.
 */
export const unpaidOrders = pgTable(
  "unpaid_orders",
  {
    paymentId: text("payment_id").primaryKey(),
    /** Orders the rows of an account, which are inserted one after the other. */
    position: bigserial("position", { mode: "number" }).notNull(),
    orderId: text("order_id").notNull(),
    accountId: text("account_id").notNull(),
    /** Whether a guest placed the order. */
    isGuest: boolean("is_guest").notNull(),
    /** A keyed hash of the client's network address. Null when the address is unknown. */
    addressHash: text("address_hash"),
    /** Units that the order holds, over all lines. */
    units: integer("units").notNull(),
    skus: text("skus").array().notNull(),
    startedAt: timestampMs("started_at").notNull(),
  },
  (table) => [
    index("unpaid_orders_account").on(table.accountId),
    index("unpaid_orders_address").on(table.addressHash),
    index("unpaid_orders_started").on(table.startedAt),
  ],
);

/** Integration events that a consumer failed to process, unchanged, for staff to inspect and to redrive. */
export const deadLetters = pgTable(
  "dead_facts",
  {
    /** The id of the queue message. */
    id: text("id").primaryKey(),
    body: jsonb("body").$type<unknown>().notNull(),
    receivedAt: timestampMs("received_at").notNull().defaultNow(),
    replayedAt: timestampMs("replayed_at"),
    /** When staff decided that it is not needed. */
    discardedAt: timestampMs("discarded_at"),
  },
  (table) => [
    index("dead_facts_newest").on(table.receivedAt, table.id),
    index("dead_facts_open")
      .on(table.receivedAt, table.id)
      .where(sql`${table.replayedAt} is null and ${table.discardedAt} is null`),
  ],
);

/** An order line in JSON. Amounts are decimal strings. */
export interface StoredLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: string;
  readonly productId: string;
  /** The price of all units, after discounts. Absent in a row of an earlier release. */
  readonly discountedTotalMinor?: string;
}

/** A refund in JSON. */
export interface StoredRefund {
  /** Milliseconds since the epoch: when the payment provider completed it. */
  readonly at: number;
  /** A decimal string. */
  readonly amountMinor: string;
}

/**
 * The reports to the tax provider. A refund is reported with the transaction of its order, and undone with its own. Stored,
 * because the provider cannot be asked for a transaction by its reference.
 */
export const taxReports = pgTable("tax_reports", {
  /** The id of the order, or of one of its refunds. */
  reference: text("reference").primaryKey(),
  orderId: text("order_id").notNull(),
  /** The id of the provider's transaction. Null when the provider refused the report, and for a refund that was not made. */
  transactionId: text("transaction_id"),
  at: timestampMs("at").notNull().defaultNow(),
});
