import { createMemoryCache } from "../../kit/storage/memory-cache.ts";
import type { ProductRead } from "./market-prices.ts";
import type { PartialProduct } from "./product-rows.ts";

/** Whether base prices were the prices at the last read, by the markets and customer groups of the read. */
const lastReads = createMemoryCache<string, boolean>({ max: 1_000 });

/**
 * Runs statements that read products with prices of a market. While no price list applies, base prices are these prices, and a
 * statement for them alone takes half the time to plan and to execute. So `run` first reads base prices if they were the prices
 * at the last read. The statement itself returns whether they are now. If not, `run` reads the prices of the market.
 */
export async function readPrices<R extends ProductRead, T>(
  reads: readonly R[],
  run: (reads: readonly R[]) => Promise<T>,
  productsOf: (result: T) => readonly PartialProduct[],
): Promise<T> {
  if (reads.some(({ prices, selection }) => prices === undefined || selection.has("variants.*.unit_prices")))
    return run(reads);
  const key = JSON.stringify(reads.map(({ prices }) => [prices?.marketSlug, prices?.customerGroupIds]));
  const runWith = async (assumesBasePrices: boolean) => {
    const result = await run(reads.map((read) => ({ ...read, assumesBasePrices })));
    const isBasePriced = productsOf(result).every(hasBasePrices);
    lastReads.set(key, isBasePriced);
    return { result, isBasePriced };
  };
  if (lastReads.get(key) !== false) {
    const { result, isBasePriced } = await runWith(true);
    if (isBasePriced) return result;
  }
  return (await runWith(false)).result;
}

function hasBasePrices({ currency, basePriceCurrency, variants = [] }: PartialProduct): boolean {
  return currency === basePriceCurrency && variants.every((variant) => variant.currency === basePriceCurrency);
}
