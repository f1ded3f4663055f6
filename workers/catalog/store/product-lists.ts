import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import type { Selection } from "./product-fields.ts";
import { productJson } from "./product-json.ts";
import type { PartialProduct } from "./product-rows.ts";
import { subtreeIds } from "./products.ts";

export type ListSort = "newest" | "name" | "price_asc" | "price_desc" | "best_selling";

/**
 * The sort key of each order: the current one, and the one before a change (`f` is a row of former_places, or null when
 * the product did not change).
 */
const sorts: Readonly<Record<ListSort, { current: SQL; previous: SQL; type: SQL; descending: boolean }>> = {
  newest: { current: sql`p.created_at`, previous: sql`p.created_at`, type: sql`timestamptz`, descending: true },
  name: {
    current: sql`p.name collate natural_order`,
    previous: sql`coalesce(f.name, p.name) collate natural_order`,
    type: sql`text`,
    descending: false,
  },
  price_asc: { ...priceKey(), descending: false },
  price_desc: { ...priceKey(), descending: true },
  best_selling: {
    current: sql`p.units_sold`,
    previous: sql`coalesce(f.units_sold, p.units_sold)`,
    type: sql`bigint`,
    descending: true,
  },
};

function priceKey() {
  const [current, previous] = [sql`p.min_price_minor`, sql`coalesce(f.min_price_minor, p.min_price_minor)`];
  return { current, previous, type: sql`bigint` };
}

/** The end of a page: sort value and id of its last product, and the snapshot in which the first page was read. */
export interface ListPosition {
  readonly value: string;
  readonly id: string;
  /** Absent in cursors of the first release. Such a list continues with current positions. */
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
 * Returns one page of products per query, in one round trip. A page has one row more than its size when another page
 * follows. Pagination is by position (keyset), not by offset, and a product keeps the position that it had when the first
 * page was read. Inserts, deletions, renames, sales and price changes between two pages neither repeat a product nor skip
 * one that still exists.
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
  const { current, descending } = sorts[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  return sql`
    select ${productJson(selection)} as product, ${current}::text as sort_value, pg_current_snapshot()::text as snapshot
    from products p where p.deleted_at is null ${inCategory(categorySlug)}
    order by ${current} ${direction}, p.id ${direction} ${limit(size + 1)}`;
}

function laterPage(query: ListQuery, after: ListPosition): SQL {
  const direction = sorts[query.sort].descending ? sql`desc` : sql`asc`;
  const snapshot = after.snapshot === undefined ? sql`pg_current_snapshot()` : sql`${after.snapshot}::pg_snapshot`;
  return sql`
    with page as (${pageAfter(query, after, snapshot)})
    select ${productJson(query.selection)} as product, page.value::text as sort_value, ${snapshot}::text as snapshot
    from page join products p on p.id = page.id
    order by page.value ${direction}, p.id ${direction} ${limit(query.size + 1)}`;
}

/** Products whose position did not change since the snapshot come from the index. The few others are added. */
function pageAfter({ sort, categorySlug, size }: ListQuery, { value, id }: ListPosition, snapshot: SQL): SQL {
  const { current, previous, type, descending } = sorts[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const isAfter = (column: SQL) => sql`(${column}, p.id) ${descending ? sql`<` : sql`>`} (${value}::${type}, ${id})`;
  return sql`(
      select p.id, ${current} as value from products p
      where p.deleted_at is null ${inCategory(categorySlug)} and ${isAfter(current)}
        and pg_visible_in_snapshot(p.placed_by, ${snapshot})
      order by ${current} ${direction}, p.id ${direction} ${limit(size + 1)}
    ) union all (
      select p.id, ${previous} as value from products p
      left join lateral (
        select * from former_places f
        where f.product_id = p.id and not pg_visible_in_snapshot(f.changed_by, ${snapshot})
        order by f.id limit 1
      ) f on true
      where p.deleted_at is null ${inCategory(categorySlug)} and ${isAfter(previous)}
        and p.placed_by >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(p.placed_by, ${snapshot})
    )`;
}

/**
 * Writes the limit into the statement's text; there is one text per page size. Postgres assumes many rows when it plans
 * for a limit that is a parameter, so it would plan the statement again for every execution.
 */
function limit(count: number): SQL {
  return sql.raw(`limit ${count}`);
}

function inCategory(slug: string): SQL {
  return slug === "" ? sql`` : sql`and p.category_ids && ${subtreeIds(slug)}`;
}

/** Deletes positions that only a list begun more than an hour ago would need. */
export async function deleteOldPositions(db: Database): Promise<void> {
  await db.execute(sql`delete from former_places where at < now() - interval '1 hour'`);
}
