import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { creationColumns, timestampMs } from "./columns.ts";

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
