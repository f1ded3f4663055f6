import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bigintNotNull, timestampMs } from "./columns.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const transactionId = customType<{ data: string }>({ dataType: () => "xid8" });

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface MediaFile {
  readonly url: string;
  readonly alt: string;
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
  /** A ThumbHash in base64. */
  readonly thumbHash?: string;
}

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
    /** The SKUs that went off sale when it was deleted. */
    deletedSkus: text("deleted_skus").array().$type<readonly string[]>(),
    /** The transaction that inserted it or last changed a sort key of lists. Written by a trigger. */
    placedBy: transactionId("placed_by").notNull().default(sql`pg_current_xact_id()`),
    search: tsvector("search").generatedAlwaysAs(
      sql`setweight(to_tsvector('english', search_words(name)), 'A') || setweight(to_tsvector('english', search_words(category_text || ' ' || coalesce(brand, ''))), 'B') || setweight(to_tsvector('english', search_words(attributes) || ' ' || search_words(option_text)), 'C') || setweight(to_tsvector('english', search_words(description)), 'D')`,
    ),
    /**
     * The order in which a search with many hits finds them: best sellers (4 and 3), then samples of the other products, from
     * small to large (2, 1 and 0).
     */
    searchClass: smallint("search_class")
      .notNull()
      .generatedAlwaysAs(
        sql`case when units_sold >= 256 then 4 when units_sold >= 32 then 3 when hashtextextended(id, 0) & 63 = 0 then 2 when hashtextextended(id, 0) & 7 = 0 then 1 else 0 end`,
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
    // Products are counted by category with this index alone. Many products have the same categories, so it is small.
    index("products_categories").on(table.categoryIds).where(sql`deleted_at is null`),
    // Serves conditions on each of them and on several. Without the words of descriptions, which no query matches.
    index("products_search").using("gin", sql`ts_filter(search, '{a,b,c}')`, table.categoryIds, table.searchClass),
    index("products_words").using("gin", sql`words gin_trgm_ops`),
  ],
);

/** Which fields each version of a product changed, and who changed them. Written by the statement that writes the product. */
export const productChanges = pgTable(
  "product_changes",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    version: integer("version").notNull(),
    /** `account:<id>`, `token:<id>` or `system`. */
    actor: text("actor").notNull(),
    fields: text("fields").array().$type<readonly string[]>().notNull(),
    at: timestampMs("at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.version] }), index("product_changes_at").on(table.at)],
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
    taxClass: text("tax_class").notNull().default("standard"),
    /** Null when the weight does not matter. */
    weightGrams: integer("weight_grams"),
    /** Pictures of its own. */
    media: jsonb("media").$type<readonly MediaFile[]>().notNull().default([]),
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
