import type { ListReservationsRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { listHeldReservations } from "../store/stock-lists.ts";
import { reservationMessage } from "./shared/reservation-messages.ts";

export async function listReservations({ sku, pageSize, pageToken }: ListReservationsRequest, { db }: CatalogContext) {
  const size = parsePageSize(pageSize);
  const rows = await listHeldReservations(db, { sku, after: parseTimePosition(pageToken), limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ createdMs, id }) => [Number(createdMs), id]);
  return { reservations: items.map(reservationMessage), ...page };
}
