import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { taxClasses } from "./taxes.ts";

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
