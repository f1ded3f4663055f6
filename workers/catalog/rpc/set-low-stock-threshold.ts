import type { SetLowStockThresholdRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { setLowStockThreshold as set } from "../store/inventory.ts";
import { unwrap } from "./shared/errors.ts";
import { stockMessage } from "./shared/mappers.ts";

export async function setLowStockThreshold(
  { sku, threshold }: SetLowStockThresholdRequest,
  { db, identity }: CatalogContext,
) {
  if (threshold !== undefined && (threshold < 0 || threshold > maxCounts.stock)) {
    throw invalid("INVALID_THRESHOLD", `The threshold must be 0 to ${maxCounts.stock}`, "threshold");
  }
  return { stock: stockMessage(unwrap(await set(db, sku, threshold)), identity) };
}
