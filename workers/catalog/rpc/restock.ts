import type { RestockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { restock as returnToStock } from "../store/restocks.ts";
import { unwrap } from "./shared/errors.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function restock(request: RestockRequest, ctx: CatalogContext) {
  const reservationId = parseIdempotencyName(request.reservationId, "reservationId");
  const idempotencyKey = parseIdempotencyName(request.idempotencyKey, "idempotencyKey");
  const { releaseRedemptions } = request;
  // An order whose units are all restocked can still have redemptions.
  const lines = releaseRedemptions && request.lines.length === 0 ? [] : unwrap(aggregateLines(request.lines));
  unwrap(await returnToStock(ctx.db, { reservationId, idempotencyKey, lines, releaseRedemptions }));
  return {};
}
