import { and, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import type { PriceChange, PriceList } from "../domain/pricing/price-list.ts";
import { priceLists, prices } from "../tables/prices.ts";

export type PriceListRow = PriceList & { readonly id: string };
export type PriceRow = typeof prices.$inferSelect;

/** Returns price lists after a slug, by slug. */
export function listPriceLists(db: Database, after: string, limit: number): Promise<readonly PriceListRow[]> {
  return db.select().from(priceLists).where(gt(priceLists.slug, after)).orderBy(priceLists.slug).limit(limit);
}

/** Returns the price lists with these ids. */
export function findPriceLists(db: Database, ids: readonly string[]): Promise<readonly PriceListRow[]> {
  return db
    .select()
    .from(priceLists)
    .where(inArray(priceLists.id, [...ids]));
}

export async function findPriceList(db: Database, id: string): Promise<PriceListRow | undefined> {
  const [row] = await db.select().from(priceLists).where(eq(priceLists.id, id));
  return row;
}

/** Inserts a price list, or updates the fields of the one with this id that `changes` has. */
export async function savePriceList(
  db: Database,
  list: PriceListRow,
  changes: Partial<PriceList>,
): Promise<Result<PriceListRow, DomainError>> {
  try {
    // An update needs at least one column.
    const set = { id: list.id, ...changes };
    await db.insert(priceLists).values(list).onConflictDoUpdate({ target: priceLists.id, set });
    return ok(list);
  } catch (error) {
    if (isConstraintViolation(error, "price_lists_slug")) {
      return invalid("SLUG_TAKEN", "Another price list has this slug", "slug");
    }
    throw error;
  }
}

/** Deletes a list with its prices. Returns whether there was one with this id. */
export async function deletePriceList(db: Database, id: string): Promise<boolean> {
  const deleted = await db.delete(priceLists).where(eq(priceLists.id, id)).returning({ id: priceLists.id });
  return deleted.length > 0;
}

export interface PriceQuery {
  readonly priceListId: string;
  /** All SKUs if empty. */
  readonly sku: string;
  readonly after: { readonly sku: string; readonly currency: string; readonly minQuantity: number } | undefined;
  readonly limit: number;
}

/** Returns prices of lists by SKU, currency and quantity: a page per query, all in one round trip. */
export async function listPrices(
  db: Database,
  queries: readonly PriceQuery[],
): Promise<readonly (readonly PriceRow[])[]> {
  const [first, ...others] = queries.map((query) => selectPrices(db, query));
  return first === undefined ? [] : db.batch([first, ...others]);
}

function selectPrices(db: Database, { priceListId, sku, after, limit }: PriceQuery) {
  const isAfter =
    after === undefined
      ? undefined
      : sql`(${prices.sku}, ${prices.currency}, ${prices.minQuantity}) > (${after.sku}, ${after.currency}, ${after.minQuantity}::int)`;
  return db
    .select()
    .from(prices)
    .where(
      and(
        eq(prices.priceListId, priceListId),
        sku === "" ? undefined : sql`${prices.sku} = any(${spellings(sku)})`,
        isAfter,
      ),
    )
    .orderBy(prices.sku, prices.currency, prices.minQuantity)
    .limit(limit);
}

/** Returns SQL for the stored SKUs that are this one in any case. Two variants may differ in case only. */
const spellings = (sku: string): SQL => sql`array(select v.sku from variants v where lower(v.sku) = lower(${sku}))`;

/** Sets and removes prices of a list: all of them, or none when a SKU is unknown. SKUs may be in any case. */
export async function setPrices(
  db: Database,
  priceListId: string,
  changes: readonly PriceChange[],
): Promise<Result<void, DomainError>> {
  const rows = changes.map(({ amountMinor, ...key }) => ({ ...key, amountMinor: amountMinor?.toString() ?? null }));
  const { rows: results } = await db.execute<{ unknown: string | null }>(sql`
    with wanted as materialized (
      select v.sku, c.sku as given, c.currency, c."minQuantity" as min_quantity, c."amountMinor" as amount_minor
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as c(sku text, currency text, "minQuantity" int, "amountMinor" bigint)
      left join variants v on lower(v.sku) = lower(c.sku) and not v.is_duplicate and v.deleted_at is null
    ), unknown as (
      select min(given) as sku from wanted where sku is null
    ), removed as (
      delete from prices p using wanted w
      where p.price_list_id = ${priceListId} and p.sku = w.sku and p.currency = w.currency
        and p.min_quantity = w.min_quantity and w.amount_minor is null and (select sku from unknown) is null
    ), saved as (
      insert into prices (price_list_id, sku, currency, min_quantity, amount_minor)
      select ${priceListId}, sku, currency, min_quantity, amount_minor from wanted
      where amount_minor is not null and (select sku from unknown) is null
      order by sku, currency, min_quantity
      on conflict (price_list_id, sku, currency, min_quantity) do update set amount_minor = excluded.amount_minor
    )
    select sku as unknown from unknown`);
  const unknown = results[0]?.unknown ?? null;
  if (unknown === null) return ok(undefined);
  const index = changes.findIndex(({ sku }) => sku === unknown);
  return invalid("UNKNOWN_SKU", `"${unknown}" is not a SKU on sale`, "prices", String(index), "sku");
}
