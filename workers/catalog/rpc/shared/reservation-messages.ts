import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type ReservationSchema, ReservationStatus } from "../../../../proto/gen/catalog/v1/inventory_pb.js";
import type { ListedReservation } from "../../store/stock-lists.ts";

const statuses: Readonly<Record<ListedReservation["status"], ReservationStatus>> = {
  held: ReservationStatus.HELD,
  short: ReservationStatus.SHORT,
  exhausted: ReservationStatus.SHORT,
  released: ReservationStatus.RELEASED,
  committed: ReservationStatus.COMMITTED,
};

export function reservationMessage(row: ListedReservation): MessageInitShape<typeof ReservationSchema> {
  const { id, orderId, status, lines, createdMs, expiresMs } = row;
  return {
    id,
    orderId,
    status: statuses[status],
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    createTime: timestampFromMs(Number(createdMs)),
    ...(expiresMs === null ? {} : { expireTime: timestampFromMs(Number(expiresMs)) }),
  };
}
