import type { ReleaseRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { requireReservationId } from "../reservation-id.ts";
import { release as letGo } from "../store/holds.ts";

export async function release({ reservationId, orderId }: ReleaseRequest, ctx: CatalogContext) {
  valueOrFailure(await letGo(ctx.db, requireReservationId(reservationId), orderId));
  return {};
}
