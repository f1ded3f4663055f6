import { invalid } from "../../../kit/errors/failure.ts";
import type { CatalogContext } from "../../context.ts";
import { findUnknownMarket } from "../../store/markets.ts";

/** Throws UNKNOWN_MARKET if no market has one of these ids. */
export async function requireKnownMarkets(
  { db }: CatalogContext,
  ids: readonly string[] | undefined,
  ...field: string[]
): Promise<void> {
  const unknown = await findUnknownMarket(db, ids ?? []);
  if (unknown !== undefined) throw invalid("UNKNOWN_MARKET", "There is no market with this ID", ...field);
}
