import type { AuditReservationsRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { findAuditedReservations } from "../store/stock-lists.ts";
import { parseBatch } from "./shared/batch.ts";
import { reservationMessage } from "./shared/reservation-messages.ts";

export async function auditReservations(request: AuditReservationsRequest, { db }: CatalogContext) {
  const ids = parseBatch(request.ids, maxCounts.batchedReads, "ids");
  const rows = ids.length === 0 ? [] : await findAuditedReservations(db, ids);
  return {
    reservations: rows.map((row) => ({
      reservation: reservationMessage(row),
      restockedUnits: row.restockedUnits,
      redemptions: [...row.redemptions],
    })),
  };
}
