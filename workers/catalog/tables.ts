import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
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
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
  /** A ThumbHash in base64. */
  readonly thumbHash?: string;
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
    /** Its rank among its siblings. Siblings without one follow by name. */
    position: integer("position"),
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
 * The words of products that a misspelt word of a query is compared with. Written by a trigger. Words that no product has any
 * more stay.
 */
export const productWords = pgTable("product_words", { word: text("word").primaryKey() }, () => [
  index("product_words_first").on(sql`left(word, 1)`),
]);

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
    /** At or below it, the SKU counts as low. Null if there is none. */
    lowStockThreshold: integer("low_stock_threshold"),
    /** The SKU in lower case and the words of the product's name, for the search of managers. Written by triggers. */
    words: text("words").notNull().default(""),
  },
  // No index has a column that sales change: Postgres then updates a row without writing to an index.
  (table) => [
    index("stock_words").using("gin", sql`words gin_trgm_ops`),
    index("stock_thresholds").on(table.sku).where(sql`low_stock_threshold is not null`),
    check("stock_available_not_negative", sql`available >= 0`),
    check("stock_reserved_not_negative", sql`reserved >= 0`),
    check("stock_committed_not_negative", sql`committed >= 0`),
  ],
);

/** SKUs that someone waits for. The account service has the requests. */
export const awaitedSkus = pgTable(
  "awaited_skus",
  {
    sku: text("sku").primaryKey(),
    /** How often it was marked. A mark that came while emails were sent is not deleted with them. */
    marks: integer("marks").notNull().default(1),
    markedAt: timestampMs("marked_at").notNull().defaultNow(),
  },
  (table) => [index("awaited_skus_oldest").on(table.markedAt)],
);

/**
 * held → committed or released. Insufficient stock is stored as short, a reached usage limit as exhausted. A release before the reservation inserts a
 * tombstone: a released row.
 */
export const reservations = pgTable(
  "reservations",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id").notNull(),
    status: text("status").$type<"held" | "short" | "exhausted" | "released" | "committed">().notNull(),
    /** Fingerprint of the request. Null in a tombstone. */
    requestHash: text("request_hash"),
    short: jsonb("short").$type<readonly { sku: string; requested: number; available: number }[]>(),
    /** The promotions and compare-at prices that the reservation read. Null without a price context. */
    pricing: jsonb("pricing"),
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
  (table) => [index("stock_ledger_newest").on(table.sku, table.id)],
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

/** Base prices in other currencies than that of the variant. Without a row, a variant is not sold in a currency. */
export const variantPrices = pgTable(
  "variant_prices",
  {
    sku: text("sku")
      .notNull()
      .references(() => variants.sku),
    currency: char("currency", { length: 3 }).notNull(),
    amountMinor: bigintNotNull("amount_minor"),
  },
  (table) => [primaryKey({ columns: [table.sku, table.currency] })],
);

/** The position decides which market is the first: it serves visitors whose country is in no market. */
export const markets = pgTable(
  "markets",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    position: integer("position").notNull().generatedAlwaysAsIdentity(),
    /** The first one is the default. */
    currencies: text("currencies").array().$type<readonly string[]>().notNull(),
    taxesIncluded: boolean("taxes_included").notNull(),
    taxRounding: text("tax_rounding").$type<"LINE" | "ORDER">().notNull(),
  },
  (table) => [
    uniqueIndex("markets_slug").on(table.slug),
    check("markets_tax_rounding", sql`tax_rounding in ('LINE', 'ORDER')`),
    check("markets_currencies_not_empty", sql`cardinality(currencies) > 0`),
  ],
);

/** A country belongs to one market. The country `*` stands for all countries of no other market. */
export const marketCountries = pgTable(
  "market_countries",
  {
    countryCode: text("country_code").primaryKey(),
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
  },
  (table) => [index("market_countries_market").on(table.marketId)],
);

export const priceLists = pgTable(
  "price_lists",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    type: text("type").$type<"SALE" | "OVERRIDE">().notNull(),
    priority: integer("priority").notNull().default(0),
    /** Empty for all markets. */
    marketIds: text("market_ids").array().$type<readonly string[]>().notNull().default(sql`'{}'`),
    /** Empty for all customers. */
    customerGroupIds: text("customer_group_ids").array().$type<readonly string[]>().notNull().default(sql`'{}'`),
    startsAt: timestampMs("starts_at"),
    /** Exclusive. */
    endsAt: timestampMs("ends_at"),
    active: boolean("active").notNull().default(true),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("price_lists_slug").on(table.slug),
    check("price_lists_type", sql`type in ('SALE', 'OVERRIDE')`),
  ],
);

export const prices = pgTable(
  "prices",
  {
    priceListId: text("price_list_id")
      .notNull()
      .references(() => priceLists.id, { onDelete: "cascade" }),
    sku: text("sku")
      .notNull()
      .references(() => variants.sku),
    currency: char("currency", { length: 3 }).notNull(),
    /** The price applies to lines of at least this quantity. */
    minQuantity: integer("min_quantity").notNull(),
    amountMinor: bigintNotNull("amount_minor"),
  },
  (table) => [
    primaryKey({ columns: [table.priceListId, table.sku, table.currency, table.minQuantity] }),
    index("prices_sku").on(table.sku, table.currency),
    check("prices_min_quantity", sql`min_quantity > 0`),
  ],
);

/** The class `exempt` always exists and is never taxed. */
export const taxClasses = pgTable("tax_classes", {
  code: text("code").primaryKey(),
  name: text("name").notNull(),
});

/** The request that created a row. Null if it had no idempotency key. */
const creationColumns = () => ({
  /** Who made the request, and its idempotency key. */
  creationKey: text("creation_key"),
  requestHash: text("request_hash"),
});

export const taxRates = pgTable(
  "tax_rates",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    taxClass: text("tax_class")
      .notNull()
      .references(() => taxClasses.code),
    countryCode: char("country_code", { length: 2 }).notNull(),
    /** In upper case. Null for all regions. */
    region: text("region"),
    /** In upper case, without spaces. Null for all postal codes. */
    postalCodePrefix: text("postal_code_prefix"),
    /** Parts per million. */
    ratePpm: integer("rate_ppm").notNull(),
    /** False if it replaces the rates of the wider area. */
    combinable: boolean("combinable").notNull(),
    startsAt: timestampMs("starts_at"),
    /** Exclusive. */
    endsAt: timestampMs("ends_at"),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    ...creationColumns(),
  },
  (table) => [
    index("tax_rates_country").on(table.countryCode),
    uniqueIndex("tax_rates_creation").on(table.creationKey),
    check("tax_rates_rate", sql`rate_ppm between 0 and 1000000`),
    check("tax_rates_not_exempt", sql`tax_class <> 'exempt'`),
  ],
);

export const shippingZones = pgTable(
  "shipping_zones",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** Empty for the rest of the world. */
    countryCodes: text("country_codes").array().$type<readonly string[]>().notNull(),
    /** In upper case. */
    regions: text("regions").array().$type<readonly string[]>().notNull().default(sql`'{}'`),
    /** In upper case, without spaces. */
    postalCodePrefixes: text("postal_code_prefixes").array().$type<readonly string[]>().notNull().default(sql`'{}'`),
    /** Of the zone with its methods. */
    version: integer("version").notNull().default(1),
  },
  (table) => [
    uniqueIndex("shipping_zones_slug").on(table.slug),
    check(
      "shipping_zones_area_of_one_country",
      sql`cardinality(country_codes) = 1 or (cardinality(regions) = 0 and cardinality(postal_code_prefixes) = 0)`,
    ),
  ],
);

/** The rate of a shipping method as JSON. Amounts are in the currency of the price. */
export interface ShippingRateJson {
  readonly fromWeightGrams?: number;
  readonly toWeightGrams?: number;
  /** A decimal string: JSON numbers are not exact. */
  readonly fromAmount?: string;
  readonly toAmount?: string;
  readonly price: string;
  readonly currency: string;
}

export const shippingMethods = pgTable(
  "shipping_methods",
  {
    id: text("id").primaryKey(),
    zoneId: text("zone_id")
      .notNull()
      .references(() => shippingZones.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    taxClass: text("tax_class")
      .notNull()
      .references(() => taxClasses.code),
    /** The carrier that quotes the price. Null if `rates` set it. */
    carrier: text("carrier"),
    rates: jsonb("rates").$type<readonly ShippingRateJson[]>().notNull(),
    minDeliveryDays: integer("min_delivery_days"),
    maxDeliveryDays: integer("max_delivery_days"),
    active: boolean("active").notNull().default(true),
  },
  (table) => [uniqueIndex("shipping_methods_code").on(table.zoneId, table.code)],
);

/**
 * Uses of a promotion with a limit are reserved with the stock and counted here in the same transaction. Uses of a promotion
 * without a limit are counted from order events.
 */
export const promotions = pgTable(
  "promotions",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    class: text("class").$type<"PRODUCT" | "ORDER" | "SHIPPING">().notNull(),
    automatic: boolean("automatic").notNull(),
    priority: integer("priority").notNull().default(0),
    combinesWith: text("combines_with")
      .array()
      .$type<readonly ("PRODUCT" | "ORDER" | "SHIPPING")[]>()
      .notNull()
      .default(sql`'{}'`),
    conditions: jsonb("conditions").notNull(),
    reward: jsonb("reward").notNull(),
    active: boolean("active").notNull().default(false),
    /** Null in a draft. */
    activatedAt: timestampMs("activated_at"),
    startsAt: timestampMs("starts_at"),
    /** Exclusive. */
    endsAt: timestampMs("ends_at"),
    usageLimit: integer("usage_limit"),
    usageLimitPerCustomer: integer("usage_limit_per_customer"),
    reserved: integer("reserved").notNull().default(0),
    used: integer("used").notNull().default(0),
    version: integer("version").notNull().default(1),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    updatedAt: timestampMs("updated_at").notNull().defaultNow(),
    ...creationColumns(),
  },
  (table) => [
    uniqueIndex("promotions_slug").on(table.slug),
    uniqueIndex("promotions_creation").on(table.creationKey),
    index("promotions_newest").on(table.createdAt, table.id),
    index("promotions_automatic").on(table.id).where(sql`active and automatic`),
    check("promotions_class", sql`class in ('PRODUCT', 'ORDER', 'SHIPPING')`),
    check("promotions_counts_not_negative", sql`reserved >= 0 and used >= 0`),
    check("promotions_usage_limit", sql`usage_limit is null or reserved + used <= usage_limit`),
  ],
);

export const couponCodes = pgTable(
  "coupon_codes",
  {
    id: text("id").primaryKey(),
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id, { onDelete: "cascade" }),
    /** As the merchant wrote it. Case does not matter. */
    code: text("code").notNull(),
    usageLimit: integer("usage_limit"),
    reserved: integer("reserved").notNull().default(0),
    used: integer("used").notNull().default(0),
    active: boolean("active").notNull().default(true),
    /** The idempotency key of the request that created it. */
    batchKey: text("batch_key").notNull(),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("coupon_codes_code").on(sql`upper(code)`),
    index("coupon_codes_promotion").on(table.promotionId, table.id),
    index("coupon_codes_prefix").on(table.promotionId, sql`upper(code) collate "C"`),
    check("coupon_codes_counts_not_negative", sql`reserved >= 0 and used >= 0`),
    check("coupon_codes_usage_limit", sql`usage_limit is null or reserved + used <= usage_limit`),
  ],
);

/** Idempotency keys of requests that create coupon codes. */
export const couponBatches = pgTable("coupon_batches", {
  key: text("key").primaryKey(),
  promotionId: text("promotion_id")
    .notNull()
    .references(() => promotions.id, { onDelete: "cascade" }),
  requestHash: text("request_hash").notNull(),
  at: timestampMs("at").notNull().defaultNow(),
});

/** Uses of a promotion by one customer. The key is an account id, or an HMAC of an email address. */
export const promotionCustomers = pgTable(
  "promotion_customers",
  {
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id, { onDelete: "cascade" }),
    customerKey: text("customer_key").notNull(),
    /** The limit of the promotion when the row was last written. */
    usageLimit: integer("usage_limit").notNull(),
    reserved: integer("reserved").notNull().default(0),
    used: integer("used").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.promotionId, table.customerKey] }),
    check("promotion_customers_counts_not_negative", sql`reserved >= 0 and used >= 0`),
    check("promotion_customers_usage_limit", sql`reserved + used <= usage_limit`),
  ],
);

/** Uses of promotions that a reservation holds or has redeemed. Its status is that of the reservation. */
export const reservationRedemptions = pgTable(
  "reservation_redemptions",
  {
    reservationId: text("reservation_id")
      .notNull()
      .references(() => reservations.id),
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id),
    codeId: text("code_id").references(() => couponCodes.id),
    /** Whether the use is counted in the promotion, which had a usage limit then. */
    countsPromotion: boolean("counts_promotion").notNull().default(false),
    /** Whether the use is counted in the coupon code, which had a usage limit then. */
    countsCode: boolean("counts_code").notNull().default(false),
    /** The customers whose uses of the promotion it counts. */
    customerKeys: text("customer_keys").array().notNull().default(sql`'{}'`),
    /** Set when the order was cancelled after it had redeemed the promotion. */
    returned: boolean("returned").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.reservationId, table.promotionId] }),
    index("reservation_redemptions_code").on(table.promotionId, table.codeId),
    index("reservation_redemptions_uncounted").on(table.promotionId).where(sql`not counts_promotion`),
  ],
);

/** Words that search treats alike. */
export const synonymGroups = pgTable("synonym_groups", {
  id: text("id").primaryKey(),
  words: text("words").array().$type<readonly string[]>().notNull(),
  updatedAt: timestampMs("updated_at").notNull().defaultNow(),
  /** Null when no account changed it. */
  updatedBy: text("updated_by"),
});

/** The words of all groups as search compares them. A word belongs to one group. */
export const synonymWords = pgTable(
  "synonym_words",
  {
    key: text("key").primaryKey(),
    groupId: text("group_id")
      .notNull()
      .references(() => synonymGroups.id, { onDelete: "cascade" }),
  },
  (table) => [index("synonym_words_group").on(table.groupId)],
);

/** What was searched for, by day in UTC, without a reference to who searched. */
export const searchQueries = pgTable(
  "search_queries",
  {
    day: date("day", { mode: "string" }).notNull(),
    query: text("query").notNull(),
    searches: integer("searches").notNull(),
    /** Results of the latest search. */
    results: integer("results").notNull(),
    clicks: integer("clicks").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.day, table.query] })],
);

/** Rebuilds of the search index. At most one is running. */
export const indexRebuilds = pgTable(
  "index_rebuilds",
  {
    id: text("id").primaryKey(),
    status: text("status").$type<"RUNNING" | "COMPLETED" | "FAILED">().notNull(),
    /** The index that is being filled. Empty before the first step. */
    indexName: text("index_name").notNull().default(""),
    /** The last product that was written. */
    after: text("after").notNull().default(""),
    productCount: integer("product_count").notNull(),
    processedCount: integer("processed_count").notNull().default(0),
    startedAt: timestampMs("started_at").notNull().defaultNow(),
    completedAt: timestampMs("completed_at"),
    /** Names the run that may continue it until `leased_until`. */
    lease: text("lease").notNull().default(""),
    leasedUntil: timestampMs("leased_until").notNull().defaultNow(),
    /** Consecutive runs that ended with an error. */
    failures: integer("failures").notNull().default(0),
  },
  (table) => [uniqueIndex("index_rebuilds_running").on(table.status).where(sql`status = 'RUNNING'`)],
);

/** Imports of products from a file. */
export const importJobs = pgTable(
  "import_jobs",
  {
    id: text("id").primaryKey(),
    /** Null for a job that no account created. */
    createdBy: text("created_by"),
    idempotencyKey: text("idempotency_key").notNull(),
    requestHash: text("request_hash").notNull(),
    fileName: text("file_name").notNull(),
    size: integer("size").notNull(),
    dryRun: boolean("dry_run").notNull(),
    status: text("status").$type<ImportStatus>().notNull().default("WAITING_FOR_FILE"),
    /** SHA-256 of the token that the address of the file contains. Replaced whenever the job is created again. */
    uploadTokenHash: text("upload_token_hash").notNull().default(""),
    /** The upload whose chunks are imported. Null until the file has arrived. */
    upload: text("upload"),
    /** Lines with text. */
    lineCount: integer("line_count"),
    processedCount: integer("processed_count").notNull().default(0),
    createdCount: integer("created_count").notNull().default(0),
    updatedCount: integer("updated_count").notNull().default(0),
    failedCount: integer("failed_count").notNull().default(0),
    createdAt: timestampMs("created_at").notNull().defaultNow(),
    completedAt: timestampMs("completed_at"),
    /** Names the run that may continue it until `leased_until`. */
    lease: text("lease").notNull().default(""),
    leasedUntil: timestampMs("leased_until").notNull().defaultNow(),
    /** Consecutive runs that ended with an error. */
    failures: integer("failures").notNull().default(0),
  },
  (table) => [
    uniqueIndex("import_jobs_key").on(sql`coalesce(created_by, '')`, table.idempotencyKey),
    index("import_jobs_open").on(table.leasedUntil).where(sql`status in ('WAITING_FOR_FILE', 'RUNNING')`),
  ],
);

export type ImportStatus = "WAITING_FOR_FILE" | "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";

/** Lines of a file that are not processed yet. A chunk is deleted with the statement that counts its lines. */
export const importChunks = pgTable(
  "import_chunks",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    upload: text("upload").notNull(),
    position: integer("position").notNull(),
    /** Lines with their numbers. */
    lines: jsonb("lines").$type<readonly { readonly line: number; readonly text: string }[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.upload, table.position] })],
);

/** Slugs and SKUs of a file, each with the first valid line that has it. Deleted with the end of the job. */
export const importKeys = pgTable(
  "import_keys",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    line: integer("line").notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

/** Lines that were rejected, with the reason. */
export const importErrors = pgTable(
  "import_errors",
  {
    jobId: text("job_id")
      .notNull()
      .references(() => importJobs.id, { onDelete: "cascade" }),
    line: integer("line").notNull(),
    slug: text("slug"),
    code: text("code").notNull(),
    message: text("message").notNull(),
    field: text("field").array().$type<readonly string[]>().notNull(),
    /** The line itself, so that it can be corrected and imported again. Null for one that is too long or not UTF-8. */
    content: text("content"),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.line] })],
);
