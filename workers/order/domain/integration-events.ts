import type { Money } from "../../kit/domain/money.ts";
import type { IntegrationEventName } from "./effects.ts";
import type { OrderState } from "./order.ts";

interface Amount {
  /** Digits, in the smallest unit. */
  readonly amountMinor: string;
  readonly currency: string;
}

/** A CloudEvent 1.0: its id names the event in the order's log, and is the same however often it is sent. */
export interface IntegrationEvent {
  readonly specversion: "1.0";
  /** `<order>:<sequence>` */
  readonly id: string;
  readonly source: "/orders";
  readonly type: `stoa.order.${IntegrationEventName}.v1`;
  /** The order. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly data: {
    readonly orderId: string;
    readonly lines: readonly { readonly sku: string; readonly productId: string; readonly quantity: number }[];
    readonly total: Amount;
    /** Of a refund: all that has gone back so far. */
    readonly refunded?: Amount;
  };
}

/** The fact that an event is to the world. `then` is the order with that event as its last. */
export function toIntegrationEvent(name: IntegrationEventName, then: OrderState): IntegrationEvent {
  const { id: orderId, sequence, updatedAt, lines, totals } = then;
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
      total: amountOf(totals.total),
      ...(name === "refunded" ? { refunded: amountOf(then.refunded) } : {}),
    },
  };
}

function amountOf({ amountMinor, currency }: Money): Amount {
  return { amountMinor: amountMinor.toString(), currency };
}
