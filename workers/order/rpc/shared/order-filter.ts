import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import {
  Dispute_Status,
  FulfillmentStatus,
  type OrderFilter,
  PaymentStatus,
} from "../../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../../kit/connect/money-message.ts";
import { isCountry } from "../../../kit/domain/countries.ts";
import { maxAddressLengths } from "../../../kit/domain/limits.ts";
import { forbidden, invalid } from "../../../kit/errors/failure.ts";
import { isStorable } from "../../../kit/validation/paging.ts";
import { parseOptionalText } from "../../../kit/validation/text.ts";
import type { OrderContext } from "../../context.ts";
import { maxListedCountries, maxReferenceLength, maxStatuses } from "../../domain/limits.ts";
import type { OrderPage } from "../../store/order-lists.ts";
import { isSupport } from "./access.ts";
import { parseSku } from "./validation.ts";

type FilterConditions = Pick<
  OrderPage,
  | "paymentStatuses"
  | "fulfillmentStatuses"
  | "placedFrom"
  | "placedTo"
  | "countryCodes"
  | "search"
  | "total"
  | "isStuck"
>;

/** Narrows a filter. Throws FORBIDDEN for conditions of support staff by another caller. */
export function parseOrderFilter(filter: OrderFilter | undefined, { identity }: OrderContext): FilterConditions {
  const { paymentStatuses = [], fulfillmentStatuses = [], placedFromTime, placedToTime, stuck } = filter ?? {};
  const { customerName, providerReference, sku, countryCodes = [] } = filter ?? {};
  if ((customerName !== undefined || providerReference !== undefined) && !isSupport(identity)) {
    throw forbidden("Only support staff can filter by names and by references of the payment provider");
  }
  return {
    paymentStatuses: parseStatuses(paymentStatuses, PaymentStatus, "filter", "paymentStatus"),
    fulfillmentStatuses: parseStatuses(fulfillmentStatuses, FulfillmentStatus, "filter", "fulfillmentStatus"),
    placedFrom: parseTime(placedFromTime, "filter", "placedFrom"),
    placedTo: parseTime(placedToTime, "filter", "placedTo"),
    countryCodes: parseCountries(countryCodes),
    search: {
      customerName: parseOptionalText(customerName, maxAddressLengths.line, "filter", "customerName"),
      sku: sku === undefined ? undefined : parseSku(sku, "filter", "sku"),
      providerReference: parseOptionalText(providerReference, maxReferenceLength, "filter", "providerReference"),
    },
    total: filter && parseTotal(filter),
    isStuck: stuck,
  };
}

function parseTotal({ minTotal, maxTotal }: OrderFilter): OrderPage["total"] {
  const min = minTotal && fromMoneyMessage(minTotal, "filter", "minTotal");
  const max = maxTotal && fromMoneyMessage(maxTotal, "filter", "maxTotal");
  const currency = min?.currency ?? max?.currency;
  if (currency === undefined) return undefined;
  if (max !== undefined && max.currency !== currency) {
    throw invalid("CURRENCY_MISMATCH", "Both totals must have the same currency", "filter", "maxTotal");
  }
  return { currency, min: min?.amountMinor, max: max?.amountMinor };
}

function parseCountries(codes: readonly string[]): readonly string[] {
  const field = ["filter", "countryCodes"];
  if (codes.length > maxListedCountries) {
    throw invalid("TOO_MANY", `At most ${maxListedCountries} countries are allowed`, ...field);
  }
  const unknown = codes.find((code) => !isCountry(code));
  if (unknown !== undefined) throw invalid("INVALID_COUNTRY", "A country is an ISO 3166-1 alpha-2 code", ...field);
  return [...new Set(codes)];
}

/** Returns the names of the statuses, each once. */
export function parseStatuses(
  statuses: readonly number[],
  names: Readonly<Record<number, string>>,
  ...field: string[]
): readonly string[] {
  if (statuses.length > maxStatuses) throw invalid("TOO_MANY", `At most ${maxStatuses} statuses are allowed`, ...field);
  return [...new Set(statuses)].map((status) => names[status] ?? "");
}

/** Throws unless the caller is support staff: other callers may not know which orders are disputed. */
export function parseDisputeStatuses(
  statuses: readonly Dispute_Status[],
  { identity }: OrderContext,
): readonly string[] {
  if (statuses.length === 0) return [];
  if (!isSupport(identity)) throw forbidden("Only support staff can filter by disputes");
  return parseStatuses(statuses, Dispute_Status, "filter", "disputeStatus");
}

export function parseTime(time: Timestamp | undefined, ...field: string[]): Date | undefined {
  if (time === undefined) return undefined;
  const date = timestampDate(time);
  if (isStorable(date)) return date;
  throw invalid("INVALID_TIME", "The year must be 1 to 9999", ...field);
}
