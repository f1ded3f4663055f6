import { add, type CurrencyCode, multiply, zero } from "../../kit/domain/money.ts";
import type { EventOf, OrderEventType, RecordedEvent } from "./events.ts";
import type { CartLine, Compensation, Totals, Transaction } from "./model.ts";
import type { OrderState } from "./order.ts";
import type { Pricing } from "./pricing/model.ts";

/** The fields that an event changes. `undefined` removes a field. */
export type Changes = { readonly [K in keyof OrderState]?: OrderState[K] | undefined };

export type EventPosition = Pick<RecordedEvent, "sequence" | "at">;

/** Returns the changes of one event. */
export type Evolver<T extends OrderEventType> = (
  event: EventOf<T>,
  state: OrderState,
  position: EventPosition,
) => Changes;

/** The evolvers of a family of event types. */
export type Evolvers<Family extends OrderEventType> = { readonly [T in Family]: Evolver<T> };

/** Returns the ledger with one more entry. Its id is derived from the position of the event. */
export function appendTransaction(
  { id, transactions }: OrderState,
  { sequence, at }: EventPosition,
  entry: Omit<Transaction, "id" | "at">,
): readonly Transaction[] {
  return [...transactions, { ...entry, id: `${id}-${sequence}`, at }];
}

/** Returns the changes that replace the lines of a cart. An empty cart takes the currency of its first line. */
export function replaceLines(lines: readonly CartLine[], state: OrderState): Changes {
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  return { lines, currency, totals: sumCart(lines, currency), refunded: zero(currency) };
}

/** Returns the totals of a cart. Discounts, shipping and tax are unknown before it is placed. */
export function sumCart(lines: readonly CartLine[], currency: CurrencyCode): Totals {
  const nothing = zero(currency);
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => add(sum, multiply(unitPrice, quantity)), nothing);
  return { subtotal, shipping: nothing, tax: nothing, total: subtotal };
}

/** Returns the changes that make a stored price the price of the order. */
export function setPricing(pricing: Pricing): Changes {
  const { currency, subtotal, shipping, tax, total } = pricing;
  const money = (amountMinor: bigint) => ({ amountMinor, currency });
  const totals = { subtotal: money(subtotal), shipping: money(shipping.price), tax: money(tax), total: money(total) };
  return { pricing, currency, totals, refunded: zero(currency) };
}

/** Returns the changes that mark steps of the compensation as done. No changes when no compensation runs. */
export function completeSteps({ compensation }: OrderState, done: Partial<Compensation>): Changes {
  return compensation === undefined ? {} : { compensation: { ...compensation, ...done } };
}
