import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { OrderEvent, OrderEventType } from "./events.ts";
import { noTerms } from "./terms.ts";

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
  CartReopened: 1,
  CartMergeStarted: 1,
  CartMerged: 1,
  CartMergeEnded: 1,
  OrderPlaced: 2,
  StockReserved: 1,
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
  RefundStarted: 2,
  RefundRequested: 1,
  RefundFailed: 2,
  PaymentRefunded: 2,
  RefundNoted: 2,
  RefundCompleted: 1,
  CancellationReopened: 1,
  RefundNotOwed: 1,
  DisputeOpened: 1,
  DisputeUpdated: 1,
  DisputeClosed: 1,
  DisputeFundsWithdrawn: 1,
  DisputeFundsReinstated: 1,
  StockRestocked: 1,
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

type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;

/** Converts the data of `Type@version` to the next version. */
const upcasters: Readonly<Record<string, Upcaster>> = {
  // Before logs dropped replaced changes, the place of a line followed from the log.
  "CartLineSet@1": (data) => data,
  // Before shipping and tax existed, the total was the sum of the lines.
  "OrderPlaced@1": (data) => ({ ...data, terms: noTerms(data.currency as CurrencyCode) }),
  // Before unpaid orders were cancelled for the account's next order, a shortage was final.
  "StockShort@1": (data) => data,
  // Before orders could be free, every order had a payment.
  "OrderCreated@1": (data) => data,
  "RefundStarted@1": (data) => data,
  // Before the provider could take a refund back, a refund failed before it was accepted, and none was pending there.
  "RefundFailed@1": (data) => data,
  "PaymentRefunded@1": (data) => data,
  "RefundNoted@1": (data) => data,
  // Before exhausted effects could be retried, their keys were not stored. Those receivers use the order id instead.
  "EffectExhausted@1": (data) => ({ ...data, key: "" }),
};

/** Returns JSON with bigints as decimal strings. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** Parses JSON of `encodeJson`. Every `amountMinor` becomes a bigint again. */
export function decodeJson(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) =>
    key === "amountMinor" && typeof value === "string" ? BigInt(value) : value,
  );
}

export function encodeEvent(event: OrderEvent): StoredEvent {
  const { type, ...data } = event;
  return { type, version: versions[type], data: encodeJson(data) };
}

/** Decodes a stored event of any released version. Throws for an unknown type and for a version newer than this code. */
export function decodeEvent(stored: StoredEvent): OrderEvent {
  if (!isEventType(stored.type)) throw new Error(`Unknown event type ${stored.type}`);
  const current = versions[stored.type];
  if (stored.version > current)
    throw new Error(`${stored.type} version ${stored.version} is newer than this code supports`);
  let data = decodeJson(stored.data) as Record<string, unknown>;
  for (let version = stored.version; version < current; version++) {
    const upcast = upcasters[`${stored.type}@${version}`];
    if (upcast === undefined) throw new Error(`Missing upcaster for ${stored.type} version ${version}`);
    data = upcast(data);
  }
  return { type: stored.type, ...data } as OrderEvent;
}

function isEventType(type: string): type is OrderEventType {
  return Object.hasOwn(versions, type);
}
