import { ReservationStatus, type StockRebuildChange } from "../../../../../proto/gen/catalog/v1/inventory_pb.js";
import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers, StockReservationStatus } from "../../../graphql/schema.generated.ts";

export const rebuildStock: NonNullable<MutationResolvers["rebuildStock"]> = (_root, { input: { ids, dryRun } }, ctx) =>
  mutationPayload({ changes: [], missingIds: [] }, async () => {
    const response = await ctx.services.order(OrderService.method.rebuildStock, {
      ids: [...ids],
      dryRun: dryRun ?? false,
    });
    return { changes: response.changes.map(toChange), missingIds: response.missingIds };
  });

function toChange({ orderId, reservationId, before, after, lines, problems }: StockRebuildChange) {
  return {
    orderId,
    reservationId: reservationId === "" ? null : reservationId,
    before: toStatus(before),
    after: toStatus(after),
    lines,
    problems,
  };
}

function toStatus(status: ReservationStatus): StockReservationStatus | null {
  if (status === ReservationStatus.HELD) return "HELD";
  if (status === ReservationStatus.COMMITTED) return "COMMITTED";
  return status === ReservationStatus.RELEASED ? "RELEASED" : null;
}
