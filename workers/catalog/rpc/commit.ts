import type { CommitRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { requireName } from "../stock-names.ts";
import { commit as sell } from "../store/holds.ts";

export async function commit({ reservationId }: CommitRequest, ctx: CatalogContext) {
  valueOrFailure(await sell(ctx.db, requireName(reservationId, "reservationId")));
  return {};
}
