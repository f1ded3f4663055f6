import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { OrderEvent, OrderEventType } from "./events.ts";
import { noTerms } from "./terms.ts";

/** An event as it is stored: JSON, amounts as strings of digits. */
export interface StoredEvent {
  readonly type: string;
  readonly version: number;
  readonly data: string;
}

/** The version that each type is written in today. A change of shape raises it and adds the step up from the last. */
const versions: Readonly<Record<OrderEventType, number>> = {
  CartCreated: 1,
  CartLineSet: 1,
  CartLineRemoved: 1,
  OrderPlaced: 2,
  StockReserved: 1,
  StockShort: 1,
  PaymentStarted: 1,
  PaymentActionRequired: 1,
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
  RefundFailed: 1,
  PaymentRefunded: 1,
  RefundNoted: 1,
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

/** From `Type@version` to the version after it. */
const upcasters: Readonly<Record<string, Upcaster>> = {
  // Before there were rates, an order cost what its lines cost.
  "OrderPlaced@1": (data) => ({ ...data, terms: noTerms(data.currency as CurrencyCode) }),
  // Before an order could be free, there was always a payment.
  "OrderCreated@1": (data) => data,
  "RefundStarted@1": (data) => data,
  // Before an effect could be tried again, nobody needed to know its key. Its receivers go by the order's own id.
  "EffectExhausted@1": (data) => ({ ...data, key: "" }),
};

export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
}

export function decodeJson(text: string): unknown {
  return JSON.parse(text, (key, part: unknown) =>
    key === "amountMinor" && typeof part === "string" ? BigInt(part) : part,
  );
}

export function encodeEvent(event: OrderEvent): StoredEvent {
  const { type, ...data } = event;
  return { type, version: versions[type], data: encodeJson(data) };
}

/** Reads an event of any version that was ever written. Throws for one that this code does not know. */
export function decodeEvent(stored: StoredEvent): OrderEvent {
  if (!isEventType(stored.type)) throw new Error(`unknown event type ${stored.type}`);
  const current = versions[stored.type];
  if (stored.version > current) throw new Error(`${stored.type} version ${stored.version} is newer than this code`);
  let data = decodeJson(stored.data) as Record<string, unknown>;
  for (let version = stored.version; version < current; version++) {
    const upcast = upcasters[`${stored.type}@${version}`];
    if (upcast === undefined) throw new Error(`no way up from ${stored.type} version ${version}`);
    data = upcast(data);
  }
  return { type: stored.type, ...data } as OrderEvent;
}

function isEventType(type: string): type is OrderEventType {
  return Object.hasOwn(versions, type);
}
