import type { OrderEvent, Order as OrderMessage } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderEventEdgeResolvers } from "../schema.generated.ts";
import { dateOf } from "../values.ts";

/** An event with the order that it is of. */
export interface EventOfOrder {
  readonly event: OrderEvent;
  readonly order: OrderMessage;
}

export const orderEventEdge: OrderEventEdgeResolvers = {
  sequence: ({ event }) => event.sequence,
  type: ({ event }) => event.type,
  at: ({ event }) => dateOf(event.time),
  actor: ({ event }) => event.actor,
  data: ({ event }) => JSON.parse(event.dataJson),
  order: ({ order }) => order,
};
