import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { type Api, fetchData, signIn } from "../../dev/cli/shop/api.ts";
import type { Pages } from "./browser.ts";

export async function signInAsCatalogManager({ shop: { url } }: Pages): Promise<Api> {
  return { url, token: await signIn(url, "manager@stoa.example", demoPassword) };
}

/** Changes the stock of a SKU. Returns the units that are available after the change. */
export async function adjustStockOf(storefront: Pages, sku: string, delta: number): Promise<number> {
  const query = "mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { stock { available } } }";
  const input = { sku, delta, reason: "count", idempotencyKey: crypto.randomUUID() };
  type Data = { adjustStock: { stock: { available: number } } };
  const manager = await signInAsCatalogManager(storefront);
  return (await fetchData<Data>(manager, query, { input })).adjustStock.stock.available;
}
