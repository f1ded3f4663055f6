import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import type { NamedCategory } from "../domain/category-paths.ts";
import { textArray } from "./arrays.ts";

export interface CategoryRow extends Record<string, unknown> {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parent_id: string | null;
  /** Ids from the root to the category itself. */
  readonly path: readonly string[];
}

export const categoryColumns = sql.raw("c.id, c.slug, c.name, c.description, c.parent_id, c.path");

/** Returns all categories, parents before children. */
export async function listCategories(db: Database): Promise<readonly CategoryRow[]> {
  const { rows } = await db.execute<CategoryRow>(
    sql`select ${categoryColumns} from categories c order by cardinality(c.path), c.name collate natural_order, c.id`,
  );
  return rows;
}

/** A category with the names that imports find it by. */
export type CategoryNames = NamedCategory & { readonly slug: string };

/** Returns the names of all categories, parents before children, the oldest first. */
export async function listCategoryNames(db: Database): Promise<readonly CategoryNames[]> {
  const { rows } = await db.execute<CategoryNames & Record<string, unknown>>(sql`
    select c.id, c.slug, c.name, c.parent_id as "parentId", c.created_path as "createdPath"
    from categories c order by cardinality(c.path), c.id`);
  return rows;
}

export async function findCategory(db: Database, id: string): Promise<CategoryRow | undefined> {
  const { rows } = await db.execute<CategoryRow>(sql`select ${categoryColumns} from categories c where c.id = ${id}`);
  return rows[0];
}

/** Returns categories by id, in no particular order. */
export async function findCategories(db: Database, ids: readonly string[]): Promise<readonly CategoryRow[]> {
  const { rows } = await db.execute<CategoryRow>(
    sql`select ${categoryColumns} from categories c where c.id = any(${textArray(ids)})`,
  );
  return rows;
}
