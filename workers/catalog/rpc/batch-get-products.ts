import type { BatchGetProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { readProducts } from "../cache/products.ts";
import type { CatalogContext } from "../context.ts";
import { parseBatch } from "./shared/batch.ts";
import { productMessage } from "./shared/mappers.ts";
import { productReadOf } from "./shared/selection.ts";

export async function batchGetProducts(request: BatchGetProductsRequest, ctx: CatalogContext) {
  const ids = parseBatch(request.ids, 100, "ids");
  const slugs = parseBatch(request.slugs, 100 - ids.length, "slugs");
  if (ids.length + slugs.length === 0) return { products: [] };
  const rows = await readProducts(ctx, { ids, slugs }, productReadOf(request, ctx));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { products: [...byId.values()].map(productMessage) };
}
