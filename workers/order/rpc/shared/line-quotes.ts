import type { CurrencyCode } from "../../../kit/domain/money.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput, Quote } from "../../domain/commands.ts";
import { getQuotesInCurrency } from "./catalog-quotes.ts";
import { getPriceQuotes } from "./price-quotes.ts";

interface LineQuoteRequest {
  readonly lines: readonly LineInput[];
  /** That of the cart. Undefined for a cart that has none yet. */
  readonly currency: CurrencyCode | undefined;
  readonly marketSlug: string | undefined;
}

/**
 * Returns the prices of lines for a cart: in its currency, or else in that of the market, or else base prices. A SKU that is not sold so
 * has its base price, for which a cart with another currency refuses it.
 */
export async function getLineQuotes(ctx: OrderContext, request: LineQuoteRequest): Promise<readonly Quote[]> {
  const { lines, currency, marketSlug } = request;
  const quotes = await getPriceQuotes(
    ctx,
    lines.map(({ sku }) => sku),
  );
  const areBasePrices =
    currency === undefined
      ? marketSlug === undefined
      : quotes.every(({ unitPrice }) => unitPrice.currency === currency);
  if (areBasePrices) return quotes;
  const inCurrency = await getQuotesInCurrency(ctx, request);
  const found = new Set(inCurrency.map(({ sku }) => sku));
  return [...inCurrency, ...quotes.filter(({ sku }) => !found.has(sku))];
}
