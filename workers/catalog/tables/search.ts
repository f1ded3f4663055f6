import { sql } from "drizzle-orm";
import { date, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { timestampMs } from "./columns.ts";

/**
 * The words of products that a misspelt word of a query is compared with. Written by a trigger. Words that no product has any
 * more stay.
 */
export const productWords = pgTable("product_words", { word: text("word").primaryKey() }, () => [
  index("product_words_first").on(sql`left(word, 1)`),
]);

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
