import { createMemoryCache } from "../../kit/storage/memory-cache.ts";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import type { QuoteTerms } from "../store/base-price-quotes.ts";

const ttlMs = 3_000;
const cache = createMemoryCache<string, QuoteTerms>({ max: 1_000 });

/** Returns terms that are at most three seconds old. */
export function getCachedTerms(context: PriceContext, now: number): QuoteTerms | undefined {
  return cache.get(countryKey(context), now) ?? cache.get(addressKey(context), now);
}

/** Caches the terms for the country where they are the same in all of it, otherwise for the address. */
export function cacheTerms(context: PriceContext, terms: QuoteTerms, now: number): void {
  const { market, taxRates, shippingMethods, isSameForCountry } = terms;
  const key = isSameForCountry ? countryKey(context) : addressKey(context);
  cache.set(key, { market, taxRates, shippingMethods, isSameForCountry }, now + ttlMs);
}

/** Terms are cached by customer groups because only groups without price lists have base prices. */
function countryKey({ marketId, marketSlug, customerGroupIds, destination }: PriceContext): string {
  return JSON.stringify([marketId, marketSlug, customerGroupIds, destination?.countryCode]);
}

function addressKey({ marketId, marketSlug, customerGroupIds, destination }: PriceContext): string {
  return JSON.stringify([marketId, marketSlug, customerGroupIds, destination]);
}
