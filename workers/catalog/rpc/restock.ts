import type { RestockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { requireReservationId } from "../reservation-id.ts";
import { restock as putBack } from "../store/restocks.ts";

export async function restock(request: RestockRequest, ctx: CatalogContext) {
  const reservationId = requireReservationId(request.reservationId);
  const lines = valueOrFailure(aggregateLines(request.lines));
  const { idempotencyKey } = request;
  valueOrFailure(await putBack(ctx.db, { reservationId, idempotencyKey, lines }));
  return {};
}
