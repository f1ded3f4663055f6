import type { SetCartLineRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { requireCartId } from "./shared/change-cart.ts";
import { atLine, changeLines } from "./shared/change-lines.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseMarketSlug } from "./shared/price-options.ts";
import { parseQuantity, parseSku } from "./shared/validation.ts";

export async function setCartLine(request: SetCartLineRequest, ctx: OrderContext) {
  requireAccount(ctx);
  const line = { sku: parseSku(request.sku, "sku"), quantity: parseQuantity(request.quantity, 0, "quantity") };
  const marketSlug = parseMarketSlug(request.marketSlug);
  const changed = await changeLines(ctx, requireCartId(request.cartId), { lines: [line], marketSlug });
  return { order: toOrderMessage(unwrap(changed.ok ? changed : { ...changed, error: atLine(changed.error) }), ctx) };
}
