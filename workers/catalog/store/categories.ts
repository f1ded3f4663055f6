import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
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
    sql`select ${categoryColumns} from categories c order by cardinality(c.path), c.name, c.id`,
  );
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
