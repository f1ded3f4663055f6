import type { ReleaseRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { requireName } from "../stock-names.ts";
import { release as letGo } from "../store/holds.ts";

export async function release(request: ReleaseRequest, ctx: CatalogContext) {
  const reservationId = requireName(request.reservationId, "reservationId");
  const orderId = requireName(request.orderId, "orderId");
  valueOrFailure(await letGo(ctx.db, reservationId, orderId));
  return {};
}
