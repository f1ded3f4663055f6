import type { GetProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/failure.ts";
import type { CatalogContext } from "../context.ts";
import { productMessage, selectionOf } from "../messages.ts";
import { findProduct, type ProductKey } from "../store/products.ts";

export async function getProduct({ key, view }: GetProductRequest, ctx: CatalogContext) {
  const product = await findProduct(ctx.db, keyOf(key), selectionOf(view));
  if (product === undefined) throw notFound("there is no such product", key.case ?? "id");
  return { product: productMessage(product) };
}

function keyOf(key: GetProductRequest["key"]): ProductKey {
  if (key.case === undefined) throw invalid("ID_OR_SLUG", "an id or a slug is needed", "id");
  return key.case === "id" ? { id: key.value } : { slug: key.value };
}
