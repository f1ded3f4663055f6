import type { EventOf, OrderEvent, OrderEventType, RecordedEvent } from "../../domain/events.ts";

type FieldsOf<T extends OrderEventType> = readonly Exclude<keyof EventOf<T>, "type">[];

/**
 * The fields of each event that its owner may see. Every other field is for support staff only: notes and reasons that staff
 * wrote, the responses of the payment provider, and the internals of the saga. The compiler rejects a missing event type.
 */
const ownerFields: { readonly [T in OrderEventType]: FieldsOf<T> } = {
  CartCreated: ["orderId", "accountId", "currency"],
  CartLineSet: ["line"],
  CartLineRemoved: ["sku"],
  CartAdditionsRecorded: [],
  CartCouponCodesSet: ["couponCodes"],
  CartCurrencySet: ["currency", "lines"],
  CartMergeStarted: ["into"],
  CartMerged: ["from", "skus"],
  CartMergeEnded: ["into", "skus"],
  CartReopened: [],
  OrderPlaced: [
    "orderId",
    "accountId",
    "number",
    "currency",
    "lines",
    "shippingAddress",
    "shippingMethod",
    "expectedTotal",
    "marketId",
    "couponCodes",
    "terms",
  ],
  StockReserved: ["lines", "total"],
  StockShort: ["skus"],
  ReservationRetried: [],
  PaymentStarted: ["paymentId"],
  PaymentActionRequired: ["paymentId"],
  UnpaidOrdersReplaced: [],
  PaymentAuthorized: ["paymentId", "amount"],
  PaymentDeclined: ["paymentId", "amount"],
  OrderCreated: ["paymentId", "amount"],
  PaymentCaptured: ["paymentId", "amount"],
  OrderConfirmed: [],
  CancellationRequested: [],
  CompensationStarted: ["as", "rejection", "amount"],
  StockReleased: [],
  PaymentVoided: ["paymentId", "amount"],
  RefundStarted: ["paymentId", "amount", "shares"],
  RefundRequested: ["requestId", "paymentId", "amount", "shares"],
  LinesCancelled: ["lines"],
  RefundFailed: ["requestId", "refundId", "amount"],
  PaymentRefunded: ["refundId", "amount", "requestId", "isPending"],
  RefundNoted: ["refundId", "amount", "isPending", "shares"],
  RefundCompleted: ["refundId", "amount"],
  CancellationReopened: ["amount"],
  RefundNotOwed: ["amount"],
  DisputeOpened: [],
  DisputeUpdated: [],
  DisputeClosed: [],
  DisputeFundsWithdrawn: ["amount"],
  DisputeFundsReinstated: ["amount"],
  StockRestocked: [],
  OrderRejected: ["rejection"],
  OrderCancelled: [],
  ShipmentCreated: ["shipmentId", "carrier", "trackingNumber", "lines"],
  OrderFulfilled: [],
  OrderDelivered: [],
  OwnerChanged: ["from", "accountId"],
  PersonalDataErased: [],
  EffectExhausted: [],
  ResolutionChosen: ["resolution"],
};

/** Returns an event as the owner of the order may see it. The owner does not see which member of staff acted. */
export function toOwnerEvent(recorded: RecordedEvent): RecordedEvent {
  const { event, actor } = recorded;
  const isOwner = actor.startsWith("account:");
  const allowed: ReadonlySet<string> = new Set(["type", ...ownerFields[event.type]]);
  const visible = Object.entries(event).filter(
    // The owner wrote the reason of a cancellation, unless staff requested it.
    ([field]) => allowed.has(field) || (isOwner && event.type === "CancellationRequested" && field === "reason"),
  );
  return {
    ...recorded,
    actor: actor.startsWith("staff:") ? "staff" : actor,
    event: Object.fromEntries(visible) as OrderEvent,
  };
}
