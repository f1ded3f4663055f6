import type { ListShippingZonesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { CatalogContext } from "../context.ts";
import { listShippingZones as list } from "../store/shipping-zones.ts";
import { toShippingZoneMessage } from "./shared/pricing-messages.ts";

export async function listShippingZones(_request: ListShippingZonesRequest, ctx: CatalogContext) {
  return { shippingZones: (await list(ctx.db)).map(toShippingZoneMessage) };
}
