import { isDeepStrictEqual } from "node:util";
import { previewResolution } from "../../workers/order/domain/attention.ts";
import { isCartChangeEvent } from "../../workers/order/domain/cart-history.ts";
import type { IntegrationEventName } from "../../workers/order/domain/effects.ts";
import type { OrderEvent, OrderEventType } from "../../workers/order/domain/events.ts";
import { explain } from "../../workers/order/domain/explaining.ts";
import { isInFlight, isSettled, type OrderState } from "../../workers/order/domain/order.ts";
import type { Pricing } from "../../workers/order/domain/pricing/model.ts";
import { refundAccountOf } from "../../workers/order/domain/refund-shares.ts";
import { toStockRecords } from "../../workers/order/domain/stock-records.ts";
import { unitsOf } from "../../workers/order/domain/units.ts";
import { listEffects } from "../../workers/order/saga/effect-list.ts";
import {
  findFinalViolations,
  findOrderViolations,
  findPromotionViolations,
  findStockViolations,
  type LineFacts,
  type OrderFacts,
  type PriceFacts,
  type RedemptionFacts,
  type RefundFacts,
} from "../invariants.ts";
import type { OrderSimulation } from "./order-simulation.ts";

interface Observation {
  /** The order in the last response to its buyer. */
  readonly lastResponse: OrderState | undefined;
  /** Whether the order has settled. */
  readonly isFinal: boolean;
}

/** Returns the violated invariants of the simulated order. Some of them hold only after it has settled. */
export function findViolations(simulation: OrderSimulation, { lastResponse, isFinal }: Observation): readonly string[] {
  const order = toOrderFacts(simulation);
  const isInLog =
    lastResponse === undefined ||
    isDeepStrictEqual(simulation.state(lastResponse.sequence), lastResponse) ||
    isReplaced(lastResponse, simulation);
  const { catalog } = simulation;
  const stock = Object.entries(catalog.initial).map(([sku, initial]) => ({
    sku,
    initial,
    available: catalog.available(sku),
    held: catalog.unitsWith(sku, "held"),
    sold: catalog.unitsWith(sku, "committed"),
  }));
  return [
    ...(isInLog ? [] : ["I6, I7 the state in a response is in the log"]),
    ...findStockViolations(stock),
    ...findPromotionViolations(catalog.promotions.counts()),
    ...findOrderViolations(order),
    ...(isFinal ? findFinalViolations(order) : []),
    ...(isFinal ? findDisputeViolations(simulation) : []),
    ...(isFinal ? findStockRecordViolations(simulation) : []),
    ...findIntegrationEventViolations(simulation, isFinal),
    // Both fold the log several times. An order that is neither waiting nor at its end is not checked.
    ...(isFinal || isWaiting(simulation.state()) ? findExplanationViolations(simulation) : []),
    ...(isFinal ? findEffectViolations(simulation) : []),
    ...findUnpaidViolations(simulation, isFinal),
    ...findListViolations(simulation, lastResponse),
  ];
}

/** Returns whether this is the state of a cart that changed later. The log does not have it any more. */
function isReplaced({ status, sequence }: OrderState, { log }: OrderSimulation): boolean {
  return (
    status === "CART" && log.some(({ recorded }) => recorded.sequence > sequence && isCartChangeEvent(recorded.event))
  );
}

/** The order knows each dispute of its payment, and the money that the bank took and gave back. */
function findDisputeViolations(simulation: OrderSimulation): readonly string[] {
  const { paymentId = "", disputes, transactions } = simulation.state();
  const sumOf = (kind: string) =>
    transactions.reduce((sum, entry) => sum + (entry.kind === kind ? entry.amount.amountMinor : 0n), 0n);
  const reported = simulation.payments.findDisputes(paymentId).disputes;
  const taken = reported.reduce((sum, { withdrawnMinor }) => sum + withdrawnMinor, 0n);
  const givenBack = reported.reduce((sum, { reinstatedMinor }) => sum + reinstatedMinor, 0n);
  const statuses = (all: readonly { readonly status: string }[]) => all.map(({ status }) => status).join();
  return [
    ...(statuses(reported) === statuses(disputes) ? [] : ["the provider and the order agree on disputes"]),
    ...(taken === sumOf("CHARGEBACK") ? [] : ["the provider and the order agree on the money that the bank took"]),
    ...(givenBack === sumOf("CHARGEBACK_REVERSAL") ? [] : ["the provider and the order agree on reversals"]),
  ];
}

/**
 * The events of an order say what the catalog has of it, so the catalog can be rebuilt from them. They do not when staff gave up
 * an effect whose outcome is unknown, or have not decided yet.
 */
function findStockRecordViolations(simulation: OrderSimulation): readonly string[] {
  const events = simulation.log.map(({ recorded }) => recorded);
  const state = simulation.state();
  const isUnknown =
    state.status === "NEEDS_ATTENTION" || findAbandonedEffects(events.map(({ event }) => event)).length > 0;
  if (isUnknown) return [];
  const recorded = toStockRecords(events).reservations.flatMap(({ reservationId, status, lines, restocks }) => {
    if (status === "released") return [];
    const restocked = restocks.flatMap((restock) => restock.lines);
    const units = lines.map(({ sku, quantity }) => {
      const returned = restocked.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
      return `${sku} ${quantity - returned}`;
    });
    return [[reservationId, `${status} ${units.sort().join(", ")}`] as const];
  });
  return isDeepStrictEqual(Object.fromEntries(recorded), simulation.catalog.unitsByReservation(state.id))
    ? []
    : ["the events of an order record its reservations in the catalog"];
}

function isWaiting(state: OrderState): boolean {
  return !isSettled(state) || state.status === "NEEDS_ATTENTION";
}

/** Each order is explained: the last sentence names its status, and each sentence rests on events of the log. */
function findExplanationViolations(simulation: OrderSimulation): readonly string[] {
  const state = simulation.state();
  const events = simulation.log.map(({ recorded }) => recorded);
  const sequences = new Set(events.map(({ sequence }) => sequence));
  const status =
    state.status === "NEEDS_ATTENTION" ? "needs attention" : state.status.toLowerCase().replaceAll("_", " ");
  return (["owner", "staff"] as const).flatMap((viewer) => {
    const explanation = explain(state, events, { viewer, giveUpMs: 900_000 });
    const isNamed = events.length === 0 || explanation.at(-1)?.text.includes(status) === true;
    const isLinked = explanation.every(
      (sentence) => sentence.sequences.length > 0 && sentence.sequences.every((sequence) => sequences.has(sequence)),
    );
    return [
      ...(isNamed ? [] : [`the explanation for the ${viewer} names the status`]),
      ...(isLinked ? [] : [`the explanation for the ${viewer} rests on events of the log`]),
    ];
  });
}

/**
 * The record of effects agrees with the log at its end: each effect is done and was attempted, its outcome follows its cause, and a decision of
 * staff did what its preview said. A crash can lose the record of a failed attempt, and of no other one.
 */
function findEffectViolations(simulation: OrderSimulation): readonly string[] {
  const { log } = simulation;
  const effects = listEffects(log, () => false);
  const isSound = effects.every(({ status, attemptCount, attempts, causeSequence, outcomeSequence, completedAt }) => {
    const isDone = (status === "COMPLETED" || status === "GIVEN_UP") && completedAt !== undefined;
    const hasOutcome = outcomeSequence === undefined || outcomeSequence > causeSequence;
    return isDone && hasOutcome && attempts.length > 0 && attempts.length <= attemptCount;
  });
  const isPreviewed = log.every(({ recorded: { event, sequence } }) => {
    if (event.type !== "ResolutionChosen") return true;
    const preview = previewResolution(event.resolution, simulation.state(sequence - 1));
    const decided = log.filter(
      ({ recorded }) => recorded.sequence >= sequence && recorded.sequence < sequence + preview.eventTypes.length,
    );
    const started = effects.filter(({ causeSequence }) =>
      decided.some(({ recorded }) => recorded.sequence === causeSequence),
    );
    return (
      isDeepStrictEqual(
        decided.map(({ recorded }) => recorded.event.type),
        preview.eventTypes,
      ) &&
      isDeepStrictEqual(
        started.map(({ type }) => type),
        preview.effectTypes,
      ) &&
      simulation.state(sequence + preview.eventTypes.length - 1).status === preview.status
    );
  });
  return [
    ...(isSound ? [] : ["the record of effects agrees with the log"]),
    ...(isPreviewed ? [] : ["a decision of staff does what its preview says"]),
  ];
}

/** An order that has ended does not count as unpaid. */
function findUnpaidViolations(simulation: OrderSimulation, isFinal: boolean): readonly string[] {
  const { id } = simulation.state();
  const isCounted = simulation.unpaidOrders.all().some(({ orderId }) => orderId === id);
  return isFinal && isCounted ? ["an order that has ended does not count as unpaid"] : [];
}

/** An order that waits after a response is in the lists, which show no state that a crash can undo. */
function findListViolations(simulation: OrderSimulation, lastResponse: OrderState | undefined): readonly string[] {
  const { id, sequence } = simulation.state();
  const row = simulation.rows.get(id);
  const isWaiting = lastResponse?.placedAt !== undefined && !isSettled(lastResponse);
  const isMissing = isWaiting && (row === undefined || row.sequence === 0) && simulation.listings.failed === 0;
  return [
    ...(isMissing ? ["I9 an order that waits is in the lists"] : []),
    ...(row !== undefined && row.sequence > sequence ? ["I9 the row shows no state that is not on disk"] : []),
  ];
}

/** `RefundFailed` is published only when it changes the refunded amount. */
const integrationEventNames: Readonly<Partial<Record<OrderEventType, IntegrationEventName>>> = {
  OrderPlaced: "placed",
  OrderConfirmed: "confirmed",
  OrderRejected: "rejected",
  OrderCancelled: "cancelled",
  PaymentRefunded: "refunded",
  RefundNoted: "refunded",
  RefundCompleted: "refund_completed",
  ShipmentCreated: "shipped",
  OrderFulfilled: "fulfilled",
  OrderDelivered: "delivered",
};

/** An integration event is published after its event is on disk, with the same content each time, and at least once. */
function findIntegrationEventViolations(simulation: OrderSimulation, isFinal: boolean): readonly string[] {
  const { log, integrationEvents: published } = simulation;
  const { id: orderId } = simulation.state();
  const expected = log.flatMap(({ recorded: { sequence, event } }) => {
    const isTakenBack = event.type === "RefundFailed" && event.requestId === undefined;
    const name = isTakenBack ? "refunded" : integrationEventNames[event.type];
    // A cart that was never placed, or is a cart again, publishes nothing.
    const isPlaced = simulation.state(sequence).placedAt !== undefined;
    return name === undefined || !isPlaced ? [] : [{ id: `${orderId}:${sequence}`, type: `stoa.order.${name}.v1` }];
  });
  const typeById = new Map(expected.map(({ id, type }) => [id, type]));
  const firstById = new Map(published.toReversed().map(({ event }) => [event.id, event]));
  return [
    ...published
      .filter(({ event, onDisk }) => typeById.get(event.id) !== event.type || Number(event.id.split(":")[1]) > onDisk)
      .map(({ event }) => `${event.type} ${event.id} is published after its event is on disk`),
    ...published
      .filter(({ event }) => !isDeepStrictEqual(event, firstById.get(event.id)))
      .map(({ event }) => `${event.id} has the same content each time`),
    ...(isFinal ? expected : [])
      .filter(({ id }) => !firstById.has(id))
      .map(({ id, type }) => `${type} ${id} is published`),
  ];
}

/** Returns the types of the effects that were exhausted before staff last gave up. */
function findAbandonedEffects(events: readonly OrderEvent[]): readonly string[] {
  const isGivenUp = (event: OrderEvent) => event.type === "ResolutionChosen" && event.resolution === "GIVE_UP";
  const last = events.findLastIndex(isGivenUp);
  return events
    .slice(0, Math.max(last, 0))
    .flatMap((event) => (event.type === "EffectExhausted" ? event.effect.type : []));
}

function toPriceFacts({ lines, shipping, discounts, ...sums }: Pricing): PriceFacts {
  return {
    ...sums,
    lines: lines.map(({ total, ...line }) => ({ ...line, amount: total })),
    shipping: { ...shipping, amount: shipping.price },
    discounts: discounts.map(({ allocations, ...discount }) => ({
      ...discount,
      shares: allocations.map(({ amount }) => amount),
    })),
  };
}

function toOrderFacts(simulation: OrderSimulation): OrderFacts {
  const { catalog, payments, log } = simulation;
  const state = simulation.state();
  const row = simulation.rows.get(state.id);
  const sumUnits = (status: "held" | "committed") =>
    Object.keys(catalog.initial).reduce((sum, sku) => sum + catalog.unitsWith(sku, status, state.id), 0);
  return {
    status: state.status,
    isSettled: isSettled(state),
    total: state.totals.total.amountMinor,
    expectedTotal: state.expectedTotal?.amountMinor,
    refunded: state.refunded.amountMinor,
    price: state.pricing === undefined ? undefined : toPriceFacts(state.pricing),
    units: state.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    shipped: countUnits(state, "shipped"),
    cancelled: countUnits(state, "cancelled"),
    restocked: countUnits(state, "restocked"),
    lines: toLineFacts(state),
    refunds: toRefundFacts(state),
    redemptions: toRedemptionFacts(simulation, state),
    events: log.map(({ recorded }) => recorded.event.type),
    pending: log.reduce((sum, { pending }) => sum + pending.length, 0),
    abandonedEffects: findAbandonedEffects(log.map(({ recorded }) => recorded.event)),
    held: sumUnits("held"),
    sold: sumUnits("committed"),
    // A payment whose key expired before its response arrived is never confirmed. It stays open and holds no money.
    payments: payments
      .all()
      .filter(({ orderId }) => orderId === state.id)
      .map((payment) => ({ ...payment, lost: payments.lostAmount(payment.id) }))
      .filter(({ id, status }) => status !== "open" || id === state.paymentId || !payments.haveKeysExpired()),
    listedAs: row?.status,
    listedPaymentStatus: row?.paymentStatus,
    listedFulfillmentStatus: row?.fulfillmentStatus,
  };
}

function countUnits(state: OrderState, counter: "shipped" | "cancelled" | "restocked"): number {
  return unitsOf(state).reduce((sum, line) => sum + line[counter], 0);
}

function toRedemptionFacts({ catalog, log }: OrderSimulation, { id, pricing }: OrderState): RedemptionFacts {
  const reservations = catalog.idsOf(id);
  const placed = log.map(({ recorded }) => recorded.event).findLast((event) => event.type === "OrderPlaced");
  const promised = (placed?.pricing.discounts ?? []).filter(({ code }) => code !== undefined);
  return {
    promised: promised.map(({ promotionId }) => promotionId),
    applied: (pricing?.discounts ?? []).map(({ promotionId }) => promotionId),
    reserved: catalog.promotions.usesWith("reserved", reservations),
    used: catalog.promotions.usesWith("used", reservations),
  };
}

function toRefundFacts({ refunds, transactions }: OrderState): readonly RefundFacts[] {
  return refunds.map(({ id, shares }) => {
    const entry = transactions.find((transaction) => transaction.id === id);
    return {
      hasFailed: entry?.status === "FAILED",
      amount: entry?.amount.amountMinor ?? 0n,
      isInFlight: entry !== undefined && isInFlight(entry),
      shares: shares.map(({ amount }) => amount.amountMinor),
    };
  });
}

function toLineFacts(state: OrderState): readonly LineFacts[] {
  const { lines, shipping } = refundAccountOf(state);
  const units = unitsOf(state);
  const noUnits = { sku: "", quantity: 0, shipped: 0, cancelled: 0, refunded: 0, restocked: 0 };
  return [...lines, { ...shipping, sku: "" }].map(({ sku, value, refunded: refundedAmount, tax, refundedTax }) => ({
    ...(units.find((line) => line.sku === sku) ?? noUnits),
    value,
    refundedAmount,
    tax,
    refundedTax,
  }));
}
