import type { CreateProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/failure.ts";
import { newId } from "../../kit/ids.ts";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { parseProduct } from "../domain/product.ts";
import { productMessage } from "../messages.ts";
import { insertProduct } from "../store/product-writes.ts";
import { findProduct } from "../store/products.ts";

export async function createProduct({ product }: CreateProductRequest, ctx: CatalogContext) {
  if (product === undefined) throw invalid("NO_PRODUCT", "a product is needed");
  const draft = valueOrFailure(parseProduct(product));
  const id = newId("prd", ctx.now());
  valueOrFailure(await insertProduct(ctx.db, { id, draft }));
  const created = await findProduct(ctx.db, id);
  return created === undefined ? {} : { product: productMessage(created) };
}
