import type { BatchGetTaxRatesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxPricing } from "../domain/limits.ts";
import { findTaxRates } from "../store/taxes.ts";
import { parseBatch } from "./shared/batch.ts";
import { toTaxRateMessage } from "./shared/pricing-messages.ts";

export async function batchGetTaxRates(request: BatchGetTaxRatesRequest, ctx: CatalogContext) {
  const ids = parseBatch(request.ids, maxPricing.batchedIds, "ids");
  return { taxRates: (await findTaxRates(ctx.db, ids)).map(toTaxRateMessage) };
}
