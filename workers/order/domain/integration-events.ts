import type { Money } from "../../kit/domain/money.ts";
import type { IntegrationEventName } from "./effects.ts";
import { type OrderState, reservationIdOf } from "./order.ts";
import { toRedemptions } from "./redemptions.ts";

interface Amount {
  /** A decimal string, in the smallest unit of the currency. */
  readonly amountMinor: string;
  readonly currency: string;
}

/** A CloudEvents 1.0 event. Its id names the event in the order's log and is the same in every delivery. */
export interface IntegrationEvent {
  readonly specversion: "1.0";
  /** `<order id>:<sequence>` */
  readonly id: string;
  readonly source: "/orders";
  readonly type: `stoa.order.${IntegrationEventName}.v1`;
  /** The order id. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  /** The span that sent the event: the extension "Distributed Tracing" of CloudEvents. Each delivery has its own. */
  readonly traceparent?: string;
  readonly data: {
    readonly orderId: string;
    readonly lines: readonly { readonly sku: string; readonly productId: string; readonly quantity: number }[];
    readonly total: Amount;
    /** The sum of all refunds so far. Only in `refunded` and `refund_completed` events. */
    readonly refunded?: Amount;
    /** The stock reservation that the order has sold, and the promotions that it redeems. Only in `confirmed` events. */
    readonly reservation?: {
      readonly id: string;
      /** `code` is empty for an automatic promotion. */
      readonly redemptions: readonly { readonly promotionId: string; readonly code: string }[];
    };
  };
}

/** Returns the integration event of the order's latest event. `state` is the order with that event as its last. */
export function toIntegrationEvent(name: IntegrationEventName, state: OrderState): IntegrationEvent {
  const { id: orderId, sequence, updatedAt, lines, totals } = state;
  return {
    specversion: "1.0",
    id: `${orderId}:${sequence}`,
    source: "/orders",
    type: `stoa.order.${name}.v1`,
    subject: orderId,
    time: new Date(updatedAt).toISOString(),
    datacontenttype: "application/json",
    data: {
      orderId,
      lines: lines.map(({ sku, productId, quantity }) => ({ sku, productId, quantity })),
      total: toAmount(totals.total),
      ...(name === "refunded" || name === "refund_completed" ? { refunded: toAmount(state.refunded) } : {}),
      ...(name === "confirmed"
        ? { reservation: { id: reservationIdOf(state), redemptions: toRedemptions(state) } }
        : {}),
    },
  };
}

function toAmount({ amountMinor, currency }: Money): Amount {
  return { amountMinor: amountMinor.toString(), currency };
}
