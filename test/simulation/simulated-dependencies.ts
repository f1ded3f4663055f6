import { create, type DescMethodUnary, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { InventoryService, ReserveResponse_Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import type { Database } from "../../workers/kit/storage/postgres.ts";
import type { IntegrationEvent } from "../../workers/order/domain/integration-events.ts";
import type { UnpaidOrder } from "../../workers/order/domain/model.ts";
import type { OrderState } from "../../workers/order/domain/order.ts";
import type { EffectContext } from "../../workers/order/effects/effect.ts";
import type { Payments } from "../../workers/order/payments/port.ts";
import type { LogEntry } from "../../workers/order/saga/event-store.ts";
import { deadlineMs } from "../../workers/order/store/deadlines.ts";
import type { Taxes, TaxReport } from "../../workers/order/taxes/port.ts";
import type { Line, SimulatedCatalog } from "./catalog.ts";
import { Crash, type Dependency } from "./faults.ts";
import type { SimulatedPayments } from "./payments.ts";
import type { PromotionContext, RequestedRedemption } from "./promotions.ts";
import type { SimulatedTaxes } from "./taxes.ts";
import type { SimulatedUnpaidOrders } from "./unpaid-orders.ts";

/** A row that the order lists read. */
export interface Row {
  readonly sequence: number;
  readonly status: string;
  readonly paymentStatus: string;
  readonly fulfillmentStatus: string;
  /** When the cron resumes the order; null for never. */
  readonly deadlineAt: Date | null;
  readonly updatedAt: Date;
}

/** An event that the queue has accepted. */
export interface PublishedEvent {
  readonly event: IntegrationEvent;
  /** The sequence of the last event on disk when it was accepted. */
  readonly onDisk: number;
}

/** The state of the dependencies. It survives every crash of the process. */
interface DependencyState {
  readonly catalog: SimulatedCatalog;
  readonly payments: SimulatedPayments;
  readonly taxes: SimulatedTaxes;
  readonly rows: Map<string, Row>;
  readonly unpaidOrders: SimulatedUnpaidOrders;
  /** Cancels another order if it is unpaid. */
  readonly cancelOther: (order: UnpaidOrder) => Promise<OrderState>;
  /** In the order in which the queue accepted them. */
  readonly integrationEvents: PublishedEvent[];
  readonly log: readonly LogEntry[];
  /** Delivers an event to its consumers. */
  readonly deliver: (event: IntegrationEvent) => void;
}

/** Calls a dependency, with the faults of the plan. */
type Call = <T>(dependency: Dependency, work: () => T) => Promise<T>;

/** Creates the ports that effects use. Each call goes through `call`. */
export function createSimulatedDependencies(
  state: DependencyState,
  call: Call,
): Pick<
  EffectContext,
  "catalog" | "payments" | "db" | "unpaidOrders" | "taxes" | "taxReports" | "cancelUnpaidOrder" | "publisher"
> {
  const { catalog, payments, taxes, rows, unpaidOrders, integrationEvents } = state;
  return {
    catalog: createCatalogRpc(catalog, call),
    payments: createPaymentsPort(payments, call),
    taxes: createTaxesPort(taxes, call),
    taxReports: {
      insert: (report) => call("database", () => taxes.insert(report)),
      find: (references) => call("database", () => taxes.find(references)),
    },
    db: createDatabase(rows, call),
    unpaidOrders: {
      count: (order) => call("database", () => unpaidOrders.count(order)),
      findHolding: (order, skus) => call("database", () => unpaidOrders.findHolding(order, skus)),
      changeOwner: (id, accountId) => call("database", () => unpaidOrders.changeOwner(id, accountId)),
      remove: (id) => call("database", () => unpaidOrders.remove(id)),
    },
    cancelUnpaidOrder: async (order) => call("orders", () => state.cancelOther(order)),
    publisher: {
      publish: (event) =>
        call("queue", () => {
          integrationEvents.push({ event, onDisk: state.log.at(-1)?.recorded.sequence ?? 0 });
          state.deliver(event);
        }),
    },
  };
}

/** The fields of all requests to the catalog. */
interface CatalogRequest {
  readonly reservationId: string;
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly idempotencyKey: string;
  readonly priceContext?: PromotionContext;
  readonly redemptions?: readonly RequestedRedemption[];
  readonly releaseRedemptions?: boolean;
}

const outcomes = {
  held: ReserveResponse_Outcome.HELD,
  committed: ReserveResponse_Outcome.HELD,
  short: ReserveResponse_Outcome.SHORT,
  exhausted: ReserveResponse_Outcome.EXHAUSTED,
  released: ReserveResponse_Outcome.SHORT,
} as const;

function createCatalogRpc(catalog: SimulatedCatalog, call: Call): Rpc {
  const rpc = async (method: DescMethodUnary, request: MessageInitShape<never>): Promise<unknown> => {
    const { reservationId, orderId, lines, idempotencyKey, priceContext, redemptions, releaseRedemptions } =
      request as unknown as CatalogRequest;
    const { method: methods } = InventoryService;
    return call("catalog", () => {
      switch (method.name) {
        case methods.reserve.name: {
          const { status, short, exhausted, candidates } = catalog.reserve({
            id: reservationId,
            orderId,
            lines,
            redemptions: redemptions ?? [],
            context: priceContext,
          });
          const { amountMinor, currency } = catalog.price;
          return create(methods.reserve.output, {
            outcome: outcomes[status],
            short: (short ?? []).map((sku) => ({ sku })),
            exhausted: [...(exhausted ?? [])],
            candidates: [...(candidates ?? [])],
            lines: lines.map(({ sku, quantity }) => ({
              sku,
              quantity,
              name: sku,
              productId: "prd_1",
              unitPrice: { amountMinor, currencyCode: currency },
            })),
          });
        }
        case methods.commit.name:
          return orFailure(() => catalog.commit(reservationId, redemptions ?? []));
        case methods.release.name:
          return orFailure(() => catalog.release(reservationId, orderId));
        case methods.restock.name:
          return orFailure(() => catalog.restock(reservationId, idempotencyKey, lines, releaseRedemptions === true));
        default:
          throw new Error(`${method.name} is not simulated`);
      }
    });
  };
  return rpc as unknown as Rpc;
}

function orFailure(work: () => void): object {
  try {
    work();
    return {};
  } catch (error) {
    throw new Failure(Code.FailedPrecondition, error instanceof Error ? error.message : "", "rejected");
  }
}

function createPaymentsPort(payments: SimulatedPayments, call: Call): Payments {
  const callPayments = async <T>(work: () => unknown): Promise<T> => {
    try {
      return (await call("payments", work)) as T;
    } catch (error) {
      if (error instanceof Crash) throw error;
      return { type: "unknown", reason: "no response" } as T;
    }
  };
  return {
    provider: "simulated",
    authorize: ({ amount, orderId }, _confirmation, key) =>
      callPayments(() => payments.authorize(amount.amountMinor, orderId, key)),
    findStarted: (key) => callPayments(() => payments.findStarted(key)),
    start: ({ amount, orderId }, key) => callPayments(() => payments.start(amount.amountMinor, orderId, key)),
    confirm: (id, _method, key) => callPayments(() => payments.confirm(id, key)),
    capture: (id, amount, key) => callPayments(() => payments.capture(id, amount.amountMinor, key)),
    void: (id, key) => callPayments(() => payments.void(id, key)),
    refund: (id, amount, _orderId, key) => callPayments(() => payments.refund(id, amount.amountMinor, key)),
    findRefund: (_id, key) => callPayments(() => payments.findRefund(key)),
    findBalance: (id) => callPayments(() => payments.findBalance(id)),
    findDisputes: (id) => callPayments(() => payments.findDisputes(id)),
    find: (id) => callPayments(() => payments.find(id)),
    findOrderId: async () => ({ type: "order", orderId: undefined }),
    findRecord: async () => ({ type: "unknown", reason: "No effect reads it" }),
    readEvent: async () => undefined,
  };
}

/** Payments and taxes have the same provider. */
function createTaxesPort(taxes: SimulatedTaxes, call: Call): Taxes {
  const report = async (work: () => TaxReport): Promise<TaxReport> => {
    try {
      return await call("payments", work);
    } catch (error) {
      if (error instanceof Crash) throw error;
      return { type: "unavailable", reason: "no response" };
    }
  };
  return {
    calculate: () => Promise.reject(new Error("An order calculates no taxes after it was placed")),
    record: (_calculationId, reference, key) => report(() => taxes.record(reference, key)),
    reverse: (id, refunded, reference, key) => report(() => taxes.reverse(id, refunded, reference, key)),
    undoReversal: (id, reference, key) => report(() => taxes.undo(id, reference, key)),
  };
}

/**
 * Implements the one statement that effects run: an upsert of a row, which is JSON, that ignores older sequences. The row of a confirmed
 * order comes with the end of its payment attempt, which is not simulated.
 */
function createDatabase(rows: Map<string, Row>, call: Call): Database {
  const execute = (statement: SQL) =>
    call("database", () => {
      const row = readRow(statement);
      const before = rows.get(row.id);
      if (before !== undefined && before.sequence >= row.sequence) return;
      const latestDeadline = row.updatedAt.getTime() + deadlineMs;
      const isCommanded = before?.deadlineAt != null && before.deadlineAt.getTime() >= latestDeadline;
      rows.set(row.id, isCommanded ? { ...row, deadlineAt: row.deadlineAt ?? before.deadlineAt } : row);
    });
  return { execute } as unknown as Database;
}

function readRow(statement: SQL): Row & { readonly id: string } {
  const { sql, params } = new PgDialect().sqlToQuery(statement);
  const isUpsert = /^(?:with ended as \(\s*update payment_attempts [^)]*\) )?insert into orders /.test(sql);
  if (!isUpsert) throw new Error(`The statement is not simulated: ${sql}`);
  const json = params.find((param) => typeof param === "string" && param.startsWith("{"));
  const row = JSON.parse(String(json)) as Readonly<Record<string, string | number | null>>;
  const { id, sequence, status, deadline_at: deadlineAt, updated_at: updatedAt } = row;
  return {
    id: String(id),
    sequence: Number(sequence),
    status: String(status),
    paymentStatus: String(row.payment_status),
    fulfillmentStatus: String(row.fulfillment_status),
    deadlineAt: deadlineAt == null ? null : new Date(deadlineAt),
    updatedAt: new Date(updatedAt ?? 0),
  };
}
