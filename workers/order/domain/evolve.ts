import { add, zero } from "../../kit/money.ts";
import type { RecordedEvent } from "./events.ts";
import type { Ending, OrderLine, OrderState, Transaction } from "./order.ts";
import { priceOrder } from "./pricing.ts";

/** The order after one more event. Total: whatever was once recorded can always be folded. */
export function evolve(before: OrderState, recorded: RecordedEvent): OrderState {
  return Object.freeze({ ...before, ...change(before, recorded), sequence: recorded.sequence, updatedAt: recorded.at });
}

function change(state: OrderState, { event, at, sequence }: RecordedEvent): Partial<OrderState> {
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
        totals: priceOrder([], event.currency),
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
        totals: priceOrder(event.lines, event.currency),
        refunded: zero(event.currency),
        createdAt: state.status === "NEW" ? at : state.createdAt,
        placedAt: at,
      };
    }
    case "StockReserved":
      return { ...withLines(event.lines, state), status: "RESERVED" };
    case "PaymentStarted":
      return { paymentId: event.paymentId };
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
    case "RefundStarted":
      return {
        ending: { as: "CANCELLED", stock: true, money: true },
        transactions: transact({ kind: "REFUND", status: "PENDING", amount: event.amount }),
      };
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
    case "PaymentRefunded":
      return {
        ...settle(state.ending, { money: false }),
        refunded: add(state.refunded, event.amount),
        transactions: state.transactions.map((entry) =>
          entry.kind === "REFUND" && entry.status === "PENDING"
            ? { ...entry, status: "SUCCEEDED", reference: event.refundId }
            : entry,
        ),
      };
    case "OrderRejected":
      return { status: "REJECTED", rejection: event.rejection };
    case "OrderCancelled":
      return { status: "CANCELLED" };
    case "EffectExhausted":
      return { status: "NEEDS_ATTENTION" };
    case "StockShort":
      return {};
  }
}

function settle(ending: Ending | undefined, done: Partial<Ending>): Partial<OrderState> {
  return ending === undefined ? {} : { ending: { ...ending, ...done } };
}

function setLine(lines: readonly OrderLine[], line: OrderLine): readonly OrderLine[] {
  const at = lines.findIndex(({ sku }) => sku === line.sku);
  return at < 0 ? [...lines, line] : lines.with(at, line);
}

/** An empty cart takes the currency of its first line. */
function withLines(lines: readonly OrderLine[], state: OrderState): Partial<OrderState> {
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  return { lines, currency, totals: priceOrder(lines, currency), refunded: zero(currency) };
}
