import { describe, expect, it } from "vitest";
import type { ProductRead } from "./market-prices.ts";
import type { PartialProduct } from "./product-rows.ts";
import { readPrices } from "./read-prices.ts";

const product: PartialProduct = { id: "prd_1", slug: "lamp", name: "Lamp", currency: "EUR" };
const variant = { sku: "LAMP", name: "Default", price: "100", currency: "EUR" };

/** Reads products as from a database in which base prices are the prices in this currency. Returns what each statement assumed. */
async function readIn(
  market: string,
  basePriceCurrency: string | null,
  products: readonly PartialProduct[] = [product],
) {
  const assumed: (boolean | undefined)[] = [];
  const read: ProductRead = {
    selection: new Set(),
    prices: { marketSlug: market, customerGroupIds: [], now: new Date() },
  };
  const run = async ([{ assumesBasePrices } = read]: readonly ProductRead[]) => {
    assumed.push(assumesBasePrices);
    return products.map((found) => ({ ...found, basePriceCurrency }));
  };
  await readPrices([read], run, (result) => result);
  return assumed;
}

describe("a read of products with prices of a market", () => {
  it("reads base prices only while they are the prices", async () => {
    expect(await readIn("plain", "EUR")).toEqual([true]);
    expect(await readIn("plain", "EUR")).toEqual([true]);
  });

  it("reads prices of the market when a price list applies, and starts with them until none applies", async () => {
    expect(await readIn("lists", "EUR")).toEqual([true]);
    expect(await readIn("lists", null)).toEqual([true, false]);
    expect(await readIn("lists", null)).toEqual([false]);
    expect(await readIn("lists", "EUR")).toEqual([false]);
    expect(await readIn("lists", "EUR")).toEqual([true]);
  });

  it("reads prices of the market for a product or a variant in another currency", async () => {
    expect(await readIn("product", "USD")).toEqual([true, false]);
    const mixed = { ...product, variants: [variant, { ...variant, currency: "USD" }] };
    expect(await readIn("variant", "EUR", [mixed])).toEqual([true, false]);
  });

  it("reads prices of the market for an unknown market", async () => {
    expect(await readIn("unknown", null)).toEqual([true, false]);
    expect(await readIn("unknown", null)).toEqual([false]);
  });
});

describe("a read of products without a market, or of unit prices", () => {
  it.each<ProductRead>([
    { selection: new Set(), prices: undefined },
    {
      selection: new Set(["variants.*.unit_prices"]),
      prices: { marketSlug: "", customerGroupIds: [], now: new Date() },
    },
  ])("runs as it is", async (read) => {
    const reads: unknown[] = [];
    await readPrices(
      [read],
      async (each) => reads.push(...each),
      () => [],
    );
    expect(reads).toEqual([read]);
  });
});
