import { describe, expect, it } from "vitest";
import type { OrderContext } from "../../context.ts";
import { getPriceQuotes } from "./price-quotes.ts";

/** A catalog that sells every SKU, and records which SKUs it was asked for. */
function createCatalog(now: number) {
  const requests: (readonly string[])[] = [];
  const batchGetVariants = async (_method: unknown, { skus }: { readonly skus: readonly string[] }) => {
    requests.push(skus);
    const price = { amountMinor: 1_000n, currencyCode: "USD" };
    return { variants: skus.map((sku) => ({ sku, name: "Default", productName: sku, productId: "prd_1", price })) };
  };
  const ctx = { now: () => now, catalog: async () => batchGetVariants } as unknown as OrderContext;
  return { ctx, requests };
}

describe("getPriceQuotes", () => {
  it("fetches a SKU once within three seconds", async () => {
    const { ctx, requests } = createCatalog(0);
    await getPriceQuotes(ctx, ["cached", "cached"]);
    await getPriceQuotes(ctx, ["cached", "new"]);
    expect(requests).toEqual([["cached"], ["new"]]);
    const later = createCatalog(3_000);
    await getPriceQuotes(later.ctx, ["cached"]);
    expect(later.requests).toEqual([["cached"]]);
  });

  it("returns cached quotes also when the cache is full", async () => {
    const { ctx } = createCatalog(10_000);
    const skus = Array.from({ length: 10_000 }, (_, index) => `sku-${index}`);
    await getPriceQuotes(ctx, skus);
    const quotes = await getPriceQuotes(ctx, ["sku-0", "one-more"]);
    expect(quotes.map(({ sku }) => sku)).toEqual(["sku-0", "one-more"]);
  });
});
