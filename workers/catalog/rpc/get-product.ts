import type { GetProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid, notFound } from "../../kit/errors/failure.ts";
import { readProducts } from "../cache/products.ts";
import type { CatalogContext } from "../context.ts";
import type { ProductKeys } from "../store/products.ts";
import { productMessage } from "./shared/mappers.ts";
import { productReadOf } from "./shared/selection.ts";

export async function getProduct(request: GetProductRequest, ctx: CatalogContext) {
  const [product] = await readProducts(ctx, toProductKeys(request.key), productReadOf(request, ctx));
  if (product === undefined) throw notFound("Product not found", request.key.case ?? "id");
  return { product: productMessage(product) };
}

function toProductKeys(key: GetProductRequest["key"]): ProductKeys {
  if (key.case === undefined) throw invalid("ID_OR_SLUG", "`id` or `slug` is required", "id");
  return key.case === "id" ? { ids: [key.value], slugs: [] } : { ids: [], slugs: [key.value] };
}
