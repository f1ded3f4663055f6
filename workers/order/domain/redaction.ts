import type { EventOf, OrderEvent, OrderEventType } from "./events.ts";

/**
 * What erasure does with a text: it stays, its field is removed, it becomes "", or a hash replaces it. Equal strings have
 * equal hashes, so that a used key is recognised.
 */
export type Treatment = "retained" | "removed" | "emptied" | "hashed";

/**
 * The paths of the fields of a type that can contain any string. Fields with a fixed set of strings are not among them. Items
 * of a list have the path of the list.
 */
export type TextPath<T> = T extends readonly (infer Item)[]
  ? TextPath<Item>
  : T extends object
    ? { [K in keyof T & string]-?: TextPathOfField<K, NonNullable<T[K]>> }[keyof T & string]
    : never;

type TextPathOfField<K extends string, V> = V extends string
  ? string extends V
    ? K
    : never
  : V extends readonly (infer Item)[]
    ? TextPathOfField<K, Item>
    : V extends object
      ? `${K}.${TextPath<V>}`
      : never;

/** The compiler rejects a missing event type and a missing text field. */
export type TextTreatments = {
  readonly [T in OrderEventType]: Readonly<Record<TextPath<EventOf<T>>, Treatment>>;
};

const line = { "line.sku": "retained", "line.name": "retained", "line.productId": "retained" } as const;
const lines = { "lines.sku": "retained", "lines.name": "retained", "lines.productId": "retained" } as const;
const pricing = {
  "pricing.lines.sku": "retained",
  "pricing.shipping.method": "retained",
  "pricing.discounts.promotionId": "retained",
  "pricing.discounts.name": "retained",
  "pricing.discounts.code": "retained",
  "pricing.discounts.allocations.sku": "retained",
  "pricing.taxLines.name": "retained",
  "pricing.lines.taxLines.name": "retained",
  "pricing.shipping.taxLines.name": "retained",
  "pricing.taxCalculation": "retained",
} as const;
const rejection = {
  "rejection.code": "retained",
  "rejection.message": "retained",
  "rejection.skus": "retained",
} as const;
const dispute = { "dispute.disputeId": "retained", "dispute.reason": "retained" } as const;

/**
 * All text fields of all events. Retained are ids, SKUs, names of products, taxes and promotions, coupon codes, hashes, the messages
 * of the shop, and codes and messages of the payment provider. The rest is what the customer or staff wrote, or leads to the customer.
 */
export const textTreatments: TextTreatments = {
  CartCreated: { orderId: "retained", accountId: "retained" },
  CartAdditionsRecorded: { "additions.key": "retained", "additions.requestHash": "retained" },
  CartCouponCodesSet: { couponCodes: "retained" },
  CartCurrencySet: lines,
  CartReopened: {},
  CartLineSet: line,
  CartLineRemoved: { sku: "retained" },
  CartMergeStarted: { into: "retained" },
  CartMerged: { from: "retained", skus: "retained" },
  CartMergeEnded: { into: "retained", skus: "retained" },
  OrderPlaced: {
    orderId: "retained",
    accountId: "retained",
    number: "retained",
    ...lines,
    idempotencyKey: "hashed",
    paymentMethod: "retained",
    "shippingAddress.name": "removed",
    "shippingAddress.line1": "removed",
    "shippingAddress.line2": "removed",
    "shippingAddress.city": "removed",
    "shippingAddress.region": "removed",
    "shippingAddress.postalCode": "removed",
    "shippingAddress.countryCode": "removed",
    "billingAddress.name": "removed",
    "billingAddress.line1": "removed",
    "billingAddress.line2": "removed",
    "billingAddress.city": "removed",
    "billingAddress.region": "removed",
    "billingAddress.postalCode": "removed",
    "billingAddress.countryCode": "removed",
    email: "removed",
    customerNote: "removed",
    returnUrl: "removed",
    shippingMethod: "retained",
    marketId: "retained",
    couponCodes: "retained",
    "priceContext.countryCode": "removed",
    "priceContext.customerKeys": "removed",
    "priceContext.customerGroupIds": "retained",
    "taxId.value": "removed",
    "taxId.verifiedName": "removed",
    "terms.lineTaxRates.sku": "retained",
    "terms.lineTaxRates.rates.name": "retained",
    "terms.shipping.method": "retained",
    "terms.shipping.taxRates.name": "retained",
    ...pricing,
  },
  StockReserved: { ...lines, ...pricing },
  StockShort: { skus: "retained", "unpaid.orderId": "retained", "unpaid.paymentId": "retained" },
  ReservationRetried: { "lines.sku": "retained" },
  PaymentStarted: { paymentId: "retained", paymentMethod: "retained" },
  // The secret of a payment is of no use after its end.
  PaymentActionRequired: { paymentId: "retained", clientSecret: "emptied", url: "removed" },
  UnpaidOrdersReplaced: { "orders.orderId": "retained", "orders.paymentId": "retained" },
  PaymentAuthorized: { paymentId: "retained" },
  PaymentDeclined: { paymentId: "retained", code: "retained", message: "retained" },
  OrderCreated: { paymentId: "retained" },
  PaymentCaptured: { paymentId: "retained" },
  OrderConfirmed: {},
  CancellationRequested: { reason: "removed" },
  CompensationStarted: { ...rejection, voidPaymentId: "retained" },
  StockReleased: {},
  PaymentVoided: { paymentId: "retained" },
  RefundStarted: { paymentId: "retained", "shares.sku": "retained", "restock.sku": "retained" },
  RefundRequested: { requestId: "retained", paymentId: "retained", reason: "emptied", "shares.sku": "retained" },
  LinesCancelled: { cancellationId: "retained", "lines.sku": "retained", reason: "emptied" },
  RefundFailed: { requestId: "retained", refundId: "retained", reason: "retained", "shares.sku": "retained" },
  PaymentRefunded: { refundId: "retained", requestId: "retained", "shares.sku": "retained" },
  RefundNoted: { refundId: "retained", "shares.sku": "retained" },
  RefundCompleted: { refundId: "retained" },
  RefundNotOwed: {},
  DisputeOpened: dispute,
  DisputeUpdated: dispute,
  DisputeClosed: dispute,
  DisputeFundsWithdrawn: { disputeId: "retained" },
  DisputeFundsReinstated: { disputeId: "retained" },
  CancellationReopened: { "shares.sku": "retained" },
  StockRestocked: { requestId: "retained", "lines.sku": "retained" },
  OrderRejected: rejection,
  OrderCancelled: { reason: "removed" },
  ShipmentCreated: { shipmentId: "retained", carrier: "retained", trackingNumber: "removed", "lines.sku": "retained" },
  OrderFulfilled: {},
  OrderDelivered: {},
  OwnerChanged: { from: "retained", accountId: "retained" },
  PersonalDataErased: {},
  // An error of a receiver can quote what it was sent.
  EffectExhausted: {
    key: "retained",
    reason: "emptied",
    "effect.lines.sku": "retained",
    "effect.orders.orderId": "retained",
    "effect.orders.paymentId": "retained",
    "effect.paymentId": "retained",
    "effect.paymentMethod": "retained",
    "effect.requestId": "retained",
    "effect.calculationId": "retained",
    "effect.refundId": "retained",
  },
  ResolutionChosen: {
    note: "emptied",
    "stuck.key": "retained",
    "stuck.effect.lines.sku": "retained",
    "stuck.effect.orders.orderId": "retained",
    "stuck.effect.orders.paymentId": "retained",
    "stuck.effect.paymentId": "retained",
    "stuck.effect.paymentMethod": "retained",
    "stuck.effect.requestId": "retained",
    "stuck.effect.calculationId": "retained",
    "stuck.effect.refundId": "retained",
  },
};

/** Returns the event without personal data, as the table says. An object or a list that loses all of its contents is removed. */
export function redact(event: OrderEvent, hash: (text: string) => string): OrderEvent {
  const treatments: Readonly<Record<string, Treatment>> = textTreatments[event.type];
  const redactValue = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((item) => redactValue(item, path)).filter((item) => item !== undefined);
      return items.length === 0 && value.length > 0 ? undefined : items;
    }
    if (typeof value === "string") return redactText(value, treatments[path]);
    if (value === null || typeof value !== "object") return value;
    const fields = Object.entries(value).flatMap(([name, field]) => {
      const redacted = redactValue(field, path === "" ? name : `${path}.${name}`);
      return redacted === undefined ? [] : [[name, redacted] as const];
    });
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  };
  const redactText = (text: string, treatment: Treatment | undefined): string | undefined => {
    switch (treatment) {
      case "removed":
        return undefined;
      case "emptied":
        return "";
      case "hashed":
        return hash(text);
      default:
        return text;
    }
  };
  return redactValue(event, "") as OrderEvent;
}
