import type { SetCartCurrencyRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { OrderContext } from "../context.ts";
import { requireAccount } from "./shared/access.ts";
import { getQuotesInCurrency } from "./shared/catalog-quotes.ts";
import { changeCart, getOwnCart } from "./shared/change-cart.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessage } from "./shared/mappers.ts";
import { parseCurrencyCode, parseMarketSlug } from "./shared/price-options.ts";

const maxAttempts = 5;

/** Changes the currency of a cart, and the prices of its lines. */
export async function setCartCurrency(request: SetCartCurrencyRequest, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const currency = parseCurrencyCode(request.currencyCode);
  const marketSlug = parseMarketSlug(request.marketSlug);
  for (let attempt = 1; ; attempt++) {
    const { lines } = (await getOwnCart(ctx, request.cartId)).state;
    const quotes = await getQuotesInCurrency(ctx, { lines, currency, marketSlug });
    const changed = await changeCart(ctx, request.cartId, { type: "setCartCurrency", accountId, currency, quotes });
    const findQuote = indexBySku(quotes);
    // A line was added after the cart was read. The next attempt quotes that line too.
    const isOutdated = !changed.ok && lines.every(({ sku }) => findQuote(sku) !== undefined);
    const isRetried = isOutdated && changed.error.reason === "NOT_SOLD_IN_CURRENCY" && attempt < maxAttempts;
    if (!isRetried) return { order: toOrderMessage(unwrap(changed), ctx) };
  }
}
