import type { DeletePriceListRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deletePriceList as remove } from "../store/price-lists.ts";

export async function deletePriceList({ id }: DeletePriceListRequest, ctx: CatalogContext) {
  if (!(await remove(ctx.db, id))) throw notFound("Price list not found", "id");
  return {};
}
