import { sql } from "drizzle-orm";
import { ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraint } from "../../kit/storage/postgres.ts";
import type { CategoryDraft } from "../domain/category.ts";
import { type DomainError, invalid } from "../domain/fields.ts";
import { texts } from "./arrays.ts";

export interface CategoryRow extends Record<string, unknown> {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parent_id: string | null;
  /** From the root down, the category itself last. */
  readonly path: readonly string[];
}

export const categoryColumns = sql.raw("c.id, c.slug, c.name, c.description, c.parent_id, c.path");

/** All of them, parents before children. */
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

/** Categories by id, in any order. */
export async function findCategories(db: Database, ids: readonly string[]): Promise<readonly CategoryRow[]> {
  const { rows } = await db.execute<CategoryRow>(
    sql`select ${categoryColumns} from categories c where c.id = any(${texts(ids)})`,
  );
  return rows;
}

export interface NewCategory extends CategoryDraft {
  readonly id: string;
}

/** Makes a category under a parent that exists. */
export async function insertCategory(db: Database, category: NewCategory): Promise<Result<CategoryRow, DomainError>> {
  const { id, slug, name, description, parentId } = category;
  try {
    const { rows } = await db.execute<CategoryRow>(sql`
      with parent as (select path from categories where id = ${parentId ?? null} for share)
      insert into categories as c (id, slug, name, description, parent_id, path)
      select ${id}, ${slug}, ${name}, ${description}, ${parentId ?? null},
        coalesce((select path from parent), '{}'::text[]) || array[${id}::text]
      where ${parentId === undefined} or exists (select 1 from parent)
      returning ${categoryColumns}`);
    return rows[0] === undefined ? unknownParent : ok(rows[0]);
  } catch (error) {
    if (isConstraint(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

/**
 * The table is locked against other changes of the tree: two moves that are fine alone can make a circle together, and
 * two imports that make the same categories would wait for each other. And against products being written, which keep the
 * names on the way to their categories.
 */
const lockTree = sql`lock table categories in share row exclusive mode`;

/** Makes the categories that are not there yet by slug; parents come before children. */
export async function insertMissing(db: Database, missing: readonly NewCategory[]): Promise<void> {
  const inserts = missing.map(({ id, slug, name, description, parentId }) =>
    db.execute(sql`
      insert into categories (id, slug, name, description, parent_id, path)
      select ${id}, ${slug}, ${name}, ${description}, p.id, coalesce(p.path, '{}') || array[${id}]
      from (select 1) one left join categories p on p.id = ${parentId ?? null}
      where ${parentId === undefined} or p.id is not null
      on conflict (slug) do nothing`),
  );
  await db.batch([db.execute(lockTree), ...inserts]);
}

/** What changes of a category: a field that is absent stays. `parentId` null makes it a root. */
export interface CategoryChange {
  readonly slug?: string;
  readonly name?: string;
  readonly description?: string;
  readonly parentId?: string | null;
}

/** Changes a category, and the paths below it. */
export async function updateCategory(
  db: Database,
  id: string,
  change: CategoryChange,
): Promise<Result<CategoryRow, DomainError>> {
  const { slug = null, name = null, description = null } = change;
  const [moves, parentId] = [change.parentId !== undefined, change.parentId ?? null];
  try {
    const [, { rows: verdict }, , , { rows }] = await db.batch([
      db.execute(lockTree),
      db.execute<{ cycle: boolean; orphan: boolean }>(sql`
        select exists (select 1 from categories where id = ${parentId} and path @> array[${id}]) as cycle,
          ${parentId}::text is not null and not exists (select 1 from categories where id = ${parentId}) as orphan`),
      db.execute(sql`
        with target as (
          select c.id, c.path, case when ${moves} then p.id else c.parent_id end as parent_id,
            case when ${moves} then coalesce(p.path, '{}') || array[c.id] else c.path end as moved
          from categories c left join categories p on p.id = ${parentId}
          where c.id = ${id} and (${parentId}::text is null or (p.id is not null and not p.path @> array[c.id]))
        )
        update categories c set
          path = t.moved || c.path[cardinality(t.path) + 1:],
          slug = case when c.id = t.id then coalesce(${slug}, c.slug) else c.slug end,
          name = case when c.id = t.id then coalesce(${name}, c.name) else c.name end,
          description = case when c.id = t.id then coalesce(${description}, c.description) else c.description end,
          parent_id = case when c.id = t.id then t.parent_id else c.parent_id end
        from target t where c.path @> array[t.id]`),
      db.execute(sql`
        with inside as materialized (
          select id from products
          where category_ids && array(select below.id from categories below where below.path @> array[${id}])
          order by slug, id for update
        )
        update products p set category_text = coalesce((
          select string_agg(distinct c.name, ' ') from categories leaf
          join categories c on leaf.path @> array[c.id] where leaf.id = any(p.category_ids)
        ), '')
        from inside where p.id = inside.id`),
      db.execute<CategoryRow>(sql`select ${categoryColumns} from categories c where c.id = ${id}`),
    ]);
    if (verdict[0]?.orphan) return unknownParent;
    if (verdict[0]?.cycle) return invalid("CATEGORY_CYCLE", "a category cannot stand below itself", "parentId");
    return rows[0] === undefined ? noCategory : ok(rows[0]);
  } catch (error) {
    if (isConstraint(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

/** Deletes a category that nothing is in. What is written into it meanwhile waits for the lock, or was seen. */
export async function deleteCategory(db: Database, id: string): Promise<Result<void, DomainError>> {
  try {
    const [, { rows }] = await db.batch([
      db.execute(lockTree),
      db.execute<{ deleted: boolean; found: boolean }>(sql`
        with gone as (
          delete from categories c where c.id = ${id}
            and not exists (select 1 from products p where p.category_ids @> array[c.id] and p.deleted_at is null)
          returning c.id
        )
        select exists (select 1 from gone) as deleted,
          exists (select 1 from categories where id = ${id}) as found`),
    ]);
    if (rows[0]?.deleted) return ok(undefined);
    return rows[0]?.found ? notEmpty : noCategory;
  } catch (error) {
    if (findPostgresError(error)?.code === "23503") return notEmpty;
    throw error;
  }
}

const noCategory = invalid("NOT_FOUND", "there is no such category", "id");
const unknownParent = invalid("UNKNOWN_CATEGORY", "there is no such parent", "parentId");
const slugTaken = invalid("SLUG_TAKEN", "another category has this slug", "slug");
const notEmpty = invalid("CATEGORY_NOT_EMPTY", "it still has children or products", "id");
