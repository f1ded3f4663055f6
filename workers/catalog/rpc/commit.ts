import type { CommitRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { commit as sell } from "../store/reservation-lifecycle.ts";
import { valueOrFailure } from "./shared/errors.ts";
import { requireName } from "./shared/reservation-id.ts";

export async function commit({ reservationId }: CommitRequest, ctx: CatalogContext) {
  valueOrFailure(await sell(ctx.db, requireName(reservationId, "reservationId")));
  return {};
}
