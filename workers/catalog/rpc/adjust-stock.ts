import type { AdjustStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/failure.ts";
import { parseText } from "../../kit/text.ts";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { stockMessage } from "../messages.ts";
import { requireName } from "../stock-names.ts";
import { adjustStock as adjust } from "../store/inventory.ts";

const mostDelta = 1_000_000;

export async function adjustStock(request: AdjustStockRequest, ctx: CatalogContext) {
  const { sku, delta } = request;
  if (delta === 0 || Math.abs(delta) > mostDelta) {
    throw invalid("INVALID_DELTA", `a change of 1 to ${mostDelta}, up or down`, "delta");
  }
  const idempotencyKey = requireName(request.idempotencyKey, "idempotencyKey");
  const reason = parseText(request.reason, 200, "reason");
  const { accountId, partner, service = "system" } = ctx.identity;
  const actor = accountId ?? partner?.tokenId ?? service;
  return { stock: stockMessage(valueOrFailure(await adjust(ctx.db, { sku, delta, reason, actor, idempotencyKey }))) };
}
