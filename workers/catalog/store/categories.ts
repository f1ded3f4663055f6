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

/** Siblings that were never moved have no position: they follow by name. */
export const siblingOrder = sql.raw("c.position nulls last, c.name collate natural_order, c.id");

/** Returns all categories, parents before children, siblings in their order. */
export async function listCategories(db: Database): Promise<readonly CategoryRow[]> {
  const { rows } = await db.execute<CategoryRow>(
    sql`select ${categoryColumns} from categories c order by cardinality(c.path), ${siblingOrder}`,
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

/**
 * Returns the number of products of each category and its descendants, without categories that have none. Many products have the same
 * categories: these are counted first, so that each set of categories is resolved once.
 */
export async function countProducts(
  db: Database,
): Promise<readonly { readonly categoryId: string; readonly products: number }[]> {
  const { rows } = await db.execute<{ categoryId: string; products: number }>(sql`
    with sets as materialized (
      select category_ids, count(*) as products from products where deleted_at is null group by category_ids
    )
    select above.id as "categoryId", sum(s.products)::int as products
    from sets s cross join lateral (
      select distinct a.id from categories leaf cross join lateral unnest(leaf.path) as a(id) where leaf.id = any(s.category_ids)
    ) above
    group by above.id`);
  return rows;
}
