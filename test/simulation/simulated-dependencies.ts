import { create, type DescMethodUnary, type MessageInitShape } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { InventoryService, ReserveResponse_Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";
import type { Database } from "../../workers/kit/storage/postgres.ts";
import type { IntegrationEvent } from "../../workers/order/domain/integration-events.ts";
import type { EffectContext } from "../../workers/order/effects/effect.ts";
import type { Payments } from "../../workers/order/payments/port.ts";
import { deadlineMs } from "../../workers/order/store/projection.ts";
import type { Line, SimulatedCatalog } from "./catalog.ts";
import { Crash, type Dependency } from "./faults.ts";
import type { SimulatedPayments } from "./payments.ts";

/** What lists are read from. */
export interface Row {
  readonly sequence: number;
  readonly status: string;
  /** When the watchdog looks at the order; null for never. */
  readonly deadlineAt: Date | null;
  readonly updatedAt: Date;
}

/** What stands behind the receivers, and outlives every process. */
interface Outside {
  readonly catalog: SimulatedCatalog;
  readonly payments: SimulatedPayments;
  readonly rows: Map<string, Row>;
  /** What the queue was given, in that order, with how many events of the order were on disk then. */
  readonly integrationEvents: PublishedEvent[];
  readonly log: readonly unknown[];
}

/** Goes over the wire to a receiver, with whatever goes wrong there. */
type Call = <T>(receiver: Dependency, work: () => T) => Promise<T>;

/** What an effect reaches the outside by: the real ports, each call of which goes over the simulated wire. */
export function createSimulatedDependencies(
  outside: Outside,
  call: Call,
): Pick<EffectContext, "catalog" | "payments" | "db" | "publisher"> {
  const { catalog, payments, rows, integrationEvents } = outside;
  return {
    catalog: catalogRpc(catalog, call),
    payments: paymentsPort(payments, call),
    db: database(rows, call),
    publisher: {
      publish: (event) => call("queue", () => void integrationEvents.push({ event, onDisk: outside.log.length })),
    },
  };
}

function catalogRpc(catalog: SimulatedCatalog, call: Call): Rpc {
  const answer = async (method: DescMethodUnary, request: MessageInitShape<never>): Promise<unknown> => {
    const { reservationId, lines, idempotencyKey } = request as unknown as {
      reservationId: string;
      lines: readonly Line[];
      idempotencyKey: string;
    };
    const { method: methods } = InventoryService;
    return call("catalog", () => {
      switch (method.name) {
        case methods.reserve.name: {
          const { held, short } = catalog.reserve(reservationId, lines);
          const { amountMinor, currency } = catalog.price;
          return create(methods.reserve.output, {
            outcome: held ? ReserveResponse_Outcome.HELD : ReserveResponse_Outcome.SHORT,
            short: short.map((sku) => ({ sku })),
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
          return refusing(() => catalog.commit(reservationId));
        case methods.release.name:
          return refusing(() => catalog.release(reservationId));
        case methods.restock.name:
          return refusing(() => catalog.restock(reservationId, idempotencyKey));
        default:
          throw new Error(`no ${method.name} in the simulation`);
      }
    });
  };
  return answer as unknown as Rpc;
}

function refusing(work: () => void): object {
  try {
    work();
    return {};
  } catch (error) {
    throw new Failure(Code.FailedPrecondition, error instanceof Error ? error.message : "", "refused");
  }
}

function paymentsPort(payments: SimulatedPayments, call: Call): Payments {
  const ask = async <T>(work: () => unknown): Promise<T> => {
    try {
      return (await call("payments", work)) as T;
    } catch (error) {
      if (error instanceof Crash) throw error;
      return { type: "unknown", reason: "no answer" } as T;
    }
  };
  return {
    provider: "simulated",
    start: (amount, orderId, key) => ask(() => payments.start(amount.amountMinor, orderId, key)),
    confirm: (id, _method, key) => ask(() => payments.confirm(id, key)),
    capture: (id, amount, key) => ask(() => payments.capture(id, amount.amountMinor, key)),
    void: (id, key) => ask(() => payments.void(id, key)),
    refund: (id, amount, key) => ask(() => payments.refund(id, amount.amountMinor, key)),
    findRefund: (_id, key) => ask(() => payments.findRefund(key)),
    findBalance: (id) => ask(() => payments.findKept(id)),
    find: (id) => ask(() => payments.find(id)),
    readEvent: async () => undefined,
  };
}

/** Just enough of a database for the one statement that an effect makes: an upsert that only ever goes forward. */
function database(rows: Map<string, Row>, call: Call): Database {
  const insert = () => ({
    values: (row: Row & { readonly id: string }) => ({
      onConflictDoUpdate: () =>
        call("database", () => {
          const before = rows.get(row.id);
          if (before !== undefined && before.sequence >= row.sequence) return;
          const since = row.updatedAt.getTime() + deadlineMs;
          const isCommanded = before?.deadlineAt != null && before.deadlineAt.getTime() >= since;
          rows.set(row.id, isCommanded ? { ...row, deadlineAt: row.deadlineAt ?? before.deadlineAt } : row);
        }),
    }),
  });
  return { insert } as unknown as Database;
}
