import { sql } from "drizzle-orm";
import { boolean, char, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bigintNotNull, timestampMs } from "./columns.ts";
import { variants } from "./products.ts";

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
