import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { type PartialProduct, productJson, type Selection } from "./product-rows.ts";
import { subtree } from "./products.ts";

export type ListSort = "newest" | "name" | "price_asc" | "price_desc" | "best_selling";

/** What each order sorts by: now, and before a change (`f` is a row of former_places, or none). */
const sorts: Readonly<Record<ListSort, { now: SQL; before: SQL; type: SQL; descending: boolean }>> = {
  newest: { now: sql`p.created_at`, before: sql`p.created_at`, type: sql`timestamptz`, descending: true },
  name: { now: sql`p.name`, before: sql`coalesce(f.name, p.name)`, type: sql`text`, descending: false },
  price_asc: { ...price(), descending: false },
  price_desc: { ...price(), descending: true },
  best_selling: {
    now: sql`p.units_sold`,
    before: sql`coalesce(f.units_sold, p.units_sold)`,
    type: sql`bigint`,
    descending: true,
  },
};

function price() {
  const [now, before] = [sql`p.min_price_minor`, sql`coalesce(f.min_price_minor, p.min_price_minor)`];
  return { now, before, type: sql`bigint` };
}

/** Where a page ended: the sort value and id of its last product, and the snapshot in which the list was begun. */
export interface ListPosition {
  readonly value: string;
  readonly id: string;
  /** Absent in cursors of the first release: such a list goes on by what is true now. */
  readonly snapshot: string | undefined;
}

export interface ListQuery {
  readonly size: number;
  readonly sort: ListSort;
  readonly categorySlug: string;
  readonly after: ListPosition | undefined;
  readonly selection: Selection;
}

export type ListedRow = { readonly product: PartialProduct; readonly sort_value: string; readonly snapshot: string };

/**
 * Pages of products, each one longer than asked for, in one round trip. Pages go by position and not by count, and a
 * product keeps the position that it had when the list was begun: whatever is inserted, deleted, renamed, sold or
 * re-priced between two pages, nothing is shown twice, and nothing that stays is left out.
 */
export async function listProducts(
  db: Database,
  queries: readonly ListQuery[],
): Promise<readonly (readonly ListedRow[])[]> {
  const [first, ...rest] = queries.map((query) => db.execute<ListedRow>(pageStatement(query)));
  if (first === undefined) return [];
  const pages = rest.length === 0 ? [await first] : await db.batch([first, ...rest]);
  return pages.map(({ rows }) => rows);
}

function pageStatement(query: ListQuery): SQL {
  return query.after === undefined ? firstPage(query) : laterPage(query, query.after);
}

function firstPage({ sort, categorySlug, size, selection }: ListQuery): SQL {
  const { now, descending } = sorts[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  return sql`
    select ${productJson(selection)} as product, ${now}::text as sort_value, pg_current_snapshot()::text as snapshot
    from products p where p.deleted_at is null ${within(categorySlug)}
    order by ${now} ${direction}, p.id ${direction} ${limit(size + 1)}`;
}

function laterPage(query: ListQuery, after: ListPosition): SQL {
  const direction = sorts[query.sort].descending ? sql`desc` : sql`asc`;
  const snapshot = after.snapshot === undefined ? sql`pg_current_snapshot()` : sql`${after.snapshot}::pg_snapshot`;
  return sql`
    with page as (${nextPage(query, after, snapshot)})
    select ${productJson(query.selection)} as product, page.value::text as sort_value, ${snapshot}::text as snapshot
    from page join products p on p.id = page.id
    order by page.value ${direction}, p.id ${direction} ${limit(query.size + 1)}`;
}

/** What has kept its place since the list was begun comes from the index; beside it the few that have not. */
function nextPage({ sort, categorySlug, size }: ListQuery, { value, id }: ListPosition, snapshot: SQL): SQL {
  const { now, before, type, descending } = sorts[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const beyond = (column: SQL) => sql`(${column}, p.id) ${descending ? sql`<` : sql`>`} (${value}::${type}, ${id})`;
  return sql`(
      select p.id, ${now} as value from products p
      where p.deleted_at is null ${within(categorySlug)} and ${beyond(now)}
        and pg_visible_in_snapshot(p.placed_by, ${snapshot})
      order by ${now} ${direction}, p.id ${direction} ${limit(size + 1)}
    ) union all (
      select p.id, ${before} as value from products p
      left join lateral (
        select * from former_places f
        where f.product_id = p.id and not pg_visible_in_snapshot(f.changed_by, ${snapshot})
        order by f.id limit 1
      ) f on true
      where p.deleted_at is null ${within(categorySlug)} and ${beyond(before)}
        and p.placed_by >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(p.placed_by, ${snapshot})
    )`;
}

/**
 * Part of the statement's text, of which there are as many as sizes of a page: a plan that is made once for a limit that
 * it does not know is one for many rows, and Postgres would rather plan each time anew.
 */
function limit(most: number): SQL {
  return sql.raw(`limit ${most}`);
}

function within(categorySlug: string): SQL {
  return categorySlug === "" ? sql`` : sql`and p.category_ids && ${subtree(categorySlug)}`;
}

/** Forgets places that only a list begun an hour ago would need. */
export async function deleteOldPositions(db: Database): Promise<void> {
  await db.execute(sql`delete from former_places where at < now() - interval '1 hour'`);
}
