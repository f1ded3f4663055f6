import { isDeepStrictEqual } from "node:util";
import type { IntegrationEventName } from "../../workers/order/domain/effects.ts";
import type { OrderEvent, OrderEventType } from "../../workers/order/domain/events.ts";
import { isSettled, type OrderState } from "../../workers/order/domain/order.ts";
import { findFinalViolations, findOrderViolations, findStockViolations, type OrderFacts } from "../invariants.ts";
import type { OrderSimulation } from "./order-simulation.ts";

interface Moment {
  /** The order as somebody was last told it is. */
  readonly told: OrderState | undefined;
  /** Whether nothing is left to happen by itself. */
  readonly atRest: boolean;
}

/** What must be true of the simulated order at any time, and once it has come to rest. */
export function findViolations(world: OrderSimulation, { told, atRest }: Moment): readonly string[] {
  const order = factsOf(world);
  const stands = told === undefined || isDeepStrictEqual(world.state(told.sequence), told);
  const { catalog } = world;
  const stock = Object.entries(catalog.initial).map(([sku, initial]) => ({
    sku,
    initial,
    available: catalog.available(sku),
    held: catalog.unitsWith(sku, "held"),
    sold: catalog.unitsWith(sku, "committed"),
  }));
  return [
    ...(stands ? [] : ["I6, I7 what was told stands in the log"]),
    ...findStockViolations(stock),
    ...findOrderViolations(order),
    ...(atRest ? findFinalViolations(order) : []),
    ...findIntegrationEventViolations(world, atRest),
  ];
}

const toldOf: Readonly<Partial<Record<OrderEventType, IntegrationEventName>>> = {
  OrderPlaced: "placed",
  OrderConfirmed: "confirmed",
  OrderRejected: "rejected",
  OrderCancelled: "cancelled",
  PaymentRefunded: "refunded",
  RefundNoted: "refunded",
  OrderFulfilled: "fulfilled",
  OrderDelivered: "delivered",
};

/** What the world is told: nothing before it is on disk, always the same under one id, and in the end all of it. */
function findIntegrationEventViolations(world: OrderSimulation, atRest: boolean): readonly string[] {
  const { log, integrationEvents: facts } = world;
  const { id: orderId } = world.state();
  const due = log.flatMap(({ recorded: { sequence, event } }) => {
    const name = toldOf[event.type];
    return name === undefined ? [] : [{ id: `${orderId}:${sequence}`, type: `stoa.order.${name}.v1` }];
  });
  const typeOf = new Map(due.map(({ id, type }) => [id, type]));
  const first = new Map(facts.toReversed().map(({ fact }) => [fact.id, fact]));
  return [
    ...facts
      .filter(({ fact, onDisk }) => typeOf.get(fact.id) !== fact.type || Number(fact.id.split(":")[1]) > onDisk)
      .map(({ fact }) => `${fact.type} ${fact.id} is told once it is true`),
    ...facts
      .filter(({ fact }) => !isDeepStrictEqual(fact, first.get(fact.id)))
      .map(({ fact }) => `${fact.id} is told alike each time`),
    ...(atRest ? due : []).filter(({ id }) => !first.has(id)).map(({ id, type }) => `${type} ${id} is told`),
  ];
}

/** What was exhausted before somebody decided to do without it. */
function givenUpOf(events: readonly OrderEvent[]): readonly string[] {
  const isGivenUp = (event: OrderEvent) => event.type === "ResolutionChosen" && event.resolution === "GIVE_UP";
  const last = events.findLastIndex(isGivenUp);
  return events
    .slice(0, Math.max(last, 0))
    .flatMap((event) => (event.type === "EffectExhausted" ? event.effect.type : []));
}

function factsOf(world: OrderSimulation): OrderFacts {
  const { catalog, payments, log } = world;
  const state = world.state();
  const taken = (status: "held" | "committed") =>
    Object.keys(catalog.initial).reduce((sum, sku) => sum + catalog.unitsWith(sku, status), 0);
  return {
    status: state.status,
    isSettled: isSettled(state),
    total: state.totals.total.amountMinor,
    refunded: state.refunded.amountMinor,
    units: state.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    events: log.map(({ recorded }) => recorded.event.type),
    pending: log.reduce((sum, { pending }) => sum + pending.length, 0),
    givenUp: givenUpOf(log.map(({ recorded }) => recorded.event)),
    held: taken("held"),
    sold: taken("committed"),
    // Begun under a key that was forgotten before its answer came: nobody will confirm it, and it holds nothing.
    payments: payments
      .all()
      .filter(({ id, status }) => status !== "open" || id === state.paymentId || !payments.haveKeysExpired()),
    listedAs: world.rows.get(state.id)?.status,
  };
}
