import { sql } from "drizzle-orm";
import { type Database, findPostgresError, isConstraint } from "../../kit/postgres.ts";
import { ok, type Result } from "../../kit/result.ts";
import type { CategoryDraft } from "../domain/category.ts";
import { invalid, type Refusal } from "../domain/fields.ts";

export interface CategoryRow extends Record<string, unknown> {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parent_id: string | null;
  /** From the root down, the category itself last. */
  readonly path: readonly string[];
}

const columns = sql.raw("c.id, c.slug, c.name, c.description, c.parent_id, c.path");

/** All of them, parents before children. */
export async function listCategories(db: Database): Promise<readonly CategoryRow[]> {
  const { rows } = await db.execute<CategoryRow>(
    sql`select ${columns} from categories c order by cardinality(c.path), c.name, c.id`,
  );
  return rows;
}

export async function findCategory(
  db: Database,
  key: { readonly id: string } | { readonly slug: string },
): Promise<CategoryRow | undefined> {
  const where = "id" in key ? sql`c.id = ${key.id}` : sql`c.slug = ${key.slug}`;
  const { rows } = await db.execute<CategoryRow>(sql`select ${columns} from categories c where ${where}`);
  return rows[0];
}

export interface NewCategory extends CategoryDraft {
  readonly id: string;
}

/** Makes a category under a parent that exists. */
export async function insertCategory(db: Database, category: NewCategory): Promise<Result<CategoryRow, Refusal>> {
  const { id, slug, name, description, parentId } = category;
  try {
    const { rows } = await db.execute<CategoryRow>(sql`
      with parent as (select path from categories where id = ${parentId ?? null} for share)
      insert into categories as c (id, slug, name, description, parent_id, path)
      select ${id}, ${slug}, ${name}, ${description}, ${parentId ?? null},
        coalesce((select path from parent), '{}'::text[]) || array[${id}::text]
      where ${parentId === undefined} or exists (select 1 from parent)
      returning ${columns}`);
    return rows[0] === undefined ? unknownParent : ok(rows[0]);
  } catch (error) {
    if (isConstraint(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

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
  const [first, ...rest] = inserts;
  if (first !== undefined) await db.batch([first, ...rest]);
}

/**
 * Writes a category whole. The table is locked against other changes of the tree: two moves that are fine alone can
 * make a circle together.
 */
export async function updateCategory(
  db: Database,
  id: string,
  draft: CategoryDraft,
): Promise<Result<CategoryRow, Refusal>> {
  const parentId = draft.parentId ?? null;
  try {
    const [, { rows: verdict }, , , { rows }] = await db.batch([
      db.execute(sql`lock table categories in share row exclusive mode`),
      db.execute<{ cycle: boolean; orphan: boolean }>(sql`
        select exists (select 1 from categories where id = ${parentId} and path @> array[${id}]) as cycle,
          ${parentId}::text is not null and not exists (select 1 from categories where id = ${parentId}) as orphan`),
      db.execute(sql`
        with target as (
          select c.id, c.path, coalesce(p.path, '{}') || array[c.id] as moved from categories c
          left join categories p on p.id = ${parentId}
          where c.id = ${id} and (${parentId}::text is null or (p.id is not null and not p.path @> array[c.id]))
        )
        update categories c set
          path = t.moved || c.path[cardinality(t.path) + 1:],
          slug = case when c.id = t.id then ${draft.slug} else c.slug end,
          name = case when c.id = t.id then ${draft.name} else c.name end,
          description = case when c.id = t.id then ${draft.description} else c.description end,
          parent_id = case when c.id = t.id then ${parentId} else c.parent_id end
        from target t where c.path @> array[t.id]`),
      db.execute(sql`
        update products p set category_text = coalesce((
          select string_agg(distinct c.name, ' ') from categories leaf
          join categories c on leaf.path @> array[c.id] where leaf.id = any(p.category_ids)
        ), '')
        where p.category_ids && array(select below.id from categories below where below.path @> array[${id}])`),
      db.execute<CategoryRow>(sql`select ${columns} from categories c where c.id = ${id}`),
    ]);
    if (verdict[0]?.orphan) return unknownParent;
    if (verdict[0]?.cycle) return invalid("CATEGORY_CYCLE", "a category cannot stand below itself", "parentId");
    return rows[0] === undefined ? noCategory : ok(rows[0]);
  } catch (error) {
    if (isConstraint(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

/** Deletes a category that nothing is in. */
export async function deleteCategory(db: Database, id: string): Promise<Result<void, Refusal>> {
  try {
    const { rows } = await db.execute<{ deleted: boolean; found: boolean }>(sql`
      with found as (select id from categories where id = ${id} for update), gone as (
        delete from categories c using found f where c.id = f.id
          and not exists (select 1 from products p where p.category_ids @> array[f.id] and p.deleted_at is null)
        returning c.id
      )
      select exists (select 1 from gone) as deleted, exists (select 1 from found) as found`);
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
