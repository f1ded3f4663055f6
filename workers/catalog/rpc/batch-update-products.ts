import type { BatchUpdateProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import type { ProductRow } from "../store/product-rows.ts";
import { findFullProducts, findProduct } from "../store/products.ts";
import { productMessage } from "./shared/mappers.ts";
import { applyUpdate } from "./shared/product-updates.ts";
import { orRefusal, requireChanges } from "./shared/refusals.ts";
import { marketPricesOf } from "./shared/selection.ts";

/** Makes one update after the other, each in a transaction: one that is refused does not undo the others. */
export async function batchUpdateProducts({ updates, prices }: BatchUpdateProductsRequest, ctx: CatalogContext) {
  requireChanges(updates);
  if (updates.length === 0) return {};
  const ids = [...new Set(updates.map(({ id }) => id))];
  const before = byId(await findFullProducts(ctx.db, { ids, slugs: [] }, undefined));
  const changed = new Set<string>();
  const results = [];
  for (const update of updates) {
    // A second update of a product is based on the first one.
    const current = changed.has(update.id) ? await findProduct(ctx.db, update.id, undefined) : before.get(update.id);
    results.push(
      await orRefusal(async () => {
        await applyUpdate(update, current, ctx);
        changed.add(update.id);
        return { refusal: undefined };
      }),
    );
  }
  const after =
    changed.size === 0
      ? new Map<string, ProductRow>()
      : byId(await findFullProducts(ctx.db, { ids: [...changed], slugs: [] }, marketPricesOf(prices, ctx)));
  const outcomes = results.map(({ refusal }, index) => {
    if (refusal !== undefined) return { refusal };
    const product = after.get(updates[index]?.id ?? "");
    return product === undefined ? {} : { product: productMessage(product) };
  });
  return { outcomes };
}

function byId(rows: readonly ProductRow[]): Map<string, ProductRow> {
  return new Map(rows.map((row) => [row.id, row]));
}
