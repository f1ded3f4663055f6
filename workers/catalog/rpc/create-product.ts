import type { CreateProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parseProduct } from "../domain/product.ts";
import { insertProduct } from "../store/product-writes.ts";
import { findProduct } from "../store/products.ts";
import { unwrap } from "./shared/errors.ts";
import { productMessage } from "./shared/mappers.ts";

export async function createProduct({ product }: CreateProductRequest, ctx: CatalogContext) {
  if (product === undefined) throw invalid("NO_PRODUCT", "a product is needed");
  const draft = unwrap(parseProduct(product));
  const id = newId("prd", ctx.now());
  unwrap(await insertProduct(ctx.db, { id, draft }));
  const created = await findProduct(ctx.db, id);
  return created === undefined ? {} : { product: productMessage(created) };
}
