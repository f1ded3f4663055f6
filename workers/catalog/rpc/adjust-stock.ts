import type { AdjustStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/failure.ts";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { parseName } from "../domain/fields.ts";
import { stockMessage } from "../messages.ts";
import { adjustStock as adjust } from "../store/inventory.ts";

const mostDelta = 1_000_000;

export async function adjustStock(request: AdjustStockRequest, ctx: CatalogContext) {
  const { sku, delta, idempotencyKey } = request;
  if (delta === 0 || Math.abs(delta) > mostDelta) {
    throw invalid("INVALID_DELTA", `a change of 1 to ${mostDelta}, up or down`, "delta");
  }
  if (idempotencyKey === "" || idempotencyKey.length > 200) {
    throw invalid("INVALID_IDEMPOTENCY_KEY", "a key of 1 to 200 characters is needed", "idempotencyKey");
  }
  const reason = valueOrFailure(parseName(request.reason, 200, "reason"));
  const actor = ctx.identity.accountId ?? ctx.identity.service ?? "system";
  return { stock: stockMessage(valueOrFailure(await adjust(ctx.db, { sku, delta, reason, actor, idempotencyKey }))) };
}
