import type { AdjustStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts, maxLengths } from "../domain/limits.ts";
import { adjustStock as adjust } from "../store/inventory.ts";
import { unwrap } from "./shared/errors.ts";
import { stockMessage } from "./shared/mappers.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function adjustStock(request: AdjustStockRequest, ctx: CatalogContext) {
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
  const { accountId, partner, service = "system" } = ctx.identity;
  const actor = accountId ?? partner?.tokenId ?? service;
  return { stock: stockMessage(unwrap(await adjust(ctx.db, { sku, delta, reason, actor, idempotencyKey }))) };
}
