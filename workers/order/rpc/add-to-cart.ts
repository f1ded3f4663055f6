import type { AddToCartRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { addLines } from "./shared/add-lines.ts";
import { toAddition } from "./shared/change-lines.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseMarketSlug } from "./shared/price-options.ts";
import { parseKey, parseQuantity, parseSku } from "./shared/validation.ts";

export async function addToCart(request: AddToCartRequest, ctx: OrderContext) {
  requireAccount(ctx);
  const { cartId } = request;
  const line = { sku: parseSku(request.sku, "sku"), quantity: parseQuantity(request.quantity, 1, "quantity") };
  const addition = await toAddition(parseKey(request.idempotencyKey), line);
  const marketSlug = parseMarketSlug(request.marketSlug);
  return { order: toOrderMessage(await addLines(ctx, { cartId, lines: [line], addition, marketSlug }), ctx) };
}
