import type { BatchGetProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { parseBatch } from "../batches.ts";
import type { CatalogContext } from "../context.ts";
import { productMessage, selectionOf } from "../messages.ts";
import { findProducts } from "../store/products.ts";

export async function batchGetProducts(request: BatchGetProductsRequest, ctx: CatalogContext) {
  const ids = parseBatch(request.ids, 100, "ids");
  const rows = ids.length === 0 ? [] : await findProducts(ctx.db, ids, selectionOf(request.view));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { products: ids.flatMap((id) => byId.get(id) ?? []).map(productMessage) };
}
