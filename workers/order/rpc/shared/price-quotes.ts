import { CatalogService } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { OrderContext } from "../../context.ts";
import type { Quote } from "../../domain/commands.ts";

/**
 * A quote only tells what is on sale and roughly for how much: the price that counts is read again in the transaction
 * that holds the stock. So a few seconds of age do no harm, and the same SKU is not asked for with every order.
 */
const freshMs = 3_000;
const most = 10_000;

const known = new Map<string, { readonly quote: Quote; readonly until: number }>();

/** Quotes for what is on sale of these SKUs; the others are left out. */
export async function getPriceQuotes(ctx: OrderContext, skus: readonly string[]): Promise<readonly Quote[]> {
  const now = ctx.now();
  const wanted = [...new Set(skus)];
  const missing = wanted.filter((sku) => (known.get(sku)?.until ?? 0) <= now);
  const fetched = missing.length === 0 ? [] : await fetchQuotes(ctx, missing);
  const fresh = new Map(fetched.map((quote): [string, Quote] => [quote.sku, quote]));
  if (known.size + fresh.size > most) known.clear();
  for (const [sku, quote] of fresh) known.set(sku, { quote, until: now + freshMs });
  return wanted.flatMap((sku) => (missing.includes(sku) ? fresh.get(sku) : known.get(sku)?.quote) ?? []);
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
