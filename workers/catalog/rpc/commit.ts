import type { CommitRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { commit as commitReservation } from "../store/reservation-lifecycle.ts";
import { unwrap } from "./shared/errors.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function commit({ reservationId }: CommitRequest, ctx: CatalogContext) {
  unwrap(await commitReservation(ctx.db, parseIdempotencyName(reservationId, "reservationId")));
  return {};
}
