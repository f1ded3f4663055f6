import { CatalogService } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import { indexBySku } from "../../../kit/domain/sku.ts";
import { createMemoryCache } from "../../../kit/storage/memory-cache.ts";
import type { OrderContext } from "../../context.ts";
import type { Quote } from "../../domain/commands.ts";

/**
 * A quote only shows whether a SKU is on sale, and its approximate price. The final price is read again in the transaction
 * that reserves the stock. So a quote may be a few seconds old, and popular SKUs are not fetched for every change of a cart.
 */
const ttlMs = 3_000;
const cache = createMemoryCache<string, Quote>({ max: 10_000 });

/**
 * Returns the quotes of these SKUs, each once, without SKUs that are not on sale. A quote has the SKU's stored spelling, the
 * request has any case.
 */
export async function getPriceQuotes(ctx: OrderContext, skus: readonly string[]): Promise<readonly Quote[]> {
  const now = ctx.now();
  const uniqueSkus = [...new Set(skus)];
  const quotes = new Map(uniqueSkus.map((sku) => [sku, cache.get(sku, now)]));
  const missing = uniqueSkus.filter((sku) => quotes.get(sku) === undefined);
  const find = indexBySku(missing.length === 0 ? [] : await fetchQuotes(ctx, missing));
  for (const sku of missing) {
    const quote = find(sku);
    if (quote === undefined) continue;
    quotes.set(sku, quote);
    cache.set(sku, quote, now + ttlMs);
  }
  const found = uniqueSkus.flatMap((sku) => quotes.get(sku) ?? []);
  return [...new Map(found.map((quote) => [quote.sku, quote])).values()];
}

async function fetchQuotes(ctx: OrderContext, skus: readonly string[]): Promise<readonly Quote[]> {
  const catalog = await ctx.catalog();
  const { variants } = await catalog(CatalogService.method.batchGetVariants, { skus: [...skus] });
  return variants.map(({ sku, name, productName, productId, price }) => ({
    sku,
    name: name === "" || name === "Default" ? productName : `${productName}, ${name}`,
    productId,
    unitPrice: fromMoneyMessage(price),
  }));
}
