import { parseDecimalAmount } from "../../kit/pages/money.ts";
import type { MoneyInput, OrderFilter, OrderSort, OrderStatus } from "../documents.generated.ts";
import {
  currencyCodeValues,
  fulfillmentStatusValues,
  orderSortValues,
  orderStatusValues,
  paymentStatusValues,
} from "../enums.generated.ts";

/** All statuses of an order that was placed. */
export const orderStatuses = orderStatusValues.filter((status) => status !== "CART");

/** The names of the parameters of a list of orders. */
export const filterNames = [
  "q",
  "status",
  "payment",
  "fulfillment",
  "country",
  "from",
  "to",
  "currency",
  "min",
  "max",
  "stuck",
  "sort",
] as const;

export type FilterName = (typeof filterNames)[number];

export interface OrderFilters {
  /** What the fields contain. Empty if they are not set. */
  readonly values: Readonly<Record<FilterName, string>>;
  readonly status: OrderStatus | undefined;
  readonly sort: OrderSort;
  readonly filter: OrderFilter;
  /** Fields with a value that cannot be used. The list is not filtered by them. */
  readonly errors: readonly { readonly text: string; readonly inputId: string }[];
}

/** Reads the filters of a list of orders from the parameters of its URL. */
export function readOrderFilters(read: (name: string) => string | undefined): OrderFilters {
  const values = Object.fromEntries(filterNames.map((name) => [name, read(name)?.trim() ?? ""])) as Record<
    FilterName,
    string
  >;
  const errors: { text: string; inputId: string }[] = [];
  const filter: OrderFilter = {};
  const payment = paymentStatusValues.find((known) => known === values.payment);
  if (payment !== undefined) filter.paymentStatus = [payment];
  const fulfillment = fulfillmentStatusValues.find((known) => known === values.fulfillment);
  if (fulfillment !== undefined) filter.fulfillmentStatus = [fulfillment];
  if (values.stuck !== "") filter.stuck = true;
  if (/^[a-z]{2}$/i.test(values.country)) filter.countryCodes = [values.country.toUpperCase()];
  else if (values.country !== "") errors.push({ text: "A country is a code such as NL", inputId: "country" });
  const from = parseDay(values.from);
  if (from !== undefined) filter.placedFrom = from.toISOString();
  const to = parseDay(values.to);
  // The last day is part of the range.
  if (to !== undefined) filter.placedTo = new Date(to.getTime() + dayMs).toISOString();
  for (const name of ["min", "max"] as const) {
    if (values[name] === "") continue;
    const amount = parseAmount(values[name], values.currency);
    if (amount === undefined) errors.push({ text: "A total needs an amount and a currency", inputId: name });
    else filter[name === "min" ? "minTotal" : "maxTotal"] = amount;
  }
  return {
    values,
    status: orderStatuses.find((known) => known === values.status),
    sort: orderSortValues.find((known) => known === values.sort) ?? "NEWEST",
    filter,
    errors,
  };
}

const dayMs = 24 * 3_600_000;

function parseDay(text: string): Date | undefined {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) ? day : undefined;
}

function parseAmount(text: string, currency: string): MoneyInput | undefined {
  const known = currencyCodeValues.find((code) => code === currency);
  const amountMinor = known === undefined ? undefined : parseDecimalAmount(text, known);
  return known === undefined || amountMinor === undefined ? undefined : { amountMinor, currency: known };
}
