import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { EventOf, OrderEvent, OrderEventType } from "./events.ts";
import type { OrderLine } from "./model.ts";
import type { Pricing } from "./pricing/model.ts";
import { parsePricing } from "./pricing/stored.ts";
import { noReleasedTerms, priceReleased, type ReleasedTerms, restoreTerms, upgradeTerms } from "./released-pricing.ts";

/** A stored event. `data` is JSON; amounts in it are decimal strings. */
export interface StoredEvent {
  readonly type: string;
  readonly version: number;
  readonly data: string;
}

/** The current version of each type. A change of its fields increments the version and adds an upcaster. */
const versions: Readonly<Record<OrderEventType, number>> = {
  CartCreated: 1,
  CartLineSet: 2,
  CartLineRemoved: 1,
  CartAdditionsRecorded: 1,
  CartCouponCodesSet: 1,
  CartCurrencySet: 1,
  CartReopened: 1,
  CartMergeStarted: 1,
  CartMerged: 1,
  CartMergeEnded: 1,
  OrderPlaced: 4,
  StockReserved: 2,
  StockShort: 2,
  ReservationRetried: 1,
  PaymentStarted: 1,
  PaymentActionRequired: 1,
  UnpaidOrdersReplaced: 1,
  PaymentAuthorized: 1,
  PaymentDeclined: 1,
  OrderCreated: 2,
  PaymentCaptured: 1,
  OrderConfirmed: 1,
  CancellationRequested: 1,
  CompensationStarted: 1,
  StockReleased: 1,
  PaymentVoided: 1,
  RefundStarted: 3,
  RefundRequested: 2,
  RefundFailed: 3,
  PaymentRefunded: 3,
  RefundNoted: 3,
  RefundCompleted: 1,
  LinesCancelled: 1,
  CancellationReopened: 2,
  RefundNotOwed: 1,
  DisputeOpened: 1,
  DisputeUpdated: 1,
  DisputeClosed: 1,
  DisputeFundsWithdrawn: 1,
  DisputeFundsReinstated: 1,
  StockRestocked: 2,
  OrderRejected: 1,
  OrderCancelled: 1,
  ShipmentCreated: 1,
  OrderFulfilled: 1,
  OrderDelivered: 1,
  OwnerChanged: 1,
  PersonalDataErased: 1,
  EffectExhausted: 2,
  ResolutionChosen: 1,
};

type EventData = Record<string, unknown>;

/** Converts the data of an event to the next version. `placed` is the latest `OrderPlaced` before it in its log. */
type Upcaster = (data: EventData, placed: EventOf<"OrderPlaced"> | undefined) => EventData;

/** The upcaster of `Type@version`. */
const upcasters: Readonly<Record<string, Upcaster>> = {
  // Before logs dropped replaced changes, the place of a line followed from the log.
  "CartLineSet@1": (data) => data,
  // Before shipping and tax existed, the total was the sum of the lines.
  "OrderPlaced@1": (data) => ({ ...data, terms: noReleasedTerms(data.currency as CurrencyCode) }),
  // Before events had the price of the order, each fold of the log computed it from the lines and the terms.
  "OrderPlaced@2": (data) => ({
    ...data,
    pricing: priceReleased(linesOf(data), data.currency as CurrencyCode, data.terms as ReleasedTerms),
  }),
  "StockReserved@1": (data, placed) => ({ ...data, pricing: priceReleasedReservation(data, placed) }),
  // Before lines could have different tax rates, the terms had one rate for the whole order.
  "OrderPlaced@3": (data) => ({ ...data, terms: upgradeTerms(data.terms as ReleasedTerms, linesOf(data)) }),
  // Before unpaid orders were cancelled for the account's next order, a shortage was final.
  "StockShort@1": (data) => data,
  // Before orders could be free, every order had a payment.
  "OrderCreated@1": (data) => data,
  "RefundStarted@1": (data) => data,
  // Before the provider could take a refund back, a refund failed before it was accepted, and none was pending there.
  "RefundFailed@1": (data) => data,
  "PaymentRefunded@1": (data) => data,
  "RefundNoted@1": (data) => data,
  // Before units could be refunded, refunds had no shares: see `refund-shares.ts`. A cancellation restocked all units.
  "RefundStarted@2": (data) => data,
  "RefundRequested@1": (data) => data,
  "RefundFailed@2": (data) => data,
  "PaymentRefunded@2": (data) => data,
  "RefundNoted@2": (data) => data,
  "CancellationReopened@1": (data) => data,
  "StockRestocked@1": (data) => data,
  // Before exhausted effects could be retried, their keys were not stored. Those receivers use the order id instead.
  "EffectExhausted@1": (data) => ({ ...data, key: "" }),
};

function linesOf(data: EventData): readonly OrderLine[] {
  return data.lines as readonly OrderLine[];
}

function priceReleasedReservation(data: EventData, placed: EventOf<"OrderPlaced"> | undefined): Pricing {
  if (placed === undefined) throw new Error("StockReserved version 1 has no OrderPlaced before it");
  return priceReleased(linesOf(data), placed.currency, restoreTerms(placed.terms));
}

/** Returns JSON with bigints as decimal strings. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** Parses JSON of `encodeJson`. Every `amountMinor` and every amount in `pricing` becomes a bigint again. */
export function decodeJson(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => {
    if (key === "amountMinor" && typeof value === "string") return BigInt(value);
    return key === "pricing" ? parsePricing(value) : value;
  });
}

/** An earlier version of an event, which this release writes because the previous release cannot read the current one. */
interface WrittenVersion {
  readonly version: number;
  /** Converts the data of the current version to this one. */
  readonly convert: (data: EventData) => EventData;
}

/**
 * The types that this release reads in a newer version than it writes. The next release writes the newer version. The value
 * `unwritten` is for new types. `stored-formats.json` lists the same formats.
 */
const writtenVersions: WrittenVersions = {};

export type WrittenVersions = Readonly<Partial<Record<OrderEventType, WrittenVersion | "unwritten">>>;

/** Encodes an event in the newest version that the previous release can read. Throws for a type that it cannot read. */
export function encodeEvent(event: OrderEvent, written = writtenVersions): StoredEvent {
  const { type, ...data } = event;
  const earlier = written[type];
  if (earlier === undefined) return { type, version: versions[type], data: encodeJson(data) };
  if (earlier === "unwritten") throw new Error(`The previous release cannot read ${type}`);
  return { type, version: earlier.version, data: encodeJson(earlier.convert(data)) };
}

/** Returns the formats of events that this code reads, and those of them that it does not write: `OrderPlaced@4`. */
export function listEventFormats(written = writtenVersions): {
  readonly reads: readonly string[];
  readonly unwritten: readonly string[];
} {
  const all = Object.entries(versions).flatMap(([type, current]) => {
    const earlier = written[type as OrderEventType];
    const newest = earlier === undefined ? current : earlier === "unwritten" ? 0 : earlier.version;
    return Array.from({ length: current }, (_, index) => ({
      format: `${type}@${index + 1}`,
      isWritten: index < newest,
    }));
  });
  const unwritten = all.filter(({ isWritten }) => !isWritten);
  return { reads: all.map(({ format }) => format), unwritten: unwritten.map(({ format }) => format) };
}

/**
 * Returns a function that decodes the events of one log, or the events after one of them, in their order. Events of older
 * releases lack data that an earlier event has.
 */
export function createEventDecoder(): (stored: StoredEvent) => OrderEvent {
  let placed: EventOf<"OrderPlaced"> | undefined;
  return (stored) => {
    const event = decodeEvent(stored, placed);
    if (event.type === "OrderPlaced") placed = event;
    return event;
  };
}

/**
 * Returns a function that decodes the events of an order's timeline in the API, in their order. Events there have no version:
 * all of them are in the version that this release writes.
 */
export function createTimelineDecoder(
  written = writtenVersions,
): (event: { type: string; data: unknown }) => OrderEvent {
  const decode = createEventDecoder();
  return ({ type, data }) => {
    if (!isEventType(type)) throw new Error(`Unknown event type ${type}`);
    const earlier = written[type];
    const version = earlier === undefined || earlier === "unwritten" ? versions[type] : earlier.version;
    return decode({ type, version, data: JSON.stringify(data) });
  };
}

/** Decodes a stored event of any released version. Throws for an unknown type and for a version newer than this code. */
function decodeEvent(stored: StoredEvent, placed: EventOf<"OrderPlaced"> | undefined): OrderEvent {
  if (!isEventType(stored.type)) throw new Error(`Unknown event type ${stored.type}`);
  const current = versions[stored.type];
  if (stored.version > current)
    throw new Error(`${stored.type} version ${stored.version} is newer than this code supports`);
  let data = decodeJson(stored.data) as EventData;
  for (let version = stored.version; version < current; version++) {
    const upcast = upcasters[`${stored.type}@${version}`];
    if (upcast === undefined) throw new Error(`Missing upcaster for ${stored.type} version ${version}`);
    data = upcast(data, placed);
  }
  return { type: stored.type, ...data } as OrderEvent;
}

function isEventType(type: string): type is OrderEventType {
  return Object.hasOwn(versions, type);
}
