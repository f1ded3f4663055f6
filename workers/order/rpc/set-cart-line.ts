import type { SetCartLineRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { getQuotesInCurrency } from "./shared/catalog-quotes.ts";
import { changeCart, getOwnCart, requireCartId } from "./shared/change-cart.ts";
import { otherCurrency } from "./shared/change-lines.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseMarketSlug } from "./shared/price-options.ts";
import { getPriceQuotes } from "./shared/price-quotes.ts";
import { parseQuantity, parseSku } from "./shared/validation.ts";

export async function setCartLine(request: SetCartLineRequest, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const sku = parseSku(request.sku, "sku");
  const quantity = parseQuantity(request.quantity, 0, "quantity");
  const cartId = requireCartId(request.cartId);
  const [quote] = quantity === 0 ? [] : await getPriceQuotes(ctx, [sku]);
  const command = { type: "setCartLine", accountId, line: { sku, quantity } } as const;
  const changed = await changeCart(ctx, cartId, { ...command, ...(quote === undefined ? {} : { quote }) });
  if (changed.ok || !otherCurrency.includes(changed.error.reason)) {
    return { order: toOrderMessage(unwrap(changed), ctx) };
  }
  const { currency } = (await getOwnCart(ctx, cartId)).state;
  const marketSlug = parseMarketSlug(request.marketSlug);
  const [quoteInCurrency] = await getQuotesInCurrency(ctx, { lines: [command.line], currency, marketSlug });
  if (quoteInCurrency === undefined) return { order: toOrderMessage(unwrap(changed), ctx) };
  const changedInCurrency = await changeCart(ctx, cartId, { ...command, quote: quoteInCurrency });
  return { order: toOrderMessage(unwrap(changedInCurrency), ctx) };
}
