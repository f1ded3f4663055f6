import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  InventoryService,
  type OrderStockSchema,
  ReservationStatus,
} from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { RebuildStockRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { toMoneyMessage } from "../../kit/connect/money-message.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxRebuiltOrders } from "../domain/limits.ts";
import { type StockRecords, toStockRecords } from "../domain/stock-records.ts";

const statuses = {
  held: ReservationStatus.HELD,
  committed: ReservationStatus.COMMITTED,
  released: ReservationStatus.RELEASED,
} as const;

/** Writes the reservations and sales of orders in the catalog, as their events have recorded them. */
export async function rebuildStock({ ids, dryRun }: RebuildStockRequest, ctx: OrderContext) {
  if (ids.length > maxRebuiltOrders) throw invalid("TOO_MANY", `At most ${maxRebuiltOrders} orders per request`, "ids");
  const orderIds = [...new Set(ids)];
  const views = await Promise.all(
    orderIds.map((id) => (parseIdPrefix(id) === "ord" ? ctx.object(id).read() : undefined)),
  );
  const orders = views.flatMap((view) => (view === undefined ? [] : [view]));
  const stock = orders.map(({ state, events }) => toMessage(state.id, toStockRecords(events)));
  const catalog = await ctx.catalog();
  const { changes } = await catalog(InventoryService.method.rebuildReservations, { orders: stock, dryRun });
  return { changes, missingIds: orderIds.filter((_, index) => views[index] === undefined) };
}

function toMessage(orderId: string, { reservations, sale }: StockRecords): MessageInitShape<typeof OrderStockSchema> {
  return {
    orderId,
    reservations: reservations.map(({ reservationId, status, lines, redemptions, customerKeys = [], restocks }) => ({
      reservationId,
      status: statuses[status],
      lines: lines.map(({ sku, name, quantity, productId, unitPrice }) => ({
        sku,
        name,
        quantity,
        productId,
        unitPrice: toMoneyMessage(unitPrice),
      })),
      redemptions: [...redemptions],
      customerKeys: [...customerKeys],
      restocks: restocks.map(({ key: idempotencyKey, lines: restocked, releasesRedemptions: releaseRedemptions }) => ({
        idempotencyKey,
        lines: restocked.map(({ sku, quantity }) => ({ sku, quantity })),
        releaseRedemptions,
      })),
    })),
    ...(sale && {
      sale: { ...sale, lines: sale.lines.map(({ productId, quantity }) => ({ productId, quantity })) },
    }),
  };
}
