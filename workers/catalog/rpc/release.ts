import type { ReleaseRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { release as releaseReservation } from "../store/reservation-lifecycle.ts";
import { unwrap } from "./shared/errors.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function release(request: ReleaseRequest, ctx: CatalogContext) {
  const reservationId = parseIdempotencyName(request.reservationId, "reservationId");
  const orderId = parseIdempotencyName(request.orderId, "orderId");
  unwrap(await releaseReservation(ctx.db, reservationId, orderId));
  return {};
}
