import { zero } from "../../kit/domain/money.ts";
import type { EventOf, OrderEventType, RecordedEvent } from "./events.ts";
import type { CartLine, Compensation, Transaction } from "./model.ts";
import type { OrderState } from "./order.ts";
import { priceOrder } from "./pricing.ts";
import { noTerms } from "./terms.ts";

/** The fields that an event changes. `undefined` removes a field. */
export type Changes = { readonly [K in keyof OrderState]?: OrderState[K] | undefined };

type EventPosition = Pick<RecordedEvent, "sequence" | "at">;

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

/** Returns the changes that replace the lines. An empty cart takes the currency of its first line. */
export function replaceLines(lines: readonly CartLine[], state: OrderState): Changes {
  const currency = lines[0]?.unitPrice.currency ?? state.currency;
  const terms = currency === state.currency ? state.terms : noTerms(currency);
  return { lines, currency, terms, totals: priceOrder(lines, currency, terms), refunded: zero(currency) };
}

/** Returns the changes that mark steps of the compensation as done. No changes when no compensation runs. */
export function completeSteps({ compensation }: OrderState, done: Partial<Compensation>): Changes {
  return compensation === undefined ? {} : { compensation: { ...compensation, ...done } };
}
