import { equals } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { readUnits } from "../../dev/cli/reconciliation/read.ts";
import { mapConcurrently } from "../../dev/process/parallel.ts";
import type { Money } from "../../proto/gen/common/v1/money_pb.js";
import type { Order } from "../../proto/gen/order/v1/order_pb.js";
import {
  OrderSchema,
  OrderService,
  OrderStatus,
  Transaction_Status as TransactionStatus,
} from "../../proto/gen/order/v1/order_pb.js";
import { DiscountClass } from "../../proto/gen/order/v1/price_pb.js";
import type { Identity } from "../../workers/kit/auth/identity.ts";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import type { StockUnits } from "../../workers/order/domain/reconciliation/records.ts";
import {
  findFinalViolations,
  findOrderViolations,
  findStockViolations,
  type PaymentFacts,
  type PriceFacts,
} from "../invariants.ts";
import type { LedgerEntry, ShopClients } from "../support/clients.ts";
import { type OrderResult, waitForStockCommits } from "../support/harness.ts";
import {
  findRedemptionInconsistencies,
  findStockInconsistencies,
  type OrderRedemptions,
  readRedemptions,
  readStock,
} from "./stock-invariants.ts";

/** The sources that are compared: databases, payments and the order service. */
export type ShopData = Pick<ShopClients, "sql" | "ledger" | "rpc">;

/** The parts of an order in a response to its buyer that must stay true. */
export type ConfirmedResponse = Pick<OrderResult, "id" | "timeline">;

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly sequence: number;
  readonly settled: boolean;
  readonly without_key: boolean;
  readonly total_minor: string;
  readonly payment_status: string | null;
  readonly fulfillment_status: string | null;
}

const { getOrder } = OrderService.method;
const support: Identity = { accountId: "acc_oracle", roles: ["SUPPORT"] };
const stranger: Identity = { accountId: "acc_stranger", roles: ["CUSTOMER"] };

/**
 * Compares the rows of stock and reservations, the ledger of payments, the rows of the order lists, the orders
 * themselves, and the responses that buyers received. Returns the violated invariants. All orders must have settled. Waits until
 * the catalog has committed the reservations of confirmed orders, which it does some time later.
 */
export async function findViolations(
  shop: ShopData,
  responses: readonly ConfirmedResponse[],
  {
    ignoreCarts = false,
  }: { /** Whether carts that were never placed may exist. */ readonly ignoreCarts?: boolean } = {},
): Promise<readonly string[]> {
  await waitForStockCommits(shop, maxCommitMs);
  const stock = await readStock(shop.sql("catalog"));
  const unitsByOrder = await readUnits(shop.sql("catalog"));
  const redemptionsByOrder = await readRedemptions(shop.sql("catalog"));
  const rows = await readOrderRows(shop);
  const paymentsByOrder = Map.groupBy(await shop.ledger(), ({ orderId = "" }) => orderId);
  const responsesByOrder = Map.groupBy(responses, ({ id }) => id);
  const listed = new Set(rows.map(({ id }) => id));
  const mentioned = new Set([...paymentsByOrder.keys(), ...unitsByOrder.keys(), ...responsesByOrder.keys()]);
  const violations = await mapConcurrently(8, rows, async (row) => {
    const violationsOfOrder = await findViolationsOfOrder(shop, {
      row,
      payments: (paymentsByOrder.get(row.id) ?? []).map(toPaymentFacts),
      units: unitsByOrder.get(row.id) ?? { held: 0, sold: 0 },
      redemptions: redemptionsByOrder.get(row.id) ?? { reserved: [], used: [] },
      responses: responsesByOrder.get(row.id) ?? [],
      ignoreCarts,
    });
    return violationsOfOrder.map((violation) => `${row.id}: ${violation}`);
  });
  return [
    ...findStockViolations(stock),
    ...(await findStockInconsistencies(shop.sql("catalog"))),
    ...(await findRedemptionInconsistencies(shop.sql("catalog"))),
    ...[...mentioned].filter((id) => !listed.has(id)).map((id) => `I7 ${id} is known but not listed`),
    ...violations.flat(),
  ];
}

/** A reservation that is still held then is a violation. */
const maxCommitMs = 5_000;

/** Returns the ids of orders whose row has a deadline. Reads only rows, so no order is resumed by the call. */
export async function findUnsettled({ sql }: Pick<ShopData, "sql">): Promise<readonly string[]> {
  const rows = await sql("order")`select id from orders where deadline_at is not null order by id`;
  return rows.map(({ id }) => String(id));
}

async function readOrderRows({ sql }: ShopData): Promise<readonly OrderRow[]> {
  return (await sql("order")`
    select id, status, sequence, total_minor, payment_status, fulfillment_status, deadline_at is null as settled,
      idempotency_key is null as without_key
    from orders order by id`) as OrderRow[];
}

interface Evidence {
  readonly row: OrderRow;
  readonly payments: readonly PaymentFacts[];
  readonly units: StockUnits;
  readonly redemptions: OrderRedemptions;
  readonly responses: readonly ConfirmedResponse[];
  readonly ignoreCarts: boolean;
}

async function findViolationsOfOrder(
  shop: ShopData,
  { row, payments, units, redemptions, responses, ignoreCarts }: Evidence,
): Promise<readonly string[]> {
  const order = await readOrder(shop, row.id);
  if (order === undefined) {
    // The request that inserted the row of a cart failed before it created the cart. The cron job deletes the row.
    if (ignoreCarts && row.status === "CART" && row.without_key) return [];
    return [`I7 an order that started exists: its row says ${row.status}`];
  }
  if (ignoreCarts && order.placeTime === undefined) return [];
  const events = order.timeline.map(({ type }) => type);
  const pending = order.transactions.filter(({ status }) => status === TransactionStatus.PENDING).length;
  const facts = {
    status: OrderStatus[order.status],
    isSettled: row.settled && pending === 0,
    total: order.total?.amountMinor ?? 0n,
    refunded: order.refunded?.amountMinor ?? 0n,
    price: order.placeTime === undefined ? undefined : toPriceFacts(order),
    units: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    shipped: order.lines.reduce((sum, { shippedQuantity }) => sum + shippedQuantity, 0),
    cancelled: order.lines.reduce((sum, { cancelledQuantity }) => sum + cancelledQuantity, 0),
    events,
    pending,
    abandonedEffects: [],
    ...units,
    payments,
    redemptions: { promised: [], applied: order.discounts.map(({ promotionId }) => promotionId), ...redemptions },
    listedAs: row.status,
    listedTotal: BigInt(row.total_minor),
    listedPaymentStatus: row.payment_status,
    listedFulfillmentStatus: row.fulfillment_status,
  };
  const violations = [...findOrderViolations(facts), ...findFinalViolations(facts)];
  if (row.sequence !== order.sequence) violations.push(`I9 the row is at ${row.sequence} of ${order.sequence}`);
  const refolded = await readOrder(shop, row.id, Date.now() + 1_000);
  // Only the response for an earlier time has the explanation.
  if (refolded === undefined || !equals(OrderSchema, order, { ...refolded, explanation: order.explanation })) {
    violations.push("I6 folding the events gives the state");
  }
  for (const { timeline } of responses) {
    const holds = timeline.every(({ type }, index) => events[index] === type);
    if (!holds) {
      violations.push(`I7 the response to the buyer still holds: ${timeline.map(({ type }) => type).join(", ")}`);
    }
  }
  if (await isVisibleToStranger(shop, row.id)) violations.push("I11 another account cannot see the order");
  return violations;
}

/** Maps the price of an order. It has no sums of shipping but its price: those are what is left of the sums of the order. */
function toPriceFacts(order: Order): PriceFacts {
  const minor = (money: Money | undefined) => money?.amountMinor ?? 0n;
  const lines = order.lines.map((line) => ({
    amount: minor(line.total),
    discountTotal: minor(line.discountTotal),
    tax: minor(line.tax),
    reverseChargeAmount: minor(line.reverseChargeAmount),
  }));
  const restOf = (total: Money | undefined, part: "tax" | "reverseChargeAmount") =>
    lines.reduce((rest, line) => rest - line[part], minor(total));
  const discounts = order.discounts.map((discount) => ({
    class: DiscountClass[discount.class] ?? "",
    amount: minor(discount.amount),
    shares: discount.allocations.map(({ amount }) => minor(amount)),
  }));
  return {
    taxesIncluded: order.taxesIncluded,
    lines,
    shipping: {
      amount: minor(order.shipping),
      discountTotal: discounts.reduce((sum, { class: of, amount }) => sum + (of === "SHIPPING" ? amount : 0n), 0n),
      tax: restOf(order.tax, "tax"),
      reverseChargeAmount: restOf(order.reverseChargeAmount, "reverseChargeAmount"),
    },
    discounts,
    subtotal: minor(order.subtotal),
    discountTotal: minor(order.discountTotal),
    tax: minor(order.tax),
    reverseChargeAmount: minor(order.reverseChargeAmount),
    total: minor(order.total),
  };
}

async function readOrder(shop: ShopData, id: string, asOf?: number): Promise<Order | undefined> {
  const asOfTime = asOf === undefined ? {} : { asOfTime: timestampFromMs(asOf) };
  return findOrder(await shop.rpc("order", support), { id, ...asOfTime });
}

async function isVisibleToStranger(shop: ShopData, id: string): Promise<boolean> {
  return (await findOrder(await shop.rpc("order", stranger), { id })) !== undefined;
}

async function findOrder(rpc: Rpc, request: Parameters<typeof rpc<typeof getOrder.input, typeof getOrder.output>>[1]) {
  try {
    return (await rpc(getOrder, request)).order;
  } catch (error) {
    if (error instanceof Failure && error.reason === "NOT_FOUND") return undefined;
    throw error;
  }
}

/** The status of a payment by that of its Stripe PaymentIntent. */
const statuses: Readonly<Record<string, PaymentFacts["status"]>> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "requiresAction",
  requires_capture: "authorized",
  succeeded: "captured",
  canceled: "voided",
};

function toPaymentFacts({ status, authorized, captured, refunded }: LedgerEntry): PaymentFacts {
  const known = statuses[status];
  if (known === undefined) throw new Error(`Unknown payment status in the ledger: ${status}`);
  return {
    status: known,
    amount: BigInt(captured > 0 ? captured : authorized),
    captures: captured > 0 ? 1 : 0,
    refunded: BigInt(refunded),
  };
}
