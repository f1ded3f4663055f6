import type { RestoreProductRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { restoreProduct as restore } from "../store/product-writes.ts";
import { findProduct } from "../store/products.ts";
import { actorOf } from "./shared/actor.ts";
import { unwrap } from "./shared/errors.ts";
import { productMessage } from "./shared/mappers.ts";
import { marketPricesOf } from "./shared/selection.ts";

export async function restoreProduct({ id, prices }: RestoreProductRequest, ctx: CatalogContext) {
  unwrap(await restore(ctx.db, id, actorOf(ctx.identity)));
  const restored = await findProduct(ctx.db, id, marketPricesOf(prices, ctx));
  return restored === undefined ? {} : { product: productMessage(restored) };
}
