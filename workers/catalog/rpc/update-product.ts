import type { UpdateProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { findProduct } from "../store/products.ts";
import { productMessage } from "./shared/mappers.ts";
import { applyUpdate } from "./shared/product-updates.ts";
import { marketPricesOf } from "./shared/selection.ts";

export async function updateProduct(request: UpdateProductRequest, ctx: CatalogContext) {
  if (request.product === undefined) throw invalid("NO_PRODUCT", "`product` is required");
  await applyUpdate(request, await findProduct(ctx.db, request.id, undefined), ctx);
  const updated = await findProduct(ctx.db, request.id, marketPricesOf(request.prices, ctx));
  return updated === undefined ? {} : { product: productMessage(updated) };
}
