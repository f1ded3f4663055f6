import type { DeleteProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deleteProduct as markDeleted } from "../store/products.ts";

export async function deleteProduct({ id }: DeleteProductRequest, ctx: CatalogContext) {
  if (!(await markDeleted(ctx.db, id))) throw notFound("Product not found", "id");
  return {};
}
