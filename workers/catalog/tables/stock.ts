import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns.ts";
import { variants } from "./products.ts";

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
