import type { SaveMarketRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { notFound } from "../../kit/errors/failure.ts";
import { invalidateTags, marketsTag } from "../../kit/storage/cache-tags.ts";
import type { CatalogContext } from "../context.ts";
import { parseMarket } from "../domain/pricing/market.ts";
import { listMarkets, type MarketRow, saveMarket as save } from "../store/markets.ts";
import { unwrap } from "./shared/errors.ts";
import { fromMarketMessage, requireMessage, toMarketMessage } from "./shared/pricing-messages.ts";
import { pickMasked } from "./shared/update-mask.ts";

const fields = {
  slug: "slug",
  name: "name",
  country_codes: "countryCodes",
  currency_codes: "currencies",
  taxes_included: "taxesIncluded",
  tax_rounding: "taxRounding",
} as const;

export async function saveMarket({ id, market, updateMask }: SaveMarketRequest, ctx: CatalogContext) {
  const update = fromMarketMessage(requireMessage(market, "market"));
  if (id === "") {
    const created = { id: newId("mkt", ctx.now()), ...unwrap(parseMarket(update)) };
    return { market: await saveAndInvalidate(ctx, created, created) };
  }
  const before = (await listMarkets(ctx.db)).find((row) => row.id === id);
  if (before === undefined) throw notFound("Market not found", "id");
  const mask = pickMasked(update, updateMask, fields);
  const after = unwrap(parseMarket({ ...before, ...mask }));
  const changes = pickMasked(after, updateMask, fields);
  return { market: await saveAndInvalidate(ctx, { ...after, id }, changes) };
}

async function saveAndInvalidate(ctx: CatalogContext, market: MarketRow, changes: Partial<MarketRow>) {
  const saved = unwrap(await save(ctx.db, market, changes));
  // While Redis is unavailable, cached lists of markets expire a minute later.
  await invalidateTags(ctx.cache, [marketsTag]).catch(() => undefined);
  return toMarketMessage(saved);
}
