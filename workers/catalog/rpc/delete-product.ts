import type { DeleteProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deleteProduct as remove } from "../store/products.ts";

export async function deleteProduct({ id }: DeleteProductRequest, ctx: CatalogContext) {
  if (!(await remove(ctx.db, id))) throw notFound("there is no such product", "id");
  return {};
}
