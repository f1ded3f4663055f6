import { InventoryService, ReservationStatus } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { GetOrderReconciliationRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { annotate } from "../../kit/observability/operation.ts";
import type { OrderContext } from "../context.ts";
import { findDifferences } from "../domain/reconciliation/compare.ts";
import type { Difference, Payment } from "../domain/reconciliation/records.ts";
import { reportOrder } from "../domain/reconciliation/report-order.ts";
import { toStockRecords } from "../domain/stock-records.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { findReconciledRow } from "../store/order-rows.ts";
import { createTaxReports } from "../store/tax-reports.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { toOrderMessageWithActions } from "./shared/mappers.ts";

/** Payments and reservations that are compared, latest first: an order that was placed again has several. */
const maxCompared = 10;

/** Compares by the rules of `npm run reconcile`. A system that does not respond is reported, and the others are compared. */
export async function getOrderReconciliation({ orderId }: GetOrderReconciliationRequest, ctx: OrderContext) {
  annotate("rpc", { orderId });
  const order = await getVisibleOrder(ctx, orderId, { anyWith: Permission.ORDER_READ_ANY, field: "orderId" });
  const { state, events } = order;
  const [payments, stock, rows] = await Promise.all([
    read(readPayments(ctx, order)),
    read(readReservations(ctx, order)),
    read(readRows(ctx, order)),
  ]);
  const reservations = stock ?? [];
  const records = {
    id: orderId,
    order: reportOrder(state, events),
    row: rows === undefined ? ("unread" as const) : rows.row?.compared,
    payments: payments?.map(({ compared }) => compared) ?? ("unread" as const),
    units: stock === undefined ? ("unread" as const) : toUnits(reservations),
    redemptions: reservations.flatMap(({ redemptions }) =>
      redemptions.map(({ redeemed, ...redemption }) => ({ ...redemption, isRedeemed: redeemed })),
    ),
    taxReports: rows?.taxReports ?? [],
  };
  const silent: readonly Difference[] = [
    ...(payments === undefined ? [{ message: "the payment provider did not respond" }] : []),
    ...(stock === undefined ? [{ message: "the catalog did not respond" }] : []),
    ...(rows === undefined ? [{ message: "the order database did not respond" }] : []),
  ];
  const differences = [...silent, ...findDifferences(records, ctx.now())];
  const payment = payments?.find(({ compared }) => compared.id === state.paymentId);
  const latest = reservations.at(-1)?.reservation;
  return {
    order: toOrderMessageWithActions(order, ctx),
    ...(payment === undefined ? {} : { paymentJson: payment.json }),
    ...(rows?.row === undefined ? {} : { listRowJson: rows.row.json }),
    ...(latest === undefined ? {} : { reservation: latest }),
    differences,
  };
}

/** Returns undefined when a system does not respond. */
async function read<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch {
    return undefined;
  }
}

async function readPayments({ payments }: OrderContext, { state, events }: OrderView) {
  const ids = events.flatMap(({ event }) => (event.type === "PaymentStarted" ? [event.paymentId] : []));
  const latest = [...new Set([...ids, ...(state.paymentId === undefined ? [] : [state.paymentId])])].slice(
    -maxCompared,
  );
  return Promise.all(
    latest.map(async (id) => {
      const record = await payments.findRecord(id);
      if (record.type !== "record") throw new Error("The payment provider did not return a payment");
      const { type: _, createdAt, ...found } = record;
      const compared: Payment = {
        id,
        orderId: state.id,
        currency: record.currency,
        held: record.heldMinor,
        captured: record.capturedMinor,
        refunded: record.refundedMinor,
        chargedBack: record.chargedBackMinor,
        reversed: record.reversedMinor,
      };
      return { compared, json: toJson({ id, ...found, createdAt: new Date(createdAt).toISOString() }) };
    }),
  );
}

/** Returns the reservations that the order has recorded, oldest first. */
async function readReservations(ctx: OrderContext, { events }: OrderView) {
  const ids = toStockRecords(events).reservations.map(({ reservationId }) => reservationId);
  if (ids.length === 0) return [];
  const catalog = await ctx.catalog();
  const latest = ids.slice(-maxCompared);
  const { reservations } = await catalog(InventoryService.method.auditReservations, { ids: latest });
  const byId = new Map(reservations.map((found) => [found.reservation?.id, found]));
  return latest.flatMap((id) => byId.get(id) ?? []);
}

type Reservations = Awaited<ReturnType<typeof readReservations>>;

function toUnits(reservations: Reservations) {
  const unitsOf = ({ reservation }: Reservations[number]) =>
    (reservation?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
  const sum = (status: number, count: (found: Reservations[number]) => number) =>
    reservations.reduce((total, found) => (found.reservation?.status === status ? total + count(found) : total), 0);
  return {
    held: sum(ReservationStatus.HELD, unitsOf),
    sold: sum(ReservationStatus.COMMITTED, (found) => unitsOf(found) - found.restockedUnits),
  };
}

async function readRows({ db }: OrderContext, { state }: OrderView) {
  const references = [state.id, ...state.refunds.map(({ id }) => id)];
  const [row, taxReports] = await Promise.all([
    findReconciledRow(db, state.id),
    state.pricing?.taxCalculation === undefined ? [] : createTaxReports(db).find(references),
  ]);
  return { row: row && { compared: row.compared, json: toJson({ ...row.compared, ...row.times }) }, taxReports };
}

function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}
