import type { CountProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { countProducts as count } from "../store/categories.ts";

export async function countProducts(_request: CountProductsRequest, { db }: CatalogContext) {
  return { categories: [...(await count(db))] };
}
