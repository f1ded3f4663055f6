import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";
import { type StockColumns, type StockRow, stockColumns, toStockRow } from "./inventory.ts";
import { subtreeIds } from "./products.ts";
import { storedSku } from "./skus.ts";

export type StockSort = "available" | "sku" | "committed";

/** All conditions that are set must hold. */
export interface StockFilter {
  /** A part of a SKU, or of the name of its product. All SKUs if empty. */
  readonly query: string;
  /** All categories if empty. */
  readonly categorySlug: string;
  /** True for SKUs on sale at or below their threshold, false for all others. */
  readonly lowStock: boolean | undefined;
  readonly maxAvailable: number | undefined;
}

export interface StockQuery extends StockFilter {
  readonly sort: StockSort;
  /** The sort value and the SKU of the last row before the page. The value of a sort by SKU is not used. */
  readonly after: { readonly value: number; readonly sku: string } | undefined;
  readonly limit: number;
  readonly counts: boolean;
}

/**
 * Returns a page of stock, and the number of rows on all pages if it is requested. A list by units reads all rows that match: an index by
 * units would be written with every sale. All conditions but the category are conditions on the table of stock alone, so that no number of
 * matches needs a join. A list of a category joins whole tables by hash: one lookup per match would take seconds when all products match.
 */
export async function listStock(
  db: Database,
  query: StockQuery,
): Promise<{ readonly rows: readonly StockRow[]; readonly total: number | undefined }> {
  const hasCategory = query.categorySlug !== "";
  const list = db.execute<Partial<StockColumns> & { total: number | null }>(sql`
    with ${low}, ${asked(query.query)}, matching as ${sql.raw(hasCategory ? "materialized" : "not materialized")} (
      select s.* from stock s where ${conditionOf(query)}
    )
    select counted.total, page.* from (
      select ${query.counts ? sql`count(*)::int as total from matching` : sql`null::int as total`}
    ) counted left join lateral (
      select ${stockColumns} from matching s ${isAfter(query)} order by ${orders[query.sort]} limit ${query.limit}
    ) page on true`);
  const { rows } = hasCategory ? (await db.batch([db.execute(hashJoins), list]))[1] : await list;
  const total = rows[0]?.total ?? undefined;
  // Without a row, the page has one row of nulls.
  return { rows: rows.flatMap(({ sku, ...row }) => (sku ? toStockRow({ sku, ...row } as StockColumns) : [])), total };
}

const hashJoins = sql`set local enable_nestloop = off`;

const orders: Readonly<Record<StockSort, SQL>> = {
  available: sql`s.available, s.sku`,
  sku: sql`s.sku`,
  committed: sql`s.committed desc, s.sku`,
};

function isAfter({ sort, after }: StockQuery): SQL {
  if (after === undefined) return sql``;
  const { value, sku } = after;
  switch (sort) {
    case "sku":
      return sql`where s.sku > ${sku}`;
    case "available":
      return sql`where (s.available, s.sku) > (${value}::int, ${sku})`;
    case "committed":
      return sql`where (s.committed < ${value}::int or (s.committed = ${value}::int and s.sku > ${sku}))`;
  }
}

function conditionOf({ query, categorySlug, lowStock, maxAvailable }: StockFilter): SQL {
  const terms = [
    query === "" ? undefined : hasWords(query),
    categorySlug === "" ? undefined : sql`s.sku in (${skusInCategory(categorySlug)})`,
    lowStock === undefined ? undefined : lowStock ? isLow : isNotLow,
    maxAvailable === undefined ? undefined : sql`s.available <= ${maxAvailable}::int`,
  ];
  return sql.join(terms.flatMap((term) => term ?? []).concat(sql`true`), sql` and `);
}

const isLow = sql`s.low_stock_threshold is not null and s.available <= s.low_stock_threshold
  and exists (select from variants v where v.sku = s.sku and v.deleted_at is null)`;
/** Reads the few rows with a threshold by their index, once. As a condition of each row, Postgres reads all variants. */
const low = sql`low as materialized (select s.sku from stock s where ${isLow})`;
const isNotLow = sql`(s.low_stock_threshold is null or s.sku not in (select sku from low))`;

/**
 * Has the pattern of the words of a name, or null without words. Computed once: a prepared statement has a plan for all parameters, in which
 * Postgres would split the parameter into words again for each row.
 */
const asked = (query: string): SQL => sql`
  asked as materialized (select '%' || chr(10) || '%' || nullif(trim(search_text(${query})), '') || '%' as name)`;

/** Fewer characters have no trigram: an index of trigrams would be read completely. */
const minIndexed = 3;

/** Finds a part of the SKU as it is written, in the first line, and a part of the name by its words, in the second one. */
function hasWords(query: string): SQL {
  const part = `%${query.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  // No index has this expression.
  const words = [...query].length < minIndexed ? sql`(s.words || '')` : sql`s.words`;
  return sql`(${words} like ${part} or ${words} like (select name from asked))`;
}

function skusInCategory(slug: string): SQL {
  return sql`
    select v.sku from products p join variants v on v.product_id = p.id where p.category_ids && ${subtreeIds(slug)}`;
}

/** A change of the stock of a SKU. */
export interface LedgerRow extends Record<string, unknown> {
  readonly id: string;
  readonly available: number;
  readonly reserved: number;
  readonly committed: number;
  readonly cause: string;
  readonly reference: string;
  /** Milliseconds since the epoch. */
  readonly atMs: string;
}

/** Returns the changes of the stock of a SKU in any case, newest first. */
export async function listStockLedger(
  db: Database,
  { sku, before, limit }: { readonly sku: string; readonly before: string | undefined; readonly limit: number },
): Promise<readonly LedgerRow[]> {
  const { rows } = await db.execute<LedgerRow>(sql`
    select l.id::text as id, l.available, l.reserved, l.committed, l.cause, l.reference,
      (extract(epoch from l.at) * 1000)::bigint::text as "atMs"
    from stock_ledger l
    where l.sku = ${storedSku(sql`${sku}`)} ${before === undefined ? sql`` : sql`and l.id < ${before}::bigint`}
    order by l.id desc limit ${limit}`);
  return rows;
}

export interface ListedReservation extends Record<string, unknown> {
  readonly id: string;
  readonly orderId: string;
  readonly status: "held" | "short" | "exhausted" | "released" | "committed";
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly createdMs: string;
  /** Null unless it is held. */
  readonly expiresMs: string | null;
}

const reservationColumns = sql.raw(`
  r.id, r.order_id as "orderId", r.status, coalesce((
    select json_agg(json_build_object('sku', i.sku, 'quantity', i.quantity) order by i.position)
    from reservation_items i where i.reservation_id = r.id
  ), '[]') as lines, (extract(epoch from r.created_at) * 1000)::bigint::text as "createdMs",
  case when r.status = 'held' then (extract(epoch from r.expires_at) * 1000)::bigint::text end as "expiresMs"`);

/**
 * Returns the reservations that hold units of a SKU, newest first. Reservations are held for seconds, or until an order is paid:
 * the index of those that can expire has all of them.
 */
export async function listHeldReservations(
  db: Database,
  query: {
    readonly sku: string;
    readonly after: { readonly time: number; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<readonly ListedReservation[]> {
  const { sku, after, limit } = query;
  const isAfter =
    after === undefined
      ? sql``
      : sql`and (r.created_at, r.id) < (${new Date(after.time).toISOString()}::timestamptz, ${after.id})`;
  const { rows } = await db.execute<ListedReservation>(sql`
    with requested as materialized (select ${storedSku(sql`${sku}`)} as sku)
    select ${reservationColumns}
    from reservations r join requested q on exists (
      select from reservation_items i where i.reservation_id = r.id and i.sku = q.sku
    )
    where r.status = 'held' ${isAfter} order by r.created_at desc, r.id desc limit ${limit}`);
  return rows;
}

/** Returns reservations by id, in no particular order. */
export async function findReservations(db: Database, ids: readonly string[]): Promise<readonly ListedReservation[]> {
  const { rows } = await db.execute<ListedReservation>(
    sql`select ${reservationColumns} from reservations r where r.id = any(${textArray(ids)})`,
  );
  return rows;
}

export interface AuditedReservation extends ListedReservation {
  readonly restockedUnits: number;
  readonly redemptions: readonly {
    readonly promotionId: string;
    readonly name: string;
    readonly code: string;
    readonly redeemed: boolean;
  }[];
}

/** Returns reservations by id with their units that went back on sale, and the uses of promotions that they hold or redeemed. */
export async function findAuditedReservations(
  db: Database,
  ids: readonly string[],
): Promise<readonly AuditedReservation[]> {
  const { rows } = await db.execute<AuditedReservation>(sql`
    select ${reservationColumns},
      (select coalesce(sum(i.restocked), 0)::int from reservation_items i where i.reservation_id = r.id) as "restockedUnits",
      coalesce((
        select json_agg(json_build_object(
          'promotionId', u.promotion_id, 'code', coalesce(upper(c.code), ''), 'redeemed', r.status = 'committed',
          'name', coalesce((
            select p.promotion->>'name' from jsonb_array_elements(r.pricing->'promotions') as p(promotion)
            where p.promotion->>'id' = u.promotion_id
          ), (select m.name from promotions m where m.id = u.promotion_id))
        ) order by u.promotion_id)
        from reservation_redemptions u left join coupon_codes c on c.id = u.code_id
        where u.reservation_id = r.id and not u.returned and r.status in ('held', 'committed')
      ), '[]') as redemptions
    from reservations r where r.id = any(${textArray(ids)})`);
  return rows;
}
