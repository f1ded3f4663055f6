import type { BatchGetReservationsRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findReservations } from "../store/stock-lists.ts";
import { parseBatch } from "./shared/batch.ts";
import { reservationMessage } from "./shared/reservation-messages.ts";

export async function batchGetReservations(request: BatchGetReservationsRequest, { db }: CatalogContext) {
  const ids = parseBatch(request.ids, maxCounts.batchedReads, "ids");
  const rows = ids.length === 0 ? [] : await findReservations(db, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { reservations: ids.flatMap((id) => byId.get(id) ?? []).map(reservationMessage) };
}
