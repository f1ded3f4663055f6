import type { AdjustStockRequest } from "../../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { parseText } from "../../../kit/validation/text.ts";
import type { CatalogContext } from "../../context.ts";
import { maxCounts, maxLengths } from "../../domain/limits.ts";
import { adjustStock } from "../../store/inventory.ts";
import { unwrap } from "./errors.ts";
import { stockMessage } from "./mappers.ts";
import { parseIdempotencyName } from "./reservation-id.ts";

/** Makes an adjustment, and returns the stock after it. */
export async function applyAdjustment(request: AdjustStockRequest, { db, identity }: CatalogContext) {
  const { sku, delta } = request;
  if (delta === 0 || Math.abs(delta) > maxCounts.stockDelta) {
    throw invalid(
      "INVALID_DELTA",
      `Delta must be 1 to ${maxCounts.stockDelta} or -1 to -${maxCounts.stockDelta}`,
      "delta",
    );
  }
  const idempotencyKey = parseIdempotencyName(request.idempotencyKey, "idempotencyKey");
  const reason = parseText(request.reason, maxLengths.stockReason, "reason");
  const { accountId, partner, service = "system" } = identity;
  const actor = accountId ?? partner?.tokenId ?? service;
  return stockMessage(unwrap(await adjustStock(db, { sku, delta, reason, actor, idempotencyKey })), identity);
}
