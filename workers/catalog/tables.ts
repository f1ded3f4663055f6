import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull();
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const transactionId = customType<{ data: string }>({ dataType: () => "xid8" });

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}
export interface MediaFile {
  readonly url: string;
  readonly alt: string;
}

export const categories = pgTable(
  "categories",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    parentId: text("parent_id").references((): AnyPgColumn => categories.id),
    /** From the root down to this one, itself included: whoever's path holds an id is in its subtree. */
    path: text("path").array().notNull(),
  },
  (table) => [uniqueIndex("categories_slug").on(table.slug), index("categories_path").using("gin", table.path)],
);

/**
 * A product keeps what lists sort by beside it: its cheapest and dearest price, written with its variants. A deleted
 * one stays, so that orders which hold it can be read.
 */
export const products = pgTable(
  "products",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    brand: text("brand"),
    categoryIds: text("category_ids").array().notNull(),
    /** The names on the way to its categories: what people search by, though it stands elsewhere. */
    categoryText: text("category_text").notNull().default(""),
    /** The values of its variants' options, for the same reason. */
    optionText: text("option_text").notNull().default(""),
    attributes: jsonb("attributes").$type<readonly NamedValue[]>().notNull(),
    media: jsonb("media").$type<readonly MediaFile[]>().notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    minPriceMinor: minor("min_price_minor"),
    maxPriceMinor: minor("max_price_minor"),
    unitsSold: minor("units_sold").default(sql`0`),
    version: integer("version").notNull().default(1),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    deletedAt: moment("deleted_at"),
    /** The transaction that made it, or last changed what lists are sorted by. Kept by a trigger. */
    placedBy: transactionId("placed_by").notNull().default(sql`pg_current_xact_id()`),
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', category_text || ' ' || coalesce(brand, '')), 'B') || setweight(jsonb_to_tsvector('english', attributes, '["string"]') || to_tsvector('english', option_text), 'C') || setweight(to_tsvector('english', description), 'D')`,
    ),
    /** What a misspelt word is compared with. */
    words: text("words").generatedAlwaysAs(sql`lower(name || ' ' || coalesce(brand, '') || ' ' || category_text)`),
  },
  (table) => [
    uniqueIndex("products_slug").on(table.slug).where(sql`deleted_at is null`),
    index("products_newest").on(table.createdAt, table.id).where(sql`deleted_at is null`),
    index("products_name").on(table.name, table.id).where(sql`deleted_at is null`),
    index("products_price").on(table.minPriceMinor, table.id).where(sql`deleted_at is null`),
    index("products_sold").on(table.unitsSold, table.id).where(sql`deleted_at is null`),
    index("products_placed_by").on(table.placedBy).where(sql`deleted_at is null`),
    index("products_categories").using("gin", table.categoryIds),
    index("products_search").using("gin", table.search),
    index("products_words").using("gin", sql`words gin_trgm_ops`),
  ],
);

/**
 * What a product was listed by before it was changed, so that a list that was begun before goes on in its order. Written
 * by a trigger, kept for as long as somebody may be turning pages.
 */
export const listPositionHistory = pgTable(
  "former_places",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    productId: text("product_id").notNull(),
    name: text("name").notNull(),
    minPriceMinor: minor("min_price_minor"),
    unitsSold: minor("units_sold"),
    changedBy: transactionId("changed_by").notNull().default(sql`pg_current_xact_id()`),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [index("former_places_product").on(table.productId, table.id)],
);

export const variants = pgTable(
  "variants",
  {
    sku: text("sku").primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    position: integer("position").notNull(),
    name: text("name").notNull(),
    options: jsonb("options").$type<readonly NamedValue[]>().notNull(),
    priceMinor: minor("price_minor"),
    currency: char("currency", { length: 3 }).notNull(),
    deletedAt: moment("deleted_at"),
  },
  (table) => [index("variants_product").on(table.productId, table.position)],
);

export const stock = pgTable(
  "stock",
  {
    sku: text("sku")
      .primaryKey()
      .references(() => variants.sku),
    available: integer("available").notNull(),
    reserved: integer("reserved").notNull().default(0),
    committed: integer("committed").notNull().default(0),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  () => [
    check("stock_available_not_negative", sql`available >= 0`),
    check("stock_reserved_not_negative", sql`reserved >= 0`),
    check("stock_committed_not_negative", sql`committed >= 0`),
  ],
);

/** held → committed or released; short from the first. A release that comes first leaves a row too, as a tombstone. */
export const reservations = pgTable(
  "reservations",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    status: text("status").$type<"held" | "short" | "released" | "committed">().notNull(),
    /** Of the lines asked for; null in a tombstone. */
    requestHash: text("request_hash"),
    short: jsonb("short").$type<readonly { sku: string; requested: number; available: number }[]>(),
    expiresAt: moment("expires_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("reservations_expiry").on(table.expiresAt).where(sql`status = 'held'`)],
);

export const reservationItems = pgTable(
  "reservation_items",
  {
    reservationId: text("reservation_id")
      .notNull()
      .references(() => reservations.id),
    position: integer("position").notNull(),
    sku: text("sku").notNull(),
    quantity: integer("quantity").notNull(),
    restocked: integer("restocked").notNull().default(0),
    name: text("name").notNull(),
    productId: text("product_id").notNull(),
    unitPriceMinor: minor("unit_price_minor"),
    currency: char("currency", { length: 3 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.sku] }),
    check("reservation_items_restocked", sql`restocked between 0 and quantity`),
  ],
);

/** Every change of stock: its sums are the stock. A trigger lets rows be added, and nothing else. */
export const stockLedger = pgTable(
  "stock_ledger",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    sku: text("sku").notNull(),
    available: integer("available").notNull(),
    reserved: integer("reserved").notNull(),
    committed: integer("committed").notNull(),
    cause: text("cause").notNull(),
    reference: text("reference").notNull(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [index("stock_ledger_sku").on(table.sku)],
);

/** Keyed changes, so that none is made twice; of an adjustment, the levels that were answered with. */
export const stockChanges = pgTable("stock_changes", {
  key: text("key").primaryKey(),
  requestHash: text("request_hash").notNull(),
  available: integer("available"),
  reserved: integer("reserved"),
  at: moment("at").notNull().defaultNow(),
});

/**
 * What changed and is still to be told to whatever follows the database: a row a product or category and transaction.
 * Triggers on the tables write it, so that it is there exactly when the change is, whoever makes the change.
 */
export const outbox = pgTable(
  "outbox",
  {
    subjectId: text("subject_id").notNull(),
    transaction: bigint("transaction", { mode: "bigint" }).notNull(),
    at: moment("at").notNull().defaultNow(),
    dueAt: moment("due_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    /** Why it cannot be told. Such a row stays, to be seen, until a later change of its subject has been told. */
    refused: text("refused"),
  },
  (table) => [
    primaryKey({ columns: [table.subjectId, table.transaction] }),
    index("outbox_due").on(table.dueAt).where(sql`refused is null`),
  ],
);

/** Drawn when changes are taken and before their subjects are read: of two readings the higher one is the later one. */
export const outboxVersion = pgSequence("outbox_version", { cache: 1 });

/** Events of orders that were counted, by the id that the order service gave them: none counts twice. */
export const orderFacts = pgTable(
  "order_facts",
  {
    eventId: text("event_id").primaryKey(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [index("order_facts_at").on(table.at)],
);

/** What each order was counted for. One that was cancelled first leaves a row without lines, and is never counted. */
export const orderSales = pgTable("order_sales", {
  orderId: text("order_id").primaryKey(),
  lines: jsonb("lines").$type<readonly { readonly productId: string; readonly quantity: number }[]>().notNull(),
  cancelled: boolean("cancelled").notNull().default(false),
});
