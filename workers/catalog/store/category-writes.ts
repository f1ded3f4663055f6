import { type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraintViolation } from "../../kit/storage/postgres.ts";
import type { CategoryInput } from "../domain/category.ts";
import { invalid } from "../domain/fields.ts";
import { type CategoryRow, categoryColumns, siblingOrder } from "./categories.ts";

/** Inserts a category. Its parent must exist. */
export async function insertCategory(
  db: Database,
  category: CategoryInput & { readonly id: string },
): Promise<Result<CategoryRow, DomainError>> {
  const { id, slug, name, description, parentId } = category;
  try {
    const { rows } = await db.execute<CategoryRow>(sql`
      with parent as (select path from categories where id = ${parentId ?? null} for share)
      insert into categories as c (id, slug, name, description, parent_id, path, created_path)
      select ${id}, ${slug}, ${name}, ${description}, ${parentId ?? null},
        coalesce((select path from parent), '{}'::text[]) || array[${id}::text],
        array(
          select a.name from parent, unnest(parent.path) with ordinality as u(id, depth)
          join categories a on a.id = u.id order by u.depth
        ) || array[${name}::text]
      where ${parentId === undefined} or exists (select 1 from parent)
      returning ${categoryColumns}`);
    return rows[0] === undefined ? parentNotFound : ok(rows[0]);
  } catch (error) {
    if (isConstraintViolation(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

/**
 * Locks the table against other writes to the tree: two valid concurrent moves can create a cycle together, and two
 * imports that create the same categories would deadlock. It also blocks product writes, because products store the
 * names on the path to their categories.
 */
const lockTree = sql`lock table categories in share row exclusive mode`;

/** A category that an import creates. */
export interface NewCategory {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parentId: string | undefined;
  /** Case-folded names from a root to the category itself. */
  readonly createdPath: readonly string[];
}

/**
 * Inserts the categories that no concurrent import has created, with one statement per level. A category whose parent or
 * slug was created concurrently is not inserted.
 */
export async function insertMissingCategories(db: Database, missing: readonly NewCategory[]): Promise<void> {
  const levels = new Map<number, NewCategory[]>();
  for (const category of missing) {
    const depth = category.createdPath.length;
    levels.set(depth, [...(levels.get(depth) ?? []), category]);
  }
  const inserts = [...levels].sort(([a], [b]) => a - b).map(([, level]) => db.execute(insertLevel(level)));
  await db.batch([db.execute(lockTree), ...inserts]);
}

function insertLevel(level: readonly NewCategory[]): SQL {
  return sql`
    insert into categories (id, slug, name, description, parent_id, path, created_path)
    select n.id, n.slug, n.name, '', p.id, coalesce(p.path, '{}') || array[n.id], n."createdPath"
    from jsonb_to_recordset(${JSON.stringify(level)}::jsonb)
      as n(id text, slug text, name text, "parentId" text, "createdPath" text[])
    left join categories p on p.id = n."parentId"
    where (n."parentId" is null or p.id is not null)
      and not exists (select 1 from categories c where c.created_path = n."createdPath")
    on conflict (slug) do nothing`;
}

/** The fields of a category to update. Absent fields stay unchanged. `parentId: null` makes it a root. */
export interface CategoryChange {
  readonly slug?: string;
  readonly name?: string;
  readonly description?: string;
  readonly parentId?: string | null;
}

/** Updates a category, the paths of its subtree and the category names stored with products. A new child follows its siblings. */
export async function updateCategory(
  db: Database,
  id: string,
  change: CategoryChange,
  place: SQL = sql`select 1`,
): Promise<Result<CategoryRow, DomainError>> {
  const { slug = null, name = null, description = null } = change;
  const [moves, parentId] = [change.parentId !== undefined, change.parentId ?? null];
  try {
    const [, { rows: checks }, , , , { rows }] = await db.batch([
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
          position = case when c.id = t.id and t.parent_id is distinct from c.parent_id then null else c.position end,
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
      db.execute(place),
      db.execute<CategoryRow>(sql`select ${categoryColumns} from categories c where c.id = ${id}`),
    ]);
    if (checks[0]?.orphan) return parentNotFound;
    if (checks[0]?.cycle) return invalid("CATEGORY_CYCLE", "A category cannot be its own ancestor", "parentId");
    return rows[0] === undefined ? categoryNotFound : ok(rows[0]);
  } catch (error) {
    if (isConstraintViolation(error, "categories_slug")) return slugTaken;
    throw error;
  }
}

/**
 * Moves a category to a place among the children of a parent, or among the roots. A place beyond the end is the end. A move among its
 * siblings leaves paths and products as they are.
 */
export async function moveCategory(
  db: Database,
  id: string,
  { parentId, position }: { readonly parentId: string | null; readonly position: number },
): Promise<Result<CategoryRow, DomainError>> {
  const place = placeAmongSiblings(id, { parentId, position });
  const [, , { rows }] = await db.batch([
    db.execute(lockTree),
    db.execute(place),
    db.execute<CategoryRow>(sql`select ${categoryColumns} from categories c where c.id = ${id}`),
  ]);
  if (rows[0] === undefined) return categoryNotFound;
  return rows[0].parent_id === parentId ? ok(rows[0]) : updateCategory(db, id, { parentId }, place);
}

/** Numbers the children of a parent, with the category at its place. Changes nothing while the category has another parent. */
function placeAmongSiblings(
  id: string,
  { parentId, position }: { readonly parentId: string | null; readonly position: number },
): SQL {
  return sql`
    with siblings as (
      select c.id, row_number() over (order by ${siblingOrder}) - 1 as place from categories c
      where c.parent_id is not distinct from ${parentId} and c.id <> ${id}
    ), placed as (
      select id, place + case when place >= ${position}::int then 1 else 0 end as position from siblings
      union all select ${id}, least(${position}::int, (select count(*) from siblings))
    )
    update categories c set position = p.position from placed p
    where c.id = p.id and c.position is distinct from p.position
      and exists (select from categories where id = ${id} and parent_id is not distinct from ${parentId})`;
}

/** Deletes a category without children and products. Concurrent writes wait for the lock or are seen by the check. */
export async function deleteCategory(db: Database, id: string): Promise<Result<void, DomainError>> {
  try {
    const [, { rows }] = await db.batch([
      db.execute(lockTree),
      db.execute<{ deleted: boolean; found: boolean }>(sql`
        with deleted as (
          delete from categories c where c.id = ${id}
            and not exists (select 1 from products p where p.category_ids @> array[c.id] and p.deleted_at is null)
          returning c.id
        )
        select exists (select 1 from deleted) as deleted,
          exists (select 1 from categories where id = ${id}) as found`),
    ]);
    if (rows[0]?.deleted) return ok(undefined);
    return rows[0]?.found ? notEmpty : categoryNotFound;
  } catch (error) {
    if (findPostgresError(error)?.code === "23503") return notEmpty;
    throw error;
  }
}

const categoryNotFound = invalid("NOT_FOUND", "Category not found", "id");
const parentNotFound = invalid("UNKNOWN_CATEGORY", "Parent category not found", "parentId");
const slugTaken = invalid("SLUG_TAKEN", "Another category has this slug", "slug");
const notEmpty = invalid("CATEGORY_NOT_EMPTY", "The category has children or products", "id");
