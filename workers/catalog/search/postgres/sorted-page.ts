import { type SQL, sql } from "drizzle-orm";
import { literalLimit } from "../../../kit/storage/literal-limit.ts";
import { currencyStep } from "../../domain/currency-order.ts";
import { currencyOffset } from "../../store/price-order.ts";
import type { Intent } from "../intent.ts";
import type { SearchCursor, SearchQuery, SearchSort } from "../port.ts";
import { isPriceSort, type PriceSort } from "../price-sort.ts";
import { tieOrder } from "../tie-order.ts";
import { hits, isHit } from "./matching.ts";

type FieldSort = Exclude<SearchSort, "relevance">;

export const roundSortValue = (value: SQL): SQL => sql`round((${value})::numeric, 6)`;

/** Ascending for every sort order, so that one comparison of values serves the pagination of all of them. */
const sortValues: Readonly<Record<Exclude<FieldSort, PriceSort>, SQL>> = {
  newest: sql`-(extract(epoch from p.created_at) * 1000)::bigint`,
  best_selling: sql`-p.units_sold::numeric`,
};

/** Returns the number of `encodePricePosition`. */
function priceValue(sort: PriceSort, currency: string): SQL {
  return sql`${currencyOffset(sql`p.currency`, currency)} ${sort === "price_asc" ? sql`+` : sql`-`} p.min_price_minor`;
}

/** Returns the columns of a hit, after a comma: `score` and `sort_value`. */
export function sortColumns({ filter }: SearchQuery, sort: FieldSort): SQL {
  const value = isPriceSort(sort) ? priceValue(sort, filter.currency) : sortValues[sort];
  return sql`, 0 as score, ${roundSortValue(value)} as sort_value`;
}

/** More hits are not sorted while the index of the sort order has a page of them near its start. */
export const maxSorted = 2_000;
/** Products that are read in the order of the index to find a page. */
const maxRead = 5_000;

/**
 * Defines `page(id, score, sort_value)` for a sort order by a field. At most `maxSorted` hits are all in `hits` and are sorted. Otherwise
 * many products match, and the index of the sort order finds the first of them. All hits are sorted if it has no page of them in
 * `maxRead` products, or, in a list by price, in the first currency: no index has the order of the others.
 */
export function sortedPage(query: SearchQuery, sort: FieldSort, intent: Intent | undefined): SQL {
  const { after, size, filter } = query;
  const direction = sql.raw(tieOrder(sort));
  const limit = literalLimit(size + 1);
  const isMany = sql`(select count(*) > ${maxSorted} from hits)`;
  const isFull = sql`(select count(*) > ${size} from first_of_many)`;
  const columns = sortColumns(query, sort);
  const isListed = isPriceSort(sort)
    ? sql`p.deleted_at is null and p.currency = ${filter.currency}`
    : sql`p.deleted_at is null`;
  return sql`
    first_of_many as materialized (
      select p.id${columns} from (
        select * from products p where ${isListed} and ${isKeyBehind(sort, after)}
        order by ${keys[sort]} ${direction}, p.id ${direction} ${literalLimit(maxRead)}
      ) p where ${isMany} and ${isHit(query, intent)} ${limit}
    ), page as (
      select * from (
        select id, score, sort_value from hits where not ${isMany}
        union all select * from first_of_many where ${isFull}
        union all select * from (${hits(query, intent, { columns })}) every_hit where ${isMany} and not ${isFull}
      ) found where ${isBehind(sort, after)} order by sort_value, id ${direction} ${limit}
    )`;
}

/** Returns whether a hit is behind the cursor. */
function isBehind(sort: FieldSort, after: SearchCursor | undefined): SQL {
  if (after === undefined) return sql`true`;
  const { value, id } = after;
  const isNextId = sql`id ${comparisonOf(sort)} ${id}`;
  return sql`sort_value >= ${value}::numeric and (sort_value > ${value}::numeric or ${isNextId})`;
}

/** Columns that are sorted in the direction of their ids. An index has both. */
const keys: Readonly<Record<FieldSort, SQL>> = {
  newest: sql`p.created_at`,
  best_selling: sql`p.units_sold`,
  price_asc: sql`p.min_price_minor`,
  price_desc: sql`p.min_price_minor`,
};

/** Returns whether a product `p`, in a list by price one in its first currency, is behind the cursor: a condition that an index has. */
function isKeyBehind(sort: FieldSort, after: SearchCursor | undefined): SQL {
  if (after === undefined) return sql`true`;
  const value = BigInt(/^-?\d+/.exec(after.value)?.[0] ?? 0);
  const key = sort === "price_asc" ? value : -value;
  if (isPriceSort(sort) && (key >= currencyStep || key <= -currencyStep)) return sql`false`;
  return sql`(${keys[sort]}, p.id) ${comparisonOf(sort)} (${toKey(sort, key)}, ${after.id})`;
}

const comparisonOf = (sort: FieldSort): SQL => (tieOrder(sort) === "desc" ? sql`<` : sql`>`);

/** A cursor of a client may have any digits. Those beyond the range of the column are the ends of the range. */
function toKey(sort: FieldSort, key: bigint): SQL {
  if (sort !== "newest")
    return sql`${BigInt.asIntN(64, key) === key ? key : key < 0n ? -maxBigint : maxBigint}::bigint`;
  return sql`${new Date(Math.min(Math.max(Number(key), 0), maxTime)).toISOString()}::timestamptz`;
}

const maxBigint = 2n ** 63n - 1n;
const maxTime = Date.UTC(9999, 0);
