import type { IsSkuTakenRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { findSkuOwners } from "../store/product-writes.ts";

export async function isSkuTaken({ sku }: IsSkuTakenRequest, { db }: CatalogContext) {
  return { isTaken: (await findSkuOwners(db, [sku])).size > 0 };
}
