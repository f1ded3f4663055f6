import type { CommitRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { requireReservationId } from "../reservation-id.ts";
import { commit as sell } from "../store/holds.ts";

export async function commit({ reservationId }: CommitRequest, ctx: CatalogContext) {
  valueOrFailure(await sell(ctx.db, requireReservationId(reservationId)));
  return {};
}
