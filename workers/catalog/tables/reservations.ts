import { sql } from "drizzle-orm";
import { boolean, char, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bigintNotNull, timestampMs } from "./columns.ts";
import { couponCodes, promotions } from "./promotions.ts";

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
