import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type OrderStock,
  type RebuildReservationsRequest,
  type RecordedReservation as RecordedMessage,
  ReservationStatus as Status,
  type StockRebuildChangeSchema,
} from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { planRebuild, type RebuildStep, type RecordedReservation, unitsOfStep } from "../domain/stock-rebuild.ts";
import { commit, release } from "../store/reservation-lifecycle.ts";
import { restock } from "../store/restocks.ts";
import {
  couponCodeKey,
  type Oversold,
  readStoredStock,
  type StoredStock,
  writeReservation,
} from "../store/stock-rebuild.ts";
import { countSales, reverseSales } from "../store/units-sold.ts";
import { unwrap } from "./shared/errors.ts";

type Change = MessageInitShape<typeof StockRebuildChangeSchema>;

/** Orders that are written at the same time. */
const concurrency = 5;
const statuses = { held: Status.HELD, committed: Status.COMMITTED, released: Status.RELEASED } as const;

/** Units go back on sale before other units are taken, so that these are not reported as oversold. */
export async function rebuildReservations({ orders, dryRun }: RebuildReservationsRequest, ctx: CatalogContext) {
  if (orders.length > maxCounts.rebuiltOrders) {
    throw invalid("TOO_MANY", `At most ${maxCounts.rebuiltOrders} orders per request`, "orders");
  }
  const recorded = orders.flatMap(({ orderId, reservations }) =>
    reservations.map((reservation) => fromMessage(orderId, reservation)),
  );
  const stored = await readStoredStock(
    ctx.db,
    orders.map(({ orderId }) => orderId),
    recorded,
  );
  const planned = recorded.flatMap((reservation) => {
    const step = planRebuild(reservation, stored.reservations.get(reservation.id));
    return step === undefined ? [] : [{ reservation, step }];
  });
  const advances = planned.filter(({ step }) => step.type === "advance");
  const writes = planned.filter(({ step }) => step.type === "write");
  const rebuild = ({ reservation, step }: (typeof planned)[number]) =>
    rebuildReservation(ctx, reservation, step, stored, dryRun);
  return {
    changes: [
      ...(await mapConcurrently(advances, rebuild)),
      ...(await mapConcurrently(writes, rebuild)),
      ...(await mapConcurrently(
        orders.filter((order) => isSaleMissing(order, stored)),
        (order) => rebuildSale(ctx, order, dryRun),
      )),
    ],
  };
}

function fromMessage(orderId: string, message: RecordedMessage): RecordedReservation {
  const status = (["held", "committed", "released"] as const).find((name) => statuses[name] === message.status);
  if (status === undefined) throw invalid("INVALID_STATUS", "A status is required", "orders", "status");
  return {
    id: message.reservationId,
    orderId,
    status,
    lines: message.lines.map(({ sku, name, quantity, productId, unitPrice }) => {
      const { amountMinor, currency } = fromMoneyMessage(unitPrice, "orders", "unitPrice");
      return { sku, name, quantity, productId, unitPriceMinor: amountMinor, currency };
    }),
    redemptions: message.redemptions.map(({ promotionId, code }) => ({ promotionId, code })),
    customerKeys: message.customerKeys,
    restocks: message.restocks.map(({ idempotencyKey: key, lines, releaseRedemptions }) => ({
      key,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      releasesRedemptions: releaseRedemptions,
    })),
  };
}

async function rebuildReservation(
  ctx: CatalogContext,
  reservation: RecordedReservation,
  step: RebuildStep,
  stored: StoredStock,
  dryRun: boolean,
): Promise<Change> {
  const { id, orderId, lines, redemptions } = reservation;
  const before = stored.reservations.get(id);
  const unknown = step.type === "write" ? lines.filter(({ sku }) => !stored.available.has(sku)) : [];
  const problems = [
    ...(before !== undefined && before.orderId !== orderId
      ? [`The reservation belongs to order ${before.orderId}`]
      : []),
    ...unknown.map(({ sku }) => `SKU ${sku} does not exist. Import it, then repeat. Nothing was written.`),
  ];
  const isPossible = problems.length === 0;
  for (const { promotionId, code } of redemptions) {
    if (!stored.promotions.has(promotionId)) problems.push(`Promotion ${promotionId} does not exist: its use is lost`);
    else if (code !== "" && !stored.couponCodes.has(couponCodeKey(promotionId, code)))
      problems.push(`Coupon code ${code} does not exist: its use is lost`);
  }
  const oversold = isPossible && !dryRun ? await apply(ctx, reservation, step) : [];
  const units = new Map(oversold.map(({ sku, quantity }) => [sku, quantity]));
  return {
    orderId,
    reservationId: id,
    before: before === undefined ? Status.UNSPECIFIED : toStatus(before.status),
    after: statuses[reservation.status],
    lines: unitsOfStep(reservation, step).map((line) => ({
      ...line,
      available: stored.available.get(line.sku) ?? 0,
      oversold: units.get(line.sku) ?? 0,
    })),
    problems,
  };
}

function toStatus(status: string): Status {
  return statuses[status as keyof typeof statuses] ?? Status.UNSPECIFIED;
}

/** Repeats the effects of the order. Each of them changes nothing when another call has made it in the meantime. */
async function apply(
  { db }: CatalogContext,
  reservation: RecordedReservation,
  step: RebuildStep,
): Promise<readonly Oversold[]> {
  const { id, orderId, redemptions } = reservation;
  if (step.type === "write") return writeReservation(db, reservation);
  if (step.to === "committed") unwrap(await commit(db, id, redemptions));
  if (step.to === "released") unwrap(await release(db, id, orderId));
  for (const { key, lines, releasesRedemptions } of step.restocks) {
    unwrap(
      await restock(db, { reservationId: id, idempotencyKey: key, lines, releaseRedemptions: releasesRedemptions }),
    );
  }
  return [];
}

function isSaleMissing({ orderId, sale }: OrderStock, { sales }: StoredStock): boolean {
  if (sale === undefined) return false;
  const counted = sales.get(orderId);
  return counted === undefined || (sale.cancelledEventId !== undefined && !counted.isCancelled);
}

async function rebuildSale({ db }: CatalogContext, { orderId, sale }: OrderStock, dryRun: boolean): Promise<Change> {
  if (sale !== undefined && !dryRun) {
    const { confirmedEventId: eventId, cancelledEventId, lines } = sale;
    const sold = lines.map(({ productId, quantity }) => ({ productId, quantity }));
    await countSales(db, [{ type: "confirmed", eventId, orderId, lines: sold, reservation: undefined }]);
    if (cancelledEventId !== undefined) {
      await reverseSales(db, [{ type: "cancelled", eventId: cancelledEventId, orderId }]);
    }
  }
  return { orderId };
}

async function mapConcurrently<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += concurrency) {
    results.push(...(await Promise.all(items.slice(at, at + concurrency).map(map))));
  }
  return results;
}
