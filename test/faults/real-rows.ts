import { equals } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { readUnits, type Units } from "../../dev/cli/reconcile/read.ts";
import { inParallel } from "../../dev/local/parallel.ts";
import type { Order } from "../../proto/gen/order/v1/order_pb.js";
import {
  OrderSchema,
  OrderService,
  OrderStatus,
  Transaction_Status as TransactionStatus,
} from "../../proto/gen/order/v1/order_pb.js";
import type { Identity } from "../../workers/kit/auth/identity.ts";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import { findOrderViolations, findRestViolations, findStockViolations, type PaymentFacts } from "../invariants.ts";
import type { LedgerEntry, ShopClients } from "../support/clients.ts";
import type { OrderReply } from "../support/harness.ts";
import { findRowDifferences, readStock } from "./stock-rows.ts";

/** Where the real rows are. */
export type RealRows = Pick<ShopClients, "sql" | "ledger" | "rpc">;

/** What somebody was told about an order. */
export type ConfirmedResponse = Pick<OrderReply, "id" | "timeline">;

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly sequence: number;
  readonly settled: boolean;
}

const { getOrder } = OrderService.method;
const support: Identity = { accountId: "acc_oracle", roles: ["SUPPORT"] };
const stranger: Identity = { accountId: "acc_stranger", roles: ["CUSTOMER"] };

/**
 * Compares everything that knows of an order: the rows of stock and reservations, the ledger of payments, the rows that
 * lists are read from, the orders themselves, and what their buyers were told. To be asked once all has come to rest;
 * empty when every promise holds.
 */
export async function findViolations(rows: RealRows, told: readonly ConfirmedResponse[]): Promise<readonly string[]> {
  const stock = await readStock(rows.sql("catalog"));
  const units = await readUnits(rows.sql("catalog"));
  const orders = await readOrderRows(rows);
  const ledger = Map.groupBy(await rows.ledger(), ({ orderId = "" }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const orphans = [...ledger.keys(), ...units.keys(), ...told.map(({ id }) => id)].filter((id) => !known.has(id));
  const acknowledged = Map.groupBy(told, ({ id }) => id);
  const found = await inParallel(8, orders, async (row) => {
    const violations = await violationsOf(rows, {
      row,
      payments: (ledger.get(row.id) ?? []).map(paymentFacts),
      units: units.get(row.id) ?? { held: 0, sold: 0 },
      told: acknowledged.get(row.id) ?? [],
    });
    return violations.map((violation) => `${row.id}: ${violation}`);
  });
  return [
    ...findStockViolations(stock),
    ...(await findRowDifferences(rows.sql("catalog"))),
    ...[...new Set(orphans)].map((id) => `I7 something is known of ${id}, which is in no list`),
    ...found.flat(),
  ];
}

/** Orders that have not come to their end, as the rows say; nothing is woken by asking. */
export async function findUnsettled({ sql }: Pick<RealRows, "sql">): Promise<readonly string[]> {
  const rows = await sql("order")`select id from orders where deadline_at is not null order by id`;
  return rows.map(({ id }) => String(id));
}

async function readOrderRows({ sql }: RealRows): Promise<readonly OrderRow[]> {
  return (await sql("order")`
    select id, status, sequence, deadline_at is null as settled from orders order by id`) as OrderRow[];
}

interface Known {
  readonly row: OrderRow;
  readonly payments: readonly PaymentFacts[];
  readonly units: Units;
  readonly told: readonly ConfirmedResponse[];
}

async function violationsOf(rows: RealRows, { row, payments, units, told }: Known): Promise<readonly string[]> {
  const order = await readOrder(rows, row.id);
  if (order === undefined) return [`I7 an order that was begun is there: its row says ${row.status}`];
  const events = order.timeline.map(({ type }) => type);
  const pending = order.transactions.filter(({ status }) => status === TransactionStatus.PENDING).length;
  const facts = {
    status: OrderStatus[order.status],
    isSettled: row.settled && pending === 0,
    total: order.total?.amountMinor ?? 0n,
    refunded: order.refunded?.amountMinor ?? 0n,
    units: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    events,
    pending,
    givenUp: [],
    ...units,
    payments,
    listedAs: row.status,
  };
  const violations = [...findOrderViolations(facts), ...findRestViolations(facts)];
  if (row.sequence !== order.sequence) violations.push(`I9 the row is at ${row.sequence} of ${order.sequence}`);
  const folded = await readOrder(rows, row.id, Date.now() + 1_000);
  if (folded === undefined || !equals(OrderSchema, order, folded)) violations.push("I6 its events fold to its state");
  for (const { timeline } of told) {
    const kept = timeline.every(({ type }, index) => events[index] === type);
    if (!kept)
      violations.push(`I7 what its buyer was told is still so: ${timeline.map(({ type }) => type).join(", ")}`);
  }
  if (await isVisible(rows, row.id)) violations.push("I11 a stranger sees it");
  return violations;
}

async function readOrder(rows: RealRows, id: string, asOf?: number): Promise<Order | undefined> {
  const asOfTime = asOf === undefined ? {} : { asOfTime: timestampFromMs(asOf) };
  return ask(await rows.rpc("order", support), { id, ...asOfTime });
}

async function isVisible(rows: RealRows, id: string): Promise<boolean> {
  return (await ask(await rows.rpc("order", stranger), { id })) !== undefined;
}

async function ask(rpc: Rpc, request: Parameters<typeof rpc<typeof getOrder.input, typeof getOrder.output>>[1]) {
  try {
    return (await rpc(getOrder, request)).order;
  } catch (error) {
    if (error instanceof Failure && error.reason === "NOT_FOUND") return undefined;
    throw error;
  }
}

const statuses: Readonly<Record<string, PaymentFacts["status"]>> = {
  requires_payment_method: "open",
  requires_confirmation: "open",
  requires_action: "asking",
  requires_capture: "authorized",
  succeeded: "captured",
  canceled: "voided",
};

function paymentFacts({ status, authorized, captured, refunded }: LedgerEntry): PaymentFacts {
  const known = statuses[status];
  if (known === undefined) throw new Error(`the ledger says ${status}`);
  return {
    status: known,
    amount: BigInt(captured > 0 ? captured : authorized),
    captures: captured > 0 ? 1 : 0,
    refunded: BigInt(refunded),
  };
}
