import { PricingService } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CurrencyCode } from "../../../kit/domain/money.ts";
import { createMemoryCache } from "../../../kit/storage/memory-cache.ts";
import type { OrderContext } from "../../context.ts";
import type { LineInput } from "../../domain/commands.ts";
import type { Customer } from "../../domain/model.ts";
import type { PriceQuote } from "../../domain/pricing/quote.ts";
import { addCarrierPrices } from "../../quotes/carrier-prices.ts";
import { fromQuoteResponse } from "../../quotes/catalog-messages.ts";

/** What the prices of an order depend on. */
export interface QuoteQuery {
  readonly lines: readonly LineInput[];
  readonly couponCodes: readonly string[];
  readonly destination:
    | { readonly countryCode: string; readonly region: string; readonly postalCode: string }
    | undefined;
  readonly currency: CurrencyCode | undefined;
  readonly marketSlug: string | undefined;
  readonly customer: Pick<Customer, "groupIds" | "keys">;
}

/** Returns the current quote of the catalog. */
export async function fetchQuote(ctx: OrderContext, query: QuoteQuery): Promise<PriceQuote> {
  return (await requestQuote(ctx, query, { allowCachedTerms: false })).quote;
}

async function requestQuote(
  ctx: OrderContext,
  query: QuoteQuery,
  options: { readonly allowCachedTerms: boolean },
): Promise<RecentQuote> {
  const { lines, couponCodes, destination, currency, marketSlug, customer } = query;
  const catalog = await ctx.catalog();
  const response = await catalog(PricingService.method.quote, {
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    priceContext: {
      marketSlug: marketSlug ?? "",
      currencyCode: currency ?? "",
      couponCodes: [...couponCodes],
      customerGroupIds: [...customer.groupIds],
      customerKeys: [...customer.keys],
      ...(destination === undefined ? {} : { destination }),
    },
    ...options,
  });
  const quote = await addCarrierPrices(fromQuoteResponse(response), destination, ctx);
  return { quote, isCached: response.hasCachedTerms };
}

/** The reservation reads the final price. So a quote may be a few seconds old when an order is placed. */
const ttlMs = 3_000;
const cache = createMemoryCache<string, PriceQuote>({ max: 2_000 });

interface RecentQuote {
  readonly quote: PriceQuote;
  /** Whether a part of it may be outdated. */
  readonly isCached: boolean;
}

/**
 * Returns a quote that may be three seconds old, and its taxes and shipping methods six. Only a quote with base prices, without promotions and without prices of
 * carriers is cached: it is the same for all customers.
 */
export async function getCachedQuote(ctx: OrderContext, query: QuoteQuery): Promise<RecentQuote> {
  if (query.couponCodes.length > 0) return { quote: await fetchQuote(ctx, query), isCached: false };
  const now = ctx.now();
  const { customer, destination, ...shared } = query;
  const exactKey = JSON.stringify([shared, customer.groupIds, destination]);
  const countryKey = JSON.stringify([shared, customer.groupIds, destination?.countryCode]);
  const cached = cache.get(countryKey, now) ?? cache.get(exactKey, now);
  if (cached !== undefined) return { quote: cached, isCached: true };
  const recent = await requestQuote(ctx, query, { allowCachedTerms: true });
  const { quote } = recent;
  const hasCarrier = quote.shippingMethods.some(({ carrier }) => carrier !== undefined);
  if (quote.hasBasePricesOnly && !hasCarrier) {
    cache.set(quote.isSameForCountry ? countryKey : exactKey, quote, now + ttlMs);
  }
  return recent;
}
