import type { ListPriceListPricesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { listPricePages } from "./shared/price-pages.ts";

export async function listPriceListPrices(request: ListPriceListPricesRequest, ctx: CatalogContext) {
  const [page] = await listPricePages([request], ctx);
  return page ?? {};
}
