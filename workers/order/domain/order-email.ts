import type { Money } from "../../kit/domain/money.ts";
import type { RecordedEvent } from "./events.ts";
import type { Shipment } from "./model.ts";
import type { OrderState } from "./order.ts";

/** The email that an event of an order sends to the buyer. */
export type OrderEmail =
  | { readonly type: "CONFIRMATION" }
  | { readonly type: "SHIPMENT"; readonly shipment: Shipment }
  /** `refund` is the amount of this refund. */
  | { readonly type: "REFUND"; readonly refund: Money }
  /** `refund` is the sum of all refunds of the order. */
  | { readonly type: "CANCELLATION"; readonly refund: Money };

interface OrderAfterEvent {
  readonly state: OrderState;
  /** The events up to the one that may send an email. */
  readonly events: readonly RecordedEvent[];
}

/**
 * Returns the email that the last of these events sends. Rejected orders, and orders that were cancelled before they were
 * paid, send none. A refund sends an email when it is completed, and none when it fails.
 */
export function findOrderEmail({ state, events }: OrderAfterEvent): OrderEmail | undefined {
  const event = events.at(-1)?.event;
  switch (event?.type) {
    case "OrderConfirmed":
      // When the buyer cancelled while the order was being confirmed, only the email about the cancellation is sent.
      return state.cancellation === undefined ? { type: "CONFIRMATION" } : undefined;
    case "ShipmentCreated": {
      const shipment = state.shipments.find(({ id }) => id === event.shipmentId);
      return shipment === undefined ? undefined : { type: "SHIPMENT", shipment };
    }
    case "PaymentRefunded":
    case "RefundNoted":
      return event.isPending === true ? undefined : createRefundEmail(event.amount, state);
    case "RefundCompleted":
      return createRefundEmail(event.amount, state);
    case "OrderCancelled": {
      // When the provider takes back a refund, the cancellation is reopened, and the order is cancelled a second time.
      const isFirst = events.filter((recorded) => recorded.event.type === "OrderCancelled").length === 1;
      return isFirst && isPaid(events) ? { type: "CANCELLATION", refund: state.refunded } : undefined;
    }
    default:
      return undefined;
  }
}

/** The email about a cancellation reports all refunds of the order, so they send no emails of their own. */
function createRefundEmail(refund: Money, state: OrderState): OrderEmail | undefined {
  return state.compensation === undefined ? { type: "REFUND", refund } : undefined;
}

/** A free order has no payment. It counts as paid when it is confirmed. */
function isPaid(events: readonly RecordedEvent[]): boolean {
  return events.some(({ event }) => event.type === "PaymentCaptured" || event.type === "OrderConfirmed");
}
