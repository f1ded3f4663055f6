import type { RestockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { valueOrFailure } from "../answers.ts";
import type { CatalogContext } from "../context.ts";
import { aggregateLines } from "../domain/inventory.ts";
import { requireName } from "../stock-names.ts";
import { restock as putBack } from "../store/restocks.ts";

export async function restock(request: RestockRequest, ctx: CatalogContext) {
  const reservationId = requireName(request.reservationId, "reservationId");
  const idempotencyKey = requireName(request.idempotencyKey, "idempotencyKey");
  const lines = valueOrFailure(aggregateLines(request.lines));
  valueOrFailure(await putBack(ctx.db, { reservationId, idempotencyKey, lines }));
  return {};
}
