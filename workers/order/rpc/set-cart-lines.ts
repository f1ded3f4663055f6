import type { SetCartLinesRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxChangedLines } from "../domain/limits.ts";
import { requireAccount } from "./shared/access.ts";
import { requireCartId } from "./shared/change-cart.ts";
import { changeLines } from "./shared/change-lines.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseMarketSlug } from "./shared/price-options.ts";
import { parseQuantity, parseSku } from "./shared/validation.ts";

export async function setCartLines(request: SetCartLinesRequest, ctx: OrderContext) {
  requireAccount(ctx);
  if (request.lines.length > maxChangedLines) {
    throw invalid("TOO_MANY_ITEMS", `At most ${maxChangedLines} lines per request`, "lines");
  }
  const lines = request.lines.map(({ sku, quantity }, index) => ({
    sku: parseSku(sku, "lines", String(index), "sku"),
    quantity: parseQuantity(quantity, 0, "lines", String(index), "quantity"),
  }));
  const marketSlug = parseMarketSlug(request.marketSlug);
  const changed = await changeLines(ctx, requireCartId(request.cartId), { lines, marketSlug });
  return { order: toOrderMessage(unwrap(changed), ctx) };
}
