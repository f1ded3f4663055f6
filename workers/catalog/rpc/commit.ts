import type { CommitRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { commit as commitReservation } from "../store/reservation-lifecycle.ts";
import { unwrap } from "./shared/errors.ts";
import { parseRedemptions } from "./shared/redemptions.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function commit({ reservationId, redemptions }: CommitRequest, ctx: CatalogContext) {
  const id = parseIdempotencyName(reservationId, "reservationId");
  unwrap(await commitReservation(ctx.db, id, parseRedemptions(redemptions)));
  return {};
}
