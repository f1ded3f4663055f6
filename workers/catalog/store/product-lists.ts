import { type SQL, sql } from "drizzle-orm";
import { literalLimit } from "../../kit/storage/literal-limit.ts";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { currencyStep } from "../domain/currency-order.ts";
import { marketCte, type ProductRead } from "./market-prices.ts";
import { currencyOffset } from "./price-order.ts";
import { productJson } from "./product-json.ts";
import type { PartialProduct } from "./product-rows.ts";
import { subtreeIds } from "./products.ts";
import { readPrices } from "./read-prices.ts";

export type ListSort = "newest" | "name" | "price_asc" | "price_desc" | "best_selling";

/**
 * The current sort key, and the one before a change (`f` is a row of former_places, or null when the product did not
 * change).
 */
interface SortKey {
  readonly current: SQL;
  readonly previous: SQL;
  readonly type: SQL;
  readonly descending: boolean;
}

type PriceSort = Extract<ListSort, "price_asc" | "price_desc">;

const isPriceSort = (sort: ListSort): sort is PriceSort => sort === "price_asc" || sort === "price_desc";

const sortKeys: Readonly<Record<Exclude<ListSort, PriceSort>, SortKey>> = {
  newest: { current: sql`p.created_at`, previous: sql`p.created_at`, type: sql`timestamptz`, descending: true },
  name: {
    current: sql`p.name collate natural_order`,
    previous: sql`coalesce(f.name, p.name) collate natural_order`,
    type: sql`text`,
    descending: false,
  },
  best_selling: {
    current: sql`p.units_sold`,
    previous: sql`coalesce(f.units_sold, p.units_sold)`,
    type: sql`bigint`,
    descending: true,
  },
};

function sortKeyOf({ sort, currency }: ListQuery): SortKey {
  if (!isPriceSort(sort)) return sortKeys[sort];
  const descending = sort === "price_desc";
  const value = (price: SQL, of: SQL) =>
    sql`(${price} ${descending ? sql`-` : sql`+`} ${currencyOffset(of, currency)})`;
  return {
    current: value(sql`p.min_price_minor`, sql`p.currency`),
    previous: value(sql`coalesce(f.min_price_minor, p.min_price_minor)`, sql`coalesce(f.currency, p.currency)`),
    type: sql`numeric`,
    descending,
  };
}

const directionOf = ({ descending }: SortKey): SQL => (descending ? sql`desc` : sql`asc`);

/** The end of a page: sort value and id of its last product, and the snapshot in which the first page was read. */
export interface ListPosition {
  readonly value: string;
  readonly id: string;
  /** Absent in cursors of the first release. Such a list continues with current positions. */
  readonly snapshot: string | undefined;
}

export interface ListQuery extends ProductRead {
  readonly size: number;
  readonly sort: ListSort;
  /** Lists by price begin with this currency. The others follow by code. */
  readonly currency: string;
  readonly categorySlug: string;
  readonly after: ListPosition | undefined;
}

export type ListedRow = { readonly product: PartialProduct; readonly sort_value: string; readonly snapshot: string };

/**
 * Returns one page of products per query, in one round trip, or in two: see `readPrices`. A page has one row more than its
 * size when another page follows. Pagination is by position (keyset), not by offset, and a product keeps the position that
 * it had when the first page was read. Inserts, deletions, renames, sales and price changes between two pages neither repeat
 * a product nor skip one that still exists.
 */
export function listProducts(db: Database, queries: readonly ListQuery[]): Promise<readonly (readonly ListedRow[])[]> {
  return readPrices(
    queries,
    (reads) => readPages(db, reads),
    (pages) => pages.flat().map(({ product }) => product),
  );
}

async function readPages(db: Database, queries: readonly ListQuery[]): Promise<readonly (readonly ListedRow[])[]> {
  const [first, ...rest] = queries.map((query) => db.execute<ListedRow>(pageStatement(query)));
  if (first === undefined) return [];
  const pages = rest.length === 0 ? [await first] : await db.batch([first, ...rest]);
  return pages.map(({ rows }) => rows);
}

function pageStatement(query: ListQuery): SQL {
  return query.after === undefined ? firstPage(query) : laterPage(query, query.after);
}

function firstPage(query: ListQuery): SQL {
  const { sort, categorySlug, size } = query;
  const key = sortKeyOf(query);
  const direction = directionOf(key);
  if (isPriceSort(sort) || categorySlug !== "") {
    const positions = isPriceSort(sort) ? pricedScans(query, undefined, sql``) : scan(query, { value: key.current });
    return pageOf(query, positions, sql`pg_current_snapshot()`);
  }
  return sql`
    ${marketCte(query)} select ${productJson(query)} as product, ${key.current}::text as sort_value, pg_current_snapshot()::text as snapshot
    from products p where p.deleted_at is null
    order by ${key.current} ${direction}, p.id ${direction} ${literalLimit(size + 1)}`;
}

function laterPage(query: ListQuery, after: ListPosition): SQL {
  const snapshot = after.snapshot === undefined ? sql`pg_current_snapshot()` : sql`${after.snapshot}::pg_snapshot`;
  return pageOf(query, pageAfter(query, after, snapshot), snapshot);
}

/** Reads the products of `positions(id, value)`. These may use what `categoryCtes` defines. */
function pageOf(query: ListQuery, positions: SQL, snapshot: SQL): SQL {
  const direction = directionOf(sortKeyOf(query));
  return sql`
    ${marketCte(query, sql`${categoryCtes(query.categorySlug)} page as (${positions})`)}
    select ${productJson(query)} as product, page.value::text as sort_value, ${snapshot}::text as snapshot
    from page join products p on p.id = page.id
    order by page.value ${direction}, p.id ${direction} ${literalLimit(query.size + 1)}`;
}

/** Products whose position did not change since the snapshot come from the index. The few others are added. */
function pageAfter(query: ListQuery, after: ListPosition, snapshot: SQL): SQL {
  const { sort, categorySlug } = query;
  const key = sortKeyOf(query);
  const isUnmoved = sql`and pg_visible_in_snapshot(p.placed_by, ${snapshot})`;
  // With two bounds, Postgres expects few of these products, also in a plan for all snapshots.
  const isRecent = sql`p.placed_by between pg_snapshot_xmin(${snapshot}) and '18446744073709551615'::xid8`;
  return sql`(
      ${
        isPriceSort(sort)
          ? pricedScans(query, after, isUnmoved)
          : scan(query, { value: key.current, range: sql`and ${isAfter(key, key.current, after)}`, isUnmoved })
      }
    ) union all (
      select p.id, ${key.previous} as value from products p
      left join lateral (
        select * from former_places f
        where f.product_id = p.id and not pg_visible_in_snapshot(f.changed_by, ${snapshot})
        order by f.id limit 1
      ) f on true
      where p.deleted_at is null ${inCategory(categorySlug)} and ${isAfter(key, key.previous, after)}
        and ${isRecent} and not pg_visible_in_snapshot(p.placed_by, ${snapshot})
    )`;
}

const isAfter = ({ descending, type }: SortKey, value: SQL, after: ListPosition): SQL =>
  sql`(${value}, p.id) ${descending ? sql`<` : sql`>`} (${after.value}::${type}, ${after.id})`;

interface Scan {
  readonly value: SQL;
  /** A condition, after `and`, that selects a range of the values. */
  readonly range?: SQL;
  /** A condition, after `and`, that no index has. */
  readonly isUnmoved?: SQL;
  /** Whether no index has the order of the values. */
  readonly isUnordered?: boolean;
}

/** Returns a `select` of the first products that match, in the order of `value`. */
function scan(query: ListQuery, options: Scan): SQL {
  if (query.categorySlug !== "") return scanCategory(query, options);
  return scanTable(query, options, { table: sql`products`, condition: sql`p.deleted_at is null` });
}

function scanTable(
  query: ListQuery,
  { value, range = sql``, isUnmoved = sql`` }: Scan,
  { table, condition }: { readonly table: SQL; readonly condition: SQL },
): SQL {
  const direction = directionOf(sortKeyOf(query));
  return sql`
    select p.id, ${value} as value from ${table} p where ${condition} ${range} ${isUnmoved}
    order by ${value} ${direction}, p.id ${direction} ${literalLimit(query.size + 1)}`;
}

/** The products of a category that are sorted for a page. A category with more is large. */
const maxSorted = 2_000;
/** Products of all categories that are read in the order of the list, for each product of a page of a large category. */
const readsPerProduct = 50;

/**
 * Scans a category, after `categoryCtes`. The products of a small one are sorted. For a large one, a limited number of products of all
 * categories is read in the order of the list. If these have no whole page, Postgres chooses the plan. See decision 0083.
 */
function scanCategory(query: ListQuery, options: Scan): SQL {
  const { value, range = sql``, isUnmoved = sql``, isUnordered = false } = options;
  const { size, categorySlug } = query;
  const direction = directionOf(sortKeyOf(query));
  const maxRead = readsPerProduct * (size + 1);
  const isLarge = sql`(select is_large from category)`;
  const isFound = sql`(select is_found from progress)`;
  const small = scanTable(query, options, { table: sql`members`, condition: sql`not ${isLarge}` });
  const scanLarge = (condition: SQL) =>
    scanTable(query, options, {
      table: sql`products`,
      condition: sql`p.deleted_at is null and ${condition} ${inCategory(categorySlug)}`,
    });
  if (isUnordered) return sql`(${small}) union all (${scanLarge(isLarge)})`;
  return sql`
    select * from (
      with read as materialized (
        select p.id, ${value} as value, p.category_ids, p.placed_by from products p where p.deleted_at is null and ${isLarge} ${range}
        order by ${value} ${direction}, p.id ${direction} ${literalLimit(maxRead)}
      ), found as materialized (
        select p.id, p.value from read p where true ${inCategory(categorySlug)} ${isUnmoved} ${literalLimit(size + 1)}
      ), progress as materialized (
        select count(*) > ${size} or (select count(*) < ${maxRead} from read) as is_found from found
      )
      (${small}) union all (select * from found where ${isFound}) union all (${scanLarge(sql`${isLarge} and not ${isFound}`)})
    ) scanned`;
}

/**
 * Defines for a category `subtree(ids)`, `category(is_large)`, and `members`, which has all products of a small category.
 *
 * To find the members of a category, an index reads all of them before it returns one. So another index first counts those whose first
 * category is in the subtree, up to a limit.
 */
function categoryCtes(slug: string): SQL {
  if (slug === "") return sql``;
  const limit = literalLimit(maxSorted + 1);
  return sql`
    subtree as materialized (select ${subtreeIds(slug)} as ids), first_category as materialized (
      select count(*) > ${maxSorted} as is_large from (
        select from unnest((select ids from subtree)) as c(id) cross join lateral (
          select from products p
          where p.category_ids >= array[c.id] and p.category_ids < array[c.id, ${afterIds}] and p.deleted_at is null
        ) p ${limit}
      ) p
    ), members as materialized (
      select p.id, p.name, p.currency, p.min_price_minor, p.units_sold, p.created_at, p.placed_by from products p
      where p.deleted_at is null and not (select is_large from first_category) ${inCategory(slug)} ${limit}
    ), category as materialized (
      select (select is_large from first_category) or count(*) > ${maxSorted} as is_large from members
    ),`;
}

/** Ids of categories begin with `cat_`, so each of them is before this text. */
const afterIds = "d";

/** Returns a condition that needs `categoryCtes`. */
function inCategory(slug: string): SQL {
  return slug === "" ? sql`` : sql`and p.category_ids && (select ids from subtree)`;
}

/**
 * Scans the list's first currency in the order of the index, and the other currencies if it has no whole page. The order of
 * the others depends on the first one, so no index has it: their products are sorted.
 */
function pricedScans(query: ListQuery, after: ListPosition | undefined, isUnmoved: SQL): SQL {
  const { currency } = query;
  const key = sortKeyOf(query);
  const isAfterIn = (value: SQL, type: SQL) =>
    after === undefined ? sql`` : sql`and ${isAfter({ ...key, type }, value, after)}`;
  const isOther = sql`and (p.currency < ${currency} or p.currency > ${currency})`;
  const scanOthers = (condition: SQL) =>
    scan(query, {
      value: key.current,
      range: sql`${condition} ${isOther} ${isAfterIn(key.current, key.type)}`,
      isUnmoved,
      isUnordered: true,
    });
  if (after !== undefined && !isPrice(after.value)) return scanOthers(sql``);
  const range = sql`and p.currency = ${currency} ${isAfterIn(sql`p.min_price_minor`, sql`bigint`)}`;
  return sql`
    select * from (
      with first_currency as materialized (${scan(query, { value: sql`p.min_price_minor`, range, isUnmoved })})
      select id, value::numeric as value from first_currency
      union all (${scanOthers(sql`and (select count(*) <= ${query.size} from first_currency)`)})
    ) p`;
}

/** Returns whether a sort value is a price in the list's first currency. Prices are not negative. */
function isPrice(value: string): boolean {
  const number = BigInt(value);
  return number >= 0n && number < currencyStep;
}

/** Deletes positions that only a list begun more than an hour ago would need. */
export async function deleteOldPositions(db: Database): Promise<void> {
  await deleteSome(db, sql`former_places`, sql`at < now() - interval '1 hour'`);
}
