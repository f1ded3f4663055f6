import type { ComparedOrderFragment, OrderPageQuery } from "../documents.generated.ts";
import { type OrderFields, toFields } from "../domain/order-fields.ts";
import type { Timeline } from "../domain/timeline.ts";

export type OrderDetails = NonNullable<OrderPageQuery["order"]>;

/** The three zooms of the timeline. */
export type Zoom = "line" | "waterfall" | "log";

export function toTimeline({ timeline, effects }: OrderDetails, now: number): Timeline {
  return { events: timeline.map((event) => ({ data: undefined, ...event })), effects, now };
}

/** Returns the values of an order of the API that the replay of its log is compared with. */
export function toOrderFields({ transactions, ...order }: ComparedOrderFragment): OrderFields {
  return toFields({
    ...order,
    transactions: transactions.map((entry) => ({ ...entry, reference: entry.providerReference })),
  });
}
