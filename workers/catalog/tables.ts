import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  char,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull();
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

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
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', category_text || ' ' || coalesce(brand, '')), 'B') || setweight(jsonb_to_tsvector('english', attributes, '["string"]'), 'C') || setweight(to_tsvector('english', description), 'D')`,
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
    index("products_categories").using("gin", table.categoryIds),
    index("products_search").using("gin", table.search),
    index("products_words").using("gin", sql`words gin_trgm_ops`),
  ],
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

/** Every change of stock, append only: its sums are the stock. */
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

/** What was answered to a keyed change, so that the same key changes nothing twice. */
export const stockChanges = pgTable("stock_changes", {
  key: text("key").primaryKey(),
  requestHash: text("request_hash").notNull(),
  at: moment("at").notNull().defaultNow(),
});
