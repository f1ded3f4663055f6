import type { DeleteShippingZoneRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { deleteShippingZone as remove } from "../store/shipping-zones.ts";

export async function deleteShippingZone({ id }: DeleteShippingZoneRequest, ctx: CatalogContext) {
  if (!(await remove(ctx.db, id))) throw notFound("Shipping zone not found", "id");
  return {};
}
