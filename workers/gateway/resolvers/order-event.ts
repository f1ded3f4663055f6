import { toDate } from "../data/mappers/protobuf.ts";
import type { OrderEventEdgeResolvers } from "../graphql/schema.generated.ts";

export const orderEventEdge: OrderEventEdgeResolvers = {
  sequence: ({ event }) => event.sequence,
  type: ({ event }) => event.type,
  at: ({ event }) => toDate(event.time),
  actor: ({ event }) => event.actor,
  data: ({ event }) => JSON.parse(event.dataJson),
  order: ({ order }) => order,
};
