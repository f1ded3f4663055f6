import type { BatchGetPriceListsRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxPricing } from "../domain/limits.ts";
import { findPriceLists } from "../store/price-lists.ts";
import { parseBatch } from "./shared/batch.ts";
import { toPriceListMessage } from "./shared/price-list-messages.ts";

export async function batchGetPriceLists(request: BatchGetPriceListsRequest, ctx: CatalogContext) {
  const ids = parseBatch(request.ids, maxPricing.batchedIds, "ids");
  return { priceLists: (await findPriceLists(ctx.db, ids)).map(toPriceListMessage) };
}
