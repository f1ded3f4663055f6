import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";

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
