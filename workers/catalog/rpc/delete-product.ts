import type { DeleteProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deleteProduct as markDeleted } from "../store/product-writes.ts";
import { actorOf } from "./shared/actor.ts";

export async function deleteProduct({ id }: DeleteProductRequest, { db, identity }: CatalogContext) {
  if (!(await markDeleted(db, id, actorOf(identity)))) throw notFound("Product not found", "id");
  return {};
}
