import type { RestockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { restock as putBack } from "../store/restocks.ts";
import { valueOrFailure } from "./shared/errors.ts";
import { requireName } from "./shared/reservation-id.ts";

export async function restock(request: RestockRequest, ctx: CatalogContext) {
  const reservationId = requireName(request.reservationId, "reservationId");
  const idempotencyKey = requireName(request.idempotencyKey, "idempotencyKey");
  const lines = valueOrFailure(aggregateLines(request.lines));
  valueOrFailure(await putBack(ctx.db, { reservationId, idempotencyKey, lines }));
  return {};
}
