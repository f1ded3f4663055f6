import { add, zero } from "../../kit/domain/money.ts";
import { abandon } from "./compensation.ts";
import type { RecordedEvent } from "./events.ts";
import type { Compensation, OrderLine, OrderStatus, Transaction } from "./model.ts";
import type { OrderState } from "./order.ts";
import { priceOrder } from "./pricing.ts";
import { statusOfPaid } from "./refundable.ts";
import { noTerms } from "./terms.ts";

/** The order after one more event. Total: whatever was once recorded can always be folded. */
export function evolve(before: OrderState, recorded: RecordedEvent): OrderState {
  const after = { ...before, ...change(before, recorded), sequence: recorded.sequence, updatedAt: recorded.at };
  return Object.freeze(after as OrderState);
}

type Changes = { readonly [K in keyof OrderState]?: OrderState[K] | undefined };

function change(state: OrderState, { event, at, sequence }: RecordedEvent): Changes {
  const transact = (entry: Omit<Transaction, "id" | "at">): readonly Transaction[] => [
    ...state.transactions,
    { ...entry, id: `${state.id}-${sequence}`, at },
  ];
  switch (event.type) {
    case "CartCreated":
      return {
        status: "CART",
        id: event.orderId,
        accountId: event.accountId,
        currency: event.currency,
        totals: priceOrder([], event.currency, noTerms(event.currency)),
        terms: noTerms(event.currency),
        refunded: zero(event.currency),
        createdAt: at,
      };
    case "CartLineSet":
      return withLines(setLine(state.lines, event.line), state);
    case "CartLineRemoved":
      return withLines(
        state.lines.filter((line) => line.sku !== event.sku),
        state,
      );
    case "OrderPlaced": {
      const { type: _, proceed: __, orderId, ...placed } = event;
      return {
        ...placed,
        status: "PLACED",
        id: orderId,
        totals: priceOrder(event.lines, event.currency, event.terms),
        refunded: zero(event.currency),
        createdAt: state.status === "NEW" ? at : state.createdAt,
        placedAt: at,
      };
    }
    case "StockReserved":
      return { ...withLines(event.lines, state), status: "RESERVED" };
    case "PaymentStarted":
      return { paymentId: event.paymentId };
    case "PaymentActionRequired": {
      const { clientSecret, url } = event;
      return { paymentAction: url === undefined ? { clientSecret } : { clientSecret, url } };
    }
    case "PaymentAuthorized":
      return {
        status: "AUTHORIZED",
        transactions: transact({
          kind: "AUTHORIZATION",
          status: "SUCCEEDED",
          amount: event.amount,
          reference: event.paymentId,
        }),
      };
    case "PaymentDeclined":
      return {
        transactions: transact({
          kind: "AUTHORIZATION",
          status: "FAILED",
          amount: event.amount,
          ...(event.paymentId === undefined ? {} : { reference: event.paymentId }),
        }),
      };
    case "OrderCreated":
      return { status: "CREATED" };
    case "PaymentCaptured":
      return {
        status: "CAPTURED",
        transactions: transact({
          kind: "CAPTURE",
          status: "SUCCEEDED",
          amount: event.amount,
          reference: event.paymentId,
        }),
      };
    case "OrderConfirmed":
      return { status: "CONFIRMED" };
    case "CancellationRequested":
      return { cancellation: event.reason === undefined ? {} : { reason: event.reason } };
    case "CompensationStarted": {
      const ending = { as: event.as, stock: event.releaseStock, money: event.voidPaymentId !== undefined };
      return { ending: event.rejection === undefined ? ending : { ...ending, rejection: event.rejection } };
    }
    case "RefundStarted": {
      const ending = { as: "CANCELLED", stock: true } as const;
      if (event.paymentId === undefined) return { ending: { ...ending, money: false } };
      return {
        ending: { ...ending, money: true },
        transactions: transact({ kind: "REFUND", status: "PENDING", amount: event.amount }),
      };
    }
    case "StockReleased":
    case "StockRestocked":
      return settle(state.ending, { stock: false });
    case "PaymentVoided":
      return {
        ...settle(state.ending, { money: false }),
        transactions: transact({
          kind: "VOID",
          status: "SUCCEEDED",
          amount: event.amount,
          reference: event.paymentId,
        }),
      };
    case "RefundRequested":
      return { transactions: transact({ kind: "REFUND", status: "PENDING", amount: event.amount }) };
    case "RefundFailed":
      return { transactions: settleRefund(state, event.requestId, { status: "FAILED" }) };
    case "PaymentRefunded": {
      const refunded = add(state.refunded, event.amount);
      const done = { status: "SUCCEEDED", reference: event.refundId } as const;
      const transactions = settleRefund(state, event.requestId, done);
      return event.requestId === undefined
        ? { ...settle(state.ending, { money: false }), refunded, transactions }
        : { refunded, transactions, ...become(state, statusOfPaid({ ...state, refunded })) };
    }
    case "RefundNoted": {
      const refunded = add(state.refunded, event.amount);
      const entry = { kind: "REFUND", status: "SUCCEEDED", amount: event.amount, reference: event.refundId } as const;
      return { refunded, transactions: transact(entry), status: statusOfPaid({ ...state, refunded }) };
    }
    case "ShipmentCreated": {
      const { type: _, shipmentId: id, ...shipment } = event;
      return { shipments: [...state.shipments, { ...shipment, id, at }] };
    }
    case "OrderFulfilled":
      return { status: statusOfPaid(state) };
    case "OrderDelivered":
      return { delivered: true, status: statusOfPaid({ ...state, delivered: true }) };
    case "OrderRejected":
      return { status: "REJECTED", rejection: event.rejection };
    case "OrderCancelled":
      return { status: "CANCELLED" };
    case "OwnerChanged":
      return { accountId: event.accountId };
    case "PersonalDataErased":
      return { erased: true };
    case "EffectExhausted": {
      const { effect, key } = event;
      const { from = state.status, stuck = [] } = state.attention ?? {};
      return { status: "NEEDS_ATTENTION", attention: { from, stuck: [...stuck, { effect, key }] } };
    }
    case "ResolutionChosen": {
      const { from = state.status, stuck = [] } = state.attention ?? {};
      const resumed = { status: from, attention: undefined };
      if (event.resolution === "RETRY" || state.ending === undefined) return resumed;
      return { ...resumed, ending: abandon(state.ending, stuck) };
    }
    case "StockShort":
      return {};
  }
}

/** The pending refund of this id in the ledger; without an id, the one that a cancellation began. */
function settleRefund(
  state: OrderState,
  requestId: string | undefined,
  outcome: Pick<Transaction, "status"> & Partial<Transaction>,
): readonly Transaction[] {
  const isIt = ({ id, kind, status }: Transaction) =>
    kind === "REFUND" && status === "PENDING" && (requestId === undefined || id === requestId);
  return state.transactions.map((entry) => (isIt(entry) ? { ...entry, ...outcome } : entry));
}

/** While a person has to decide, that is what the order is; what it would be otherwise is kept for afterwards. */
function become({ attention }: OrderState, status: OrderStatus): Changes {
  return attention === undefined ? { status } : { attention: { ...attention, from: status } };
}

function settle(ending: Compensation | undefined, done: Partial<Compensation>): Partial<OrderState> {
  return ending === undefined ? {} : { ending: { ...ending, ...done } };
}

function setLine(lines: readonly OrderLine[], line: OrderLine): readonly OrderLine[] {
  const at = lines.findIndex(({ sku }) => sku === line.sku);
  return at < 0 ? [...lines, line] : lines.with(at, line);
}

/** An empty cart takes the currency of its first line. */
function withLines(lines: readonly OrderLine[], state: OrderState): Partial<OrderState> {
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  const terms = currency === state.currency ? state.terms : noTerms(currency);
  return { lines, currency, terms, totals: priceOrder(lines, currency, terms), refunded: zero(currency) };
}
