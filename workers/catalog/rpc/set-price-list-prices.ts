import type { SetPriceListPricesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parsePriceChanges } from "../domain/pricing/price-list.ts";
import { findPriceList, setPrices } from "../store/price-lists.ts";
import { unwrap } from "./shared/errors.ts";
import { toPriceListMessage } from "./shared/price-list-messages.ts";

export async function setPriceListPrices({ priceListId, prices }: SetPriceListPricesRequest, ctx: CatalogContext) {
  const changes = prices.map(({ sku, currencyCode, minQuantity, amountMinor }) => ({
    sku,
    currency: currencyCode,
    minQuantity,
    amountMinor: amountMinor ?? null,
  }));
  const parsed = unwrap(parsePriceChanges(changes));
  const list = await findPriceList(ctx.db, priceListId);
  if (list === undefined) throw notFound("Price list not found", "priceListId");
  unwrap(await setPrices(ctx.db, priceListId, parsed));
  return { priceList: toPriceListMessage(list) };
}
