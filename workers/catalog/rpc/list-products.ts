import type { ListProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { listProducts as list } from "../store/product-lists.ts";
import { parseListQuery, toListResponse } from "./shared/product-list.ts";

export async function listProducts(request: ListProductsRequest, ctx: CatalogContext) {
  const query = parseListQuery(request, ctx);
  const [rows = []] = await list(ctx.db, [query]);
  return toListResponse(query, rows);
}
