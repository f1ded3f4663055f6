import type { GetProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { readProducts } from "../cache/products.ts";
import type { CatalogContext } from "../context.ts";
import type { ProductNames } from "../store/products.ts";
import { productMessage, selectionOf } from "./shared/mappers.ts";

export async function getProduct(request: GetProductRequest, ctx: CatalogContext) {
  const [product] = await readProducts(ctx, namesOf(request.key), selectionOf(request));
  if (product === undefined) throw notFound("there is no such product", request.key.case ?? "id");
  return { product: productMessage(product) };
}

function namesOf(key: GetProductRequest["key"]): ProductNames {
  if (key.case === undefined) throw invalid("ID_OR_SLUG", "an id or a slug is needed", "id");
  return key.case === "id" ? { ids: [key.value], slugs: [] } : { ids: [], slugs: [key.value] };
}
