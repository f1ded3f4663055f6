import { timestampDate } from "@bufbuild/protobuf/wkt";
import { ReserveResponse_Outcome as Outcome, type ReserveRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { defaultReservationMs, maxReservationMs } from "../domain/limits.ts";
import { reserve as reserveStock } from "../store/reservations.ts";
import { unwrap } from "./shared/errors.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function reserve(request: ReserveRequest, ctx: CatalogContext) {
  const id = parseIdempotencyName(request.reservationId, "reservationId");
  const orderId = parseIdempotencyName(request.orderId, "orderId");
  const lines = unwrap(aggregateLines(request.lines));
  const { expireTime } = request;
  const expiresAt = expireTime === undefined ? new Date(ctx.now() + defaultReservationMs) : timestampDate(expireTime);
  if (!(expiresAt.getTime() < ctx.now() + maxReservationMs)) {
    throw invalid("INVALID_EXPIRE_TIME", "Reservation TTL must be at most 30 days", "expireTime");
  }
  const reservation = unwrap(await reserveStock(ctx.db, { id, orderId, lines, expiresAt }));
  switch (reservation.status) {
    case "short":
      return { outcome: Outcome.SHORT, short: [...reservation.short] };
    case "released":
      return { outcome: Outcome.RELEASED };
    default:
      return {
        outcome: Outcome.HELD,
        lines: reservation.lines.map(({ sku, name, quantity, unitPriceMinor, currency, productId }) => ({
          sku,
          name,
          quantity,
          productId,
          unitPrice: { amountMinor: unitPriceMinor, currencyCode: currency },
        })),
      };
  }
}
