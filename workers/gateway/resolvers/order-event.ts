import type { OrderEventEdgeResolvers } from "../schema.generated.ts";
import { dateOf } from "../values.ts";

export const orderEventEdge: OrderEventEdgeResolvers = {
  sequence: ({ event }) => event.sequence,
  type: ({ event }) => event.type,
  at: ({ event }) => dateOf(event.time),
  actor: ({ event }) => event.actor,
  data: ({ event }) => JSON.parse(event.dataJson),
  order: ({ order }) => order,
};
