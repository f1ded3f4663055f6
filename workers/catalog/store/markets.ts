import { inArray, sql } from "drizzle-orm";
import { type DomainError, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import type { Market } from "../domain/pricing/market.ts";
import { markets } from "../tables/markets.ts";
import { textArray } from "./arrays.ts";

export type MarketRow = Market & { readonly id: string };

/** The row of all countries that belong to no other market. */
const otherCountries = "*";

/** Returns all markets, the first one first. */
export async function listMarkets(db: Database): Promise<readonly MarketRow[]> {
  const { rows } = await db.execute<MarketRow & Record<string, unknown>>(sql`
    select m.id, m.slug, m.name, m.currencies, m.taxes_included as "taxesIncluded", m.tax_rounding as "taxRounding",
      array(
        select c.country_code from market_countries c
        where c.market_id = m.id and c.country_code <> ${otherCountries} order by c.position
      ) as "countryCodes"
    from markets m order by m.position`);
  return rows;
}

/** Returns the first of these ids that no market has. */
export async function findUnknownMarket(db: Database, ids: readonly string[]): Promise<string | undefined> {
  if (ids.length === 0) return undefined;
  const rows = await db
    .select({ id: markets.id })
    .from(markets)
    .where(inArray(markets.id, [...ids]));
  return ids.find((id) => !rows.some((row) => row.id === id));
}

/** Inserts a market, or updates the fields of the one with this id that `changes` has. */
export async function saveMarket(
  db: Database,
  market: MarketRow,
  changes: Partial<Market>,
): Promise<Result<MarketRow, DomainError>> {
  const { id, countryCodes, ...columns } = market;
  const { countryCodes: newCountries, ...newColumns } = changes;
  const countries = countryCodes.length === 0 ? [otherCountries] : countryCodes;
  const saved = db
    .insert(markets)
    .values({ id, ...columns })
    // An update needs at least one column.
    .onConflictDoUpdate({ target: markets.id, set: { id, ...newColumns } });
  const replaced = [
    db.execute(sql`delete from market_countries where market_id = ${id}`),
    db.execute(sql`
      insert into market_countries (country_code, market_id, position)
      select country_code, ${id}, position
      from unnest(${textArray(countries)}) with ordinality as u(country_code, position)`),
  ];
  try {
    await db.batch([saved, ...(newCountries === undefined ? [] : replaced)]);
    return ok(market);
  } catch (error) {
    if (isConstraintViolation(error, "markets_slug")) {
      return invalid("SLUG_TAKEN", "Another market has this slug", "slug");
    }
    if (isConstraintViolation(error, "market_countries_pkey")) return countryTaken(market);
    throw error;
  }
}

function countryTaken({ countryCodes }: Market) {
  const message =
    countryCodes.length === 0
      ? "Another market has all countries of no other market"
      : "A country belongs to another market";
  return invalid("COUNTRY_TAKEN", message, "countryCodes");
}
