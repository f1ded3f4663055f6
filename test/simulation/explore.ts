import type { Money } from "../../workers/kit/domain/money.ts";
import type { Command, Outcome, ProviderRefund, UserCommand } from "../../workers/order/domain/commands.ts";
import { decide } from "../../workers/order/domain/decide.ts";
import { type Effect, isFireAndForget } from "../../workers/order/domain/effects.ts";
import { effectsOf } from "../../workers/order/domain/effects-of.ts";
import type { OrderEvent } from "../../workers/order/domain/events.ts";
import { evolve } from "../../workers/order/domain/evolve.ts";
import { orderStatuses } from "../../workers/order/domain/model.ts";
import { isUnpaid, newOrder, type OrderState } from "../../workers/order/domain/order.ts";
import { unitsOf } from "../../workers/order/domain/units.ts";
import { createQuote } from "../pricing/quotes.ts";
import { orderId, placeOrderCommand, quote } from "./scenario.ts";

/** A reachable state of an order, with its pending effects. */
export interface Point {
  readonly state: OrderState;
  readonly pending: readonly Effect[];
}

/** The decision on one command at one point. `reason` is set when the command was rejected. */
export interface Step {
  readonly command: Command;
  readonly before: OrderState;
  readonly after: OrderState;
  readonly events: readonly OrderEvent[];
  readonly reason: string | undefined;
}

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;
const accountId = "acc_1";
const line = { sku: "A", quantity: 2 };
const paymentId = "pi_1";
/** A cart is placed again once. A third placement differs only in its ids. */
const maxPlacements = 2;

/** Every command from outside, in the variants that are decided differently. */
const commands: readonly UserCommand[] = [
  { type: "createCart", orderId, accountId, currency: "USD" },
  { type: "setCartLine", accountId, line, quote },
  { type: "setCartLine", accountId, line: { ...line, quantity: 0 } },
  { type: "setCartLine", accountId, line, quote, reopens: true },
  { type: "setCartLine", accountId, line: { ...line, quantity: 0 }, reopens: true },
  { type: "changeCartLines", accountId, lines: [line], quotes: [quote] },
  { type: "changeCartLines", accountId, lines: [line], quotes: [quote], reopens: true },
  { type: "setCartCouponCodes", accountId, couponCodes: ["C"] },
  { type: "setCartCouponCodes", accountId, couponCodes: ["C"], reopens: true },
  { type: "setCartCurrency", accountId, currency: "USD", quotes: [quote] },
  { type: "setCartCurrency", accountId, currency: "USD", quotes: [quote], reopens: true },
  { type: "startCartMerge", into: "ord_2" },
  { type: "mergeCart", from: "ord_3", accountId, lines: [], couponCodes: [] },
  { type: "endCartMerge", into: "ord_2", skus: [] },
  { type: "endCartMerge", into: "ord_2", skus: ["A"] },
  { type: "abandonPayment", accountId },
  placeOrderCommand,
  { ...placeOrderCommand, lines: [line] },
  { ...placeOrderCommand, lines: [line], quote: createQuote([{ ...line, unitPrice: usd(0n) }]) },
  { ...placeOrderCommand, lines: [line], expectedTotal: usd(1n) },
  { ...placeOrderCommand, expectedTotal: usd(1n) },
  { ...placeOrderCommand, expectedTotal: usd(2_000n) },
  { type: "cancelOrder" },
  { type: "cancelUnpaid", paymentId },
  { type: "cancelUnpaid", paymentId: "pi_2" },
  { type: "refundOrder", reason: "r", amount: usd(1_000n) },
  { type: "fulfilOrder" },
  { type: "fulfilOrder", lines: [{ sku: "A", quantity: 1 }] },
  { type: "markDelivered" },
  { type: "resolveOrder", resolution: "RETRY", note: "n" },
  { type: "resolveOrder", resolution: "GIVE_UP", note: "n" },
  { type: "changeOwner", from: accountId, accountId: "acc_2" },
  { type: "erasePersonalData" },
];

/** Returns the reports of the provider that follow from what it has refunded. At most one refund fails. */
function reportsAt({ transactions, totals, status: orderStatus }: OrderState): readonly UserCommand[] {
  // While the order is CREATED, the provider may have captured the payment.
  if (orderStatus !== "CREATED" && !transactions.some(({ kind }) => kind === "CAPTURE")) return [];
  const refunds = transactions.flatMap((entry) => {
    const { kind, reference: refundId, status, amount } = entry;
    return kind === "REFUND" && refundId !== undefined ? { refundId, status, amount, isOwn: refundId !== "re_2" } : [];
  });
  const report = (...all: readonly ProviderRefund[]): UserCommand => ({ type: "noteRefunds", refunds: all });
  const changeTo = (status: "SUCCEEDED" | "FAILED") =>
    refunds.map((changed) => report(...refunds.map((refund) => (refund === changed ? { ...refund, status } : refund))));
  const dashboardRefund = { refundId: "re_2", status: "SUCCEEDED", isOwn: false } as const;
  const remaining = refunds
    .filter(({ status }) => status !== "FAILED")
    .reduce((rest, { amount }) => rest - amount.amountMinor, totals.total.amountMinor);
  const inDashboard = [1_000n, 2_000n]
    .filter((minor) => minor <= remaining)
    .map((minor) => report({ ...dashboardRefund, amount: usd(minor) }, ...refunds));
  const hasFailed = refunds.some(({ status }) => status === "FAILED");
  return [
    ...(refunds.some(({ refundId }) => refundId === "re_2") ? [] : inDashboard),
    ...changeTo("SUCCEEDED"),
    ...(hasFailed
      ? []
      : [...changeTo("FAILED"), report({ ...dashboardRefund, status: "FAILED", amount: usd(1_000n) }, ...refunds)]),
  ];
}

/**
 * Returns the reports of a dispute about the whole payment, in each status that a chargeback can have. The owner of the order
 * and erased data do not influence decisions about disputes, so the first owner's orders are enough.
 */
function disputesAt(state: OrderState): readonly UserCommand[] {
  const { transactions, totals, status: orderStatus, disputes, erased } = state;
  if (state.accountId !== accountId || erased === true) return [];
  if (orderStatus !== "CREATED" && !transactions.some(({ kind }) => kind === "CAPTURE")) return [];
  const amount = totals.total;
  return (["NEEDS_RESPONSE", "LOST", "WON"] as const)
    .filter((status) => disputes.every((dispute) => dispute.status !== status))
    .map((status) => {
      const reinstated = status === "WON" ? amount : usd(0n);
      const report = { disputeId: "du", type: "CHARGEBACK", status, reason: "r", amount, createdAt: 1 } as const;
      return { type: "noteDisputes", disputes: [{ ...report, withdrawn: amount, reinstated }] };
    });
}

/**
 * Returns the commands from outside. The owner of the order, carts and erased data do not influence decisions about units, so
 * units are refunded and cancelled in the first owner's orders from lines only. After that, the provider reports nothing: the
 * random scenarios combine both. A cancelled order has no units left either, and the provider still reports.
 */
function commandsAt({ state, pending }: Point): readonly UserCommand[] {
  const isCancelled = state.status === "CANCELLED" || state.compensation !== undefined;
  if (!isCancelled && unitsOf(state).some(({ cancelled }) => cancelled > 0)) {
    return pending.length > 0 ? commandsOfUnits : [...unitCommands, ...commandsOfUnits];
  }
  // Before the confirmation, every command about units is rejected: it leads to no further state.
  const isUncovered =
    !state.isFromCart && state.accountId === accountId && state.erased !== true && pending.length === 0;
  const isUnconfirmed = !state.transactions.some(({ kind }) => kind === "CAPTURE") || state.status === "CAPTURED";
  const others = [...commands, ...reportsAt(state), ...disputesAt(state)];
  return isUncovered || isUnconfirmed ? [...others, ...unitCommands] : others;
}

const units = { reason: "r", lines: [{ sku: "A", quantity: 1 }] };
const unitCommands: readonly UserCommand[] = [
  { type: "refundOrder", reason: "r" },
  { type: "refundOrder", ...units },
  { type: "cancelOrderLines", ...units },
];
const commandsOfUnits = commands.filter(({ type }) =>
  ["cancelOrder", "fulfilOrder", "markDelivered", "resolveOrder"].includes(type),
);

/**
 * Returns every possible outcome of an effect. Effects that are retried forever are never exhausted. Each placement has its
 * own payment.
 */
function outcomesOf(effect: Effect, refundId = "re", placement = 1): readonly Outcome[] {
  const exhausted = { type: "exhausted", effect, key: "k", reason: "unavailable" } as const;
  const paymentId = "paymentId" in effect ? (effect.paymentId ?? "") : `pi_${placement}`;
  const declined = { type: "declined", paymentId, code: "c", message: "no" } as const;
  switch (effect.type) {
    case "reserveStock":
      return [
        { type: "reserved", lines: [{ ...quote, quantity: 2 }] },
        { type: "reserved", lines: [{ ...quote, unitPrice: usd(1_001n), quantity: 2 }] },
        { type: "reserved", lines: [{ ...quote, unitPrice: usd(0n), quantity: 2 }] },
        { type: "reserved", lines: [{ ...quote, unitPrice: { amountMinor: 1_000n, currency: "EUR" }, quantity: 2 }] },
        { type: "couponsExhausted", codes: ["SUMMER"] },
        { type: "short", skus: ["A"] },
        { type: "short", skus: ["A"], unpaid: [{ orderId: "ord_2", paymentId: "pi_2" }] },
        exhausted,
      ];
    case "authorizePayment":
      return [
        { type: "paymentStarted", paymentId, result: { type: "authorized" } },
        { type: "paymentStarted", paymentId, result: { type: "actionRequired", clientSecret: "s" } },
        { type: "paymentStarted", paymentId, result: { type: "declined", code: "c", message: "no" } },
        { type: "paymentStarted", paymentId },
        { type: "declined", code: "c", message: "no" },
        exhausted,
      ];
    case "startPayment":
      return [{ type: "paymentStarted", paymentId }, { type: "declined", code: "c", message: "no" }, exhausted];
    case "confirmPayment":
      return [
        { type: "authorized", paymentId },
        { type: "actionRequired", paymentId, clientSecret: "s" },
        declined,
        exhausted,
      ];
    case "awaitPayment":
      return [{ type: "authorized", paymentId }, declined];
    case "checkUnpaidLimit":
      return [
        { type: "unpaidCounted", paymentId, replaced: [] },
        { type: "unpaidCounted", paymentId, replaced: [{ orderId: "ord_2", paymentId: "pi_2" }] },
        { type: "unpaidLimitReached", paymentId },
        { type: "acknowledged" },
      ];
    case "cancelUnpaid":
      return [{ type: "unpaidCancelled" }];
    case "createOrder":
      return [{ type: "created" }, { type: "keyTaken" }, exhausted];
    case "capturePayment":
      return [{ type: "captured", paymentId }, declined, exhausted];
    case "commitStock":
      return [{ type: "committed" }, exhausted];
    case "releaseStock":
      return [{ type: "released" }, exhausted];
    case "voidPayment":
      return [{ type: "voided", paymentId }, exhausted];
    case "refundPayment": {
      const { requestId } = effect;
      if (requestId === undefined) {
        return [{ type: "refunded", refundId }, { type: "refunded", refundId, isPending: true }, exhausted];
      }
      return [{ type: "refunded", refundId, requestId }, { type: "refundFailed", requestId, reason: "no" }, exhausted];
    }
    case "restock": {
      const { requestId } = effect;
      return [{ type: "restocked", ...(requestId === undefined ? {} : { requestId }) }, exhausted];
    }
    case "projectOrder":
    case "publishFact":
    case "recordTax":
    case "reverseTax":
    case "undoTaxReversal":
      return [{ type: "acknowledged" }];
  }
}

/** Returns an order of an earlier release whose stock was reserved. Its log goes on with `events` and ends with a pending effect. */
function createReleasedPoint(unitPrice: Money, events: readonly OrderEvent[], effect: Effect): Point {
  const placed = step({ ...placeOrderCommand, lines: [line] }, { state: newOrder, pending: [] }, [], () => {});
  const reserved = decide({ type: "reserved", lines: [{ ...quote, unitPrice, quantity: 2 }] }, placed.state);
  const [stockReserved] = reserved.ok ? reserved.value : [];
  return {
    state: fold(placed.state, stockReserved === undefined ? [] : [stockReserved, ...events]),
    pending: [effect],
  };
}

const amount = usd(2_000n);
const paymentEvents = {
  started: { type: "PaymentStarted", paymentId, paymentMethod: "pm", proceed: true },
  authorized: { type: "PaymentAuthorized", paymentId, amount, proceed: true },
  created: { type: "OrderCreated", paymentId, amount, proceed: true },
  captured: { type: "PaymentCaptured", paymentId, amount },
} as const;
const { started, authorized, created, captured } = paymentEvents;

/** Orders that an earlier release has left with an effect that follows from no event any more. */
const releasedPoints: readonly Point[] = [
  createReleasedPoint(usd(1_000n), [], { type: "startPayment", amount }),
  createReleasedPoint(usd(1_000n), [started, authorized], { type: "createOrder" }),
  createReleasedPoint(usd(1_000n), [started, authorized, created, captured], { type: "commitStock" }),
  createReleasedPoint(usd(0n), [], { type: "createOrder" }),
  createReleasedPoint(usd(0n), [{ type: "OrderCreated", amount: usd(0n), proceed: true }], {
    type: "commitStock",
    isPivot: true,
  }),
];

/**
 * Explores the state space from an order without events, and from orders of earlier releases. Returns all points, and calls
 * `onStep` for every step.
 */
export function explore(onStep: (step: Step) => void): readonly Point[] {
  const points = new Map<string, Point>();
  const open: Point[] = [{ state: newOrder, pending: [] }, ...releasedPoints];
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    const fingerprint = fingerprintOf(point);
    if (points.has(fingerprint)) continue;
    points.set(fingerprint, point);
    const isLastPlacement = point.state.attempt === maxPlacements;
    for (const command of commandsAt(point)) {
      if (command.type === "placeOrder" && command.lines === undefined && isLastPlacement) continue;
      const next = step(command, point, point.pending, onStep);
      // A command that changes nothing leads to the same point.
      if (next.state !== point.state) open.push(next);
    }
    for (const [index, effect] of point.pending.entries()) {
      const rest = point.pending.toSpliced(index, 1);
      const refundId = `re ${point.state.sequence}`;
      for (const outcome of outcomesOf(effect, refundId, point.state.attempt))
        open.push(step(outcome, point, rest, onStep));
      // The provider refuses the refund of a lost dispute.
      const isLost = effect.type === "refundPayment" && point.state.disputes.some(({ status }) => status === "LOST");
      if (isLost && effect.requestId === undefined) open.push(step({ type: "refundNotOwed" }, point, rest, onStep));
    }
  }
  return [...points.values()];
}

function step(command: Command, { state }: Point, pending: readonly Effect[], onStep: (step: Step) => void): Point {
  const decided = decide(command, state);
  const events = decided.ok ? decided.value : [];
  const after = fold(state, events);
  const reason = decided.ok ? undefined : decided.error.reason;
  onStep({ command, before: state, after, events, reason });
  // Projections, integration events and the cancellation of replaced orders do not influence decisions.
  const effects = events
    .filter(({ type }) => type !== "UnpaidOrdersReplaced")
    .flatMap((event) => effectsOf(event, after))
    .filter((effect) => !isFireAndForget(effect));
  // The outcome of this check is ignored when the order no longer waits. Without it, there are far fewer points.
  const isRelevant = ({ type }: Effect) => type !== "checkUnpaidLimit" || isUnpaid(after);
  return { state: after, pending: [...pending, ...effects].filter(isRelevant) };
}

function fold(state: OrderState, events: readonly OrderEvent[]): OrderState {
  return events.reduce(
    (folded, event) => evolve(folded, { sequence: folded.sequence + 1, at: 1, actor: "system", event }),
    state,
  );
}

const rejectable: ReadonlySet<string> = new Set(
  orderStatuses.slice(0, orderStatuses.indexOf("CAPTURED")).concat("REJECTED"),
);

/** Returns everything that decisions depend on. Counters that only grow are left out, so the state space is finite. */
function fingerprintOf({ state, pending }: Point): string {
  const {
    status,
    compensation: ending,
    cancellation,
    paymentId,
    paymentAction,
    manualReview: attention,
    refunded,
    shipments,
    delivered,
  } = state;
  const refunds = state.transactions
    .filter(({ kind }) => kind === "REFUND")
    .map(({ status, reference = "none", amount }) => `${status} ${reference.split(" ")[0]} ${amount.amountMinor}`);
  const isOfEarlier = (effect: Effect) => "paymentId" in effect && effect.paymentId !== paymentId;
  const kinds = (effects: readonly Effect[]) =>
    effects.map((effect) => `${isOfEarlier(effect) ? "earlier " : ""}${effect.type}`).sort();
  // Placements are distinguished only while another one can follow.
  const mayBeRejected = rejectable.has(attention?.previousStatus ?? status);
  const parts = [
    status,
    ending,
    cancellation !== undefined,
    paymentId !== undefined,
    paymentAction !== undefined,
    attention && [attention.previousStatus, kinds(attention.exhausted.map(({ effect }) => effect))],
    refunded.amountMinor,
    // A failed refund without a reference is never looked up.
    [...new Set(refunds)].filter((refund) => !refund.startsWith("FAILED none")).sort(),
    shipments.map(({ lines }) => lines),
    // Transactions have the amounts of refunds. Units that are restocked are a part of them.
    unitsOf(state).map(({ cancelled, refunded }) => (cancelled === 0 ? 0 : [cancelled, refunded])),
    delivered,
    state.erased,
    state.merge !== undefined,
    // Only a merge depends on the carts that were merged.
    (status === "CART" || status === "REJECTED") && state.mergedCarts !== undefined,
    mayBeRejected && [state.isFromCart, state.attempt],
    state.accountId,
    state.lines.length,
    state.totals.total.amountMinor,
    state.expectedTotal?.amountMinor,
    // A dispute that the shop has won blocks nothing.
    state.disputes.map(({ status }) => status).filter((status) => status !== "WON"),
    kinds(mayBeRejected ? pending : pending.filter((effect) => !isOfEarlier(effect))),
  ];
  return JSON.stringify(parts, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

const sampleEffects: readonly Effect[] = [
  { type: "reserveStock", lines: [line] },
  { type: "authorizePayment", amount: usd(2_000n) },
  { type: "startPayment", amount: usd(2_000n) },
  { type: "confirmPayment", paymentId, paymentMethod: "pm" },
  { type: "checkUnpaidLimit", paymentId },
  { type: "cancelUnpaid", orders: [] },
  { type: "createOrder" },
  { type: "capturePayment", paymentId, amount: usd(2_000n) },
  { type: "commitStock" },
  { type: "releaseStock" },
  { type: "voidPayment", paymentId, amount: usd(2_000n) },
  { type: "refundPayment", paymentId, amount: usd(2_000n) },
  { type: "refundPayment", paymentId, amount: usd(2_000n), requestId: "unknown" },
  { type: "restock" },
  { type: "projectOrder" },
];

/** One of every outcome, for effects that are pending or not. */
export const anyOutcomes: readonly Outcome[] = sampleEffects.flatMap((effect) => outcomesOf(effect));
