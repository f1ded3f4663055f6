import type { BatchListPriceListPricesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { requireBatchSize } from "./shared/batch.ts";
import { listPricePages } from "./shared/price-pages.ts";

export async function batchListPriceListPrices({ requests }: BatchListPriceListPricesRequest, ctx: CatalogContext) {
  requireBatchSize(requests);
  return { responses: await listPricePages(requests, ctx) };
}
