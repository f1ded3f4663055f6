import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";

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
