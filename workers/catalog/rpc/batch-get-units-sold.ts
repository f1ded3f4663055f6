import type { BatchGetUnitsSoldRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findUnitsSold } from "../store/products.ts";
import { parseBatch } from "./shared/batch.ts";

export async function batchGetUnitsSold({ productIds }: BatchGetUnitsSoldRequest, { db }: CatalogContext) {
  const ids = parseBatch(productIds, maxCounts.batchedReads, "productIds");
  return { products: ids.length === 0 ? [] : [...(await findUnitsSold(db, ids))] };
}
