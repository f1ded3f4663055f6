import type { CreateProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { parseProduct } from "../domain/product.ts";
import { insertProduct } from "../store/product-writes.ts";
import { findProduct } from "../store/products.ts";
import { actorOf } from "./shared/actor.ts";
import { unwrap } from "./shared/errors.ts";
import { checkTaxClasses } from "./shared/known-tax-classes.ts";
import { productMessage } from "./shared/mappers.ts";
import { marketPricesOf } from "./shared/selection.ts";

export async function createProduct({ product: input, prices }: CreateProductRequest, ctx: CatalogContext) {
  if (input === undefined) throw invalid("NO_PRODUCT", "`product` is required");
  const product = unwrap(parseProduct(input));
  unwrap(await checkTaxClasses(ctx, product));
  const id = newId("prd", ctx.now());
  unwrap(await insertProduct(ctx.db, { id, product }, actorOf(ctx.identity)));
  const created = await findProduct(ctx.db, id, marketPricesOf(prices, ctx));
  return created === undefined ? {} : { product: productMessage(created) };
}
