import { sql } from "drizzle-orm";
import { boolean, char, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { creationColumns, timestampMs } from "./columns.ts";

/** The class `exempt` always exists and is never taxed. */
export const taxClasses = pgTable("tax_classes", {
  code: text("code").primaryKey(),
  name: text("name").notNull(),
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
