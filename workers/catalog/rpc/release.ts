import type { ReleaseRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { release as letGo } from "../store/reservation-lifecycle.ts";
import { valueOrFailure } from "./shared/errors.ts";
import { requireName } from "./shared/reservation-id.ts";

export async function release(request: ReleaseRequest, ctx: CatalogContext) {
  const reservationId = requireName(request.reservationId, "reservationId");
  const orderId = requireName(request.orderId, "orderId");
  valueOrFailure(await letGo(ctx.db, reservationId, orderId));
  return {};
}
