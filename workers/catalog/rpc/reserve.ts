import { timestampDate } from "@bufbuild/protobuf/wkt";
import { ReserveResponse_Outcome as Outcome, type ReserveRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { defaultReservationMs, maxReservationMs } from "../domain/limits.ts";
import { selectCandidates } from "../domain/pricing/candidate.ts";
import type { PriceContext } from "../domain/pricing/price-context.ts";
import { type ReservationPricing, reserveWithPrices } from "../store/priced-reservations.ts";
import type { RequestedRedemption } from "../store/redemption-requests.ts";
import { type Reservation, type ReservationRequest, reserve as reserveStock } from "../store/reservations.ts";
import { toCandidateMessage, toCodeResultMessage } from "./shared/candidate-messages.ts";
import { unwrap } from "./shared/errors.ts";
import { fromPriceContextMessage } from "./shared/price-context.ts";
import { parseRedemptions } from "./shared/redemptions.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function reserve(request: ReserveRequest, ctx: CatalogContext) {
  const reservationRequest = parseRequest(request, ctx);
  const redemptions = parseRedemptions(request.redemptions);
  if (request.priceContext === undefined) {
    if (redemptions.length > 0) throw invalid("MISSING_FIELD", "Redemptions require `priceContext`", "priceContext");
    return toResponse(unwrap(await reserveStock(ctx.db, reservationRequest)), undefined);
  }
  const context = fromPriceContextMessage(request.priceContext);
  requireGivenCodes(redemptions, context);
  const now = new Date(ctx.now());
  const result = unwrap(await reserveWithPrices(ctx.db, { ...reservationRequest, context, redemptions, now }));
  const { reservation, pricing } = result;
  return { ...toResponse(reservation, pricing), ...(pricing && toPricingFields(pricing, context)) };
}

function parseRequest(request: ReserveRequest, ctx: CatalogContext): ReservationRequest {
  const id = parseIdempotencyName(request.reservationId, "reservationId");
  const orderId = parseIdempotencyName(request.orderId, "orderId");
  const lines = unwrap(aggregateLines(request.lines));
  const { expireTime } = request;
  const expiresAt = expireTime === undefined ? new Date(ctx.now() + defaultReservationMs) : timestampDate(expireTime);
  if (!(expiresAt.getTime() < ctx.now() + maxReservationMs)) {
    throw invalid("INVALID_EXPIRE_TIME", "Reservation TTL must be at most 30 days", "expireTime");
  }
  return { id, orderId, lines, expiresAt };
}

/** Throws unless the price context has the codes of all redemptions: only those are read. */
function requireGivenCodes(redemptions: readonly RequestedRedemption[], { couponCodes }: PriceContext): void {
  const given = new Set(couponCodes.map((code) => code.toUpperCase()));
  if (redemptions.every(({ code }) => code === "" || given.has(code.toUpperCase()))) return;
  throw invalid("INVALID_REDEMPTION", "`priceContext` must have the codes of all redemptions", "redemptions");
}

function toResponse(reservation: Reservation, pricing: ReservationPricing | undefined) {
  switch (reservation.status) {
    case "short":
      return { outcome: Outcome.SHORT, short: [...reservation.short] };
    case "exhausted":
      return { outcome: Outcome.EXHAUSTED, exhausted: [...reservation.exhausted] };
    case "released":
      return { outcome: Outcome.RELEASED };
    default:
      return {
        outcome: Outcome.HELD,
        lines: reservation.lines.map(({ sku, name, quantity, unitPriceMinor, currency, productId }) => {
          const compareAt = pricing?.compareAt[sku];
          return {
            sku,
            name,
            quantity,
            productId,
            unitPrice: { amountMinor: unitPriceMinor, currencyCode: currency },
            ...(compareAt === undefined
              ? {}
              : { compareAtUnitPrice: { amountMinor: BigInt(compareAt), currencyCode: currency } }),
          };
        }),
      };
  }
}

function toPricingFields(pricing: ReservationPricing, context: PriceContext) {
  const { marketId, currency } = pricing;
  const { candidates, codes } = selectCandidates(pricing, { id: marketId, currency }, context);
  return {
    redemptions: [...pricing.redemptions],
    candidates: candidates.map((candidate) => toCandidateMessage(candidate, currency)),
    couponCodes: codes.map(toCodeResultMessage),
  };
}
