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
  if (isPriceSort(sort)) {
    return pageOf(query, sql`(${pricedScans(query, undefined, sql``)})`, sql`pg_current_snapshot()`);
  }
  return sql`
    ${marketCte(query)} select ${productJson(query)} as product, ${key.current}::text as sort_value, pg_current_snapshot()::text as snapshot
    from products p where p.deleted_at is null ${inCategory(categorySlug)}
    order by ${key.current} ${direction}, p.id ${direction} ${literalLimit(size + 1)}`;
}

function laterPage(query: ListQuery, after: ListPosition): SQL {
  const snapshot = after.snapshot === undefined ? sql`pg_current_snapshot()` : sql`${after.snapshot}::pg_snapshot`;
  return pageOf(query, pageAfter(query, after, snapshot), snapshot);
}

/** Reads the products of `positions(id, value)`. */
function pageOf(query: ListQuery, positions: SQL, snapshot: SQL): SQL {
  const direction = directionOf(sortKeyOf(query));
  return sql`
    ${marketCte(query, sql`page as (${positions})`)}
    select ${productJson(query)} as product, page.value::text as sort_value, ${snapshot}::text as snapshot
    from page join products p on p.id = page.id
    order by page.value ${direction}, p.id ${direction} ${literalLimit(query.size + 1)}`;
}

/** Products whose position did not change since the snapshot come from the index. The few others are added. */
function pageAfter(query: ListQuery, after: ListPosition, snapshot: SQL): SQL {
  const { sort, categorySlug } = query;
  const key = sortKeyOf(query);
  const isUnmoved = sql`and pg_visible_in_snapshot(p.placed_by, ${snapshot})`;
  return sql`(
      ${
        isPriceSort(sort)
          ? pricedScans(query, after, isUnmoved)
          : scan(query, key.current, sql`and ${isAfter(key, key.current, after)} ${isUnmoved}`)
      }
    ) union all (
      select p.id, ${key.previous} as value from products p
      left join lateral (
        select * from former_places f
        where f.product_id = p.id and not pg_visible_in_snapshot(f.changed_by, ${snapshot})
        order by f.id limit 1
      ) f on true
      where p.deleted_at is null ${inCategory(categorySlug)} and ${isAfter(key, key.previous, after)}
        and p.placed_by >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(p.placed_by, ${snapshot})
    )`;
}

const isAfter = ({ descending, type }: SortKey, value: SQL, after: ListPosition): SQL =>
  sql`(${value}, p.id) ${descending ? sql`<` : sql`>`} (${after.value}::${type}, ${after.id})`;

/** Returns the first products that match, in the order of `value`. */
function scan(query: ListQuery, value: SQL, condition: SQL): SQL {
  const direction = directionOf(sortKeyOf(query));
  return sql`
    select p.id, ${value} as value from products p
    where p.deleted_at is null ${inCategory(query.categorySlug)} ${condition}
    order by ${value} ${direction}, p.id ${direction} ${literalLimit(query.size + 1)}`;
}

/**
 * Scans the list's first currency in the order of the index, and the other currencies after it. The order of the others
 * depends on the first one, so no index has it: their products are sorted.
 */
function pricedScans(query: ListQuery, after: ListPosition | undefined, condition: SQL): SQL {
  const { currency } = query;
  const key = sortKeyOf(query);
  const isAfterIn = (value: SQL, type: SQL) =>
    after === undefined ? sql`` : sql`and ${isAfter({ ...key, type }, value, after)}`;
  const isOther = sql`and (p.currency < ${currency} or p.currency > ${currency})`;
  const others = scan(query, key.current, sql`${isOther} ${isAfterIn(key.current, key.type)} ${condition}`);
  if (after !== undefined && !isPrice(after.value)) return others;
  const price = sql`p.min_price_minor`;
  const first = scan(query, price, sql`and p.currency = ${currency} ${isAfterIn(price, sql`bigint`)} ${condition}`);
  return sql`(${first}) union all (${others})`;
}

/** Returns whether a sort value is a price in the list's first currency. Prices are not negative. */
function isPrice(value: string): boolean {
  const number = BigInt(value);
  return number >= 0n && number < currencyStep;
}

function inCategory(slug: string): SQL {
  return slug === "" ? sql`` : sql`and p.category_ids && ${subtreeIds(slug)}`;
}

/** Deletes positions that only a list begun more than an hour ago would need. */
export async function deleteOldPositions(db: Database): Promise<void> {
  await deleteSome(db, sql`former_places`, sql`at < now() - interval '1 hour'`);
}
