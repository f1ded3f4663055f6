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

const timestampMs = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const bigintNotNull = (name: string) => bigint(name, { mode: "bigint" }).notNull();
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
    /** Ids from the root to this category, itself included. The subtree of an id is every category whose path has it. */
    path: text("path").array().notNull(),
    /** Names from the root to this category when it was created. Imports find a renamed or moved category by it. */
    createdPath: text("created_path").array().notNull().default(sql`'{}'`),
  },
  (table) => [
    uniqueIndex("categories_slug").on(table.slug),
    index("categories_path").using("gin", table.path),
    check("categories_slug_not_empty", sql`slug <> ''`),
  ],
);

/**
 * Stores the sort keys of lists redundantly: the minimum and maximum price, written with the variants. Deleted products
 * stay in the table, so that orders that contain them can be read.
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
    /** Names on the paths of its categories, copied from the categories for full-text search. */
    categoryText: text("category_text").notNull().default(""),
    /** Values of its variants' options, copied for full-text search. */
    optionText: text("option_text").notNull().default(""),
    attributes: jsonb("attributes").$type<readonly NamedValue[]>().notNull(),
    media: jsonb("media").$type<readonly MediaFile[]>().notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    minPriceMinor: bigintNotNull("min_price_minor"),
    maxPriceMinor: bigintNotNull("max_price_minor"),
    unitsSold: bigintNotNull("units_sold").default(sql`0`),
    version: integer("version").notNull().default(1),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    updatedAt: timestampMs("updated_at").notNull().defaultNow(),
    deletedAt: timestampMs("deleted_at"),
    /** The transaction that inserted it or last changed a sort key of lists. Written by a trigger. */
    placedBy: transactionId("placed_by").notNull().default(sql`pg_current_xact_id()`),
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english', search_words(name)), 'A') || setweight(to_tsvector('english', search_words(category_text || ' ' || coalesce(brand, ''))), 'B') || setweight(to_tsvector('english', search_words(attributes) || ' ' || search_words(option_text)), 'C') || setweight(to_tsvector('english', search_words(description)), 'D')`,
    ),
    /** Words that spell correction compares a misspelt word with. */
    words: text("words").generatedAlwaysAs(
      sql`search_text(name || ' ' || coalesce(brand, '') || ' ' || category_text)`,
    ),
  },
  (table) => [
    uniqueIndex("products_slug").on(table.slug).where(sql`deleted_at is null`),
    index("products_newest").on(table.createdAt, table.id).where(sql`deleted_at is null`),
    index("products_name").on(sql`name collate natural_order`, table.id).where(sql`deleted_at is null`),
    index("products_price").on(table.currency, table.minPriceMinor, table.id).where(sql`deleted_at is null`),
    index("products_sold").on(table.unitsSold, table.id).where(sql`deleted_at is null`),
    index("products_placed_by").on(table.placedBy).where(sql`deleted_at is null`),
    index("products_categories").using("gin", table.categoryIds),
    index("products_search").using("gin", table.search),
    index("products_words").using("gin", sql`words gin_trgm_ops`),
  ],
);

/**
 * Sort keys of products before a change, so that pagination that began earlier continues in its order. Written by a
 * trigger, and deleted after an hour.
 */
export const listPositionHistory = pgTable(
  "former_places",
  {
    id: bigint("id", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    productId: text("product_id").notNull(),
    name: text("name").notNull(),
    minPriceMinor: bigintNotNull("min_price_minor"),
    /** Null in rows of releases that compared prices without their currency. */
    currency: char("currency", { length: 3 }),
    unitsSold: bigintNotNull("units_sold"),
    changedBy: transactionId("changed_by").notNull().default(sql`pg_current_xact_id()`),
    at: timestampMs("at").notNull().defaultNow(),
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
    priceMinor: bigintNotNull("price_minor"),
    currency: char("currency", { length: 3 }).notNull(),
    deletedAt: timestampMs("deleted_at"),
    /** Set by a migration: an older variant has the same SKU in another case. No variant is created as a duplicate. */
    isDuplicate: boolean("is_duplicate").notNull().default(false),
  },
  (table) => [
    index("variants_product").on(table.productId, table.position),
    index("variants_sku_lower").on(sql`lower(sku)`),
    uniqueIndex("variants_sku_any_case").on(sql`lower(sku)`).where(sql`not is_duplicate`),
  ],
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
    updatedAt: timestampMs("updated_at").notNull().defaultNow(),
  },
  () => [
    check("stock_available_not_negative", sql`available >= 0`),
    check("stock_reserved_not_negative", sql`reserved >= 0`),
    check("stock_committed_not_negative", sql`committed >= 0`),
  ],
);

/**
 * held → committed or released. Insufficient stock is stored as short. A release before the reservation inserts a
 * tombstone: a released row.
 */
export const reservations = pgTable(
  "reservations",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    status: text("status").$type<"held" | "short" | "released" | "committed">().notNull(),
    /** Fingerprint of the requested lines. Null in a tombstone. */
    requestHash: text("request_hash"),
    short: jsonb("short").$type<readonly { sku: string; requested: number; available: number }[]>(),
    expiresAt: timestampMs("expires_at"),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    updatedAt: timestampMs("updated_at").notNull().defaultNow(),
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
    unitPriceMinor: bigintNotNull("unit_price_minor"),
    currency: char("currency", { length: 3 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.sku] }),
    check("reservation_items_restocked", sql`restocked between 0 and quantity`),
  ],
);

/** Every stock change. The sums per SKU equal the stock. A trigger rejects updates and deletions. */
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
    at: timestampMs("at").notNull().defaultNow(),
  },
  (table) => [index("stock_ledger_sku").on(table.sku)],
);

/** Idempotency keys of adjustments and restocks. An adjustment stores the levels that it returned. */
export const stockChanges = pgTable("stock_changes", {
  key: text("key").primaryKey(),
  requestHash: text("request_hash").notNull(),
  available: integer("available"),
  reserved: integer("reserved"),
  at: timestampMs("at").notNull().defaultNow(),
});

/**
 * Transactional outbox: one row per changed product or category and transaction. Triggers on the tables insert the rows,
 * so a row is committed exactly when its change is, whichever statement makes the change.
 */
export const outbox = pgTable(
  "outbox",
  {
    subjectId: text("subject_id").notNull(),
    transaction: bigint("transaction", { mode: "bigint" }).notNull(),
    at: timestampMs("at").notNull().defaultNow(),
    dueAt: timestampMs("due_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    /** Set in dead letters: the reason. The row stays until a later change of its subject has been published. */
    refused: text("refused"),
  },
  (table) => [
    primaryKey({ columns: [table.subjectId, table.transaction] }),
    index("outbox_due").on(table.dueAt).where(sql`refused is null`),
  ],
);

/** Drawn when changes are claimed, before their subjects are read: a read with a higher version is later. */
export const outboxVersion = pgSequence("outbox_version", { cache: 1 });

/** Ids of processed order events. An event is counted once. */
export const processedOrderEvents = pgTable(
  "order_facts",
  {
    eventId: text("event_id").primaryKey(),
    at: timestampMs("at").notNull().defaultNow(),
  },
  (table) => [index("order_facts_at").on(table.at)],
);

/** Units counted per order. A cancellation before the confirmation inserts a row without lines: it is never counted. */
export const orderSales = pgTable("order_sales", {
  orderId: text("order_id").primaryKey(),
  lines: jsonb("lines").$type<readonly { readonly productId: string; readonly quantity: number }[]>().notNull(),
  cancelled: boolean("cancelled").notNull().default(false),
});
