import {
  type OrderDetails,
  OrderEffect_Status,
  type Order as OrderMessage,
  OrderStatus,
  Resolution,
} from "../../../proto/gen/order/v1/order_pb.js";
import type { GatewayContext } from "../context.ts";
import { required, requireName, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import type {
  OrderAttentionResolvers,
  OrderDifferenceResolvers,
  OrderEffectAttemptResolvers,
  OrderEffectResolvers,
  OrderNoteResolvers,
  OrderReconciliationResolvers,
  OrderResolvers,
  ResolutionPreviewResolvers,
} from "../graphql/schema.generated.ts";

/** Returns what an order does and why. Undefined for a caller who is not signed in, such as a visitor with an order number. */
async function findDetails(
  { id }: OrderMessage,
  { caller, loaders }: GatewayContext,
): Promise<OrderDetails | undefined> {
  return caller.identity.accountId === undefined ? undefined : loaders.orderDetails.load(id);
}

/** The fields of an order that the service returns with another call than the rest. */
export const orderDetails: Pick<OrderResolvers, "effects" | "attention" | "traceId" | "explanation" | "notes"> = {
  effects: async (self, _args, ctx) => (await findDetails(self, ctx))?.effects ?? [],
  attention: async (self, _args, ctx) => (await findDetails(self, ctx))?.attention ?? null,
  traceId: async (self, _args, ctx) => (await findDetails(self, ctx))?.traceId ?? null,
  explanation: async (self, _args, ctx) =>
    self.explanation.length > 0 ? self.explanation : ((await findDetails(self, ctx))?.explanation ?? []),
  notes: async (self, _args, ctx) => (await findDetails(self, ctx))?.notes ?? [],
};

export const orderEffect: OrderEffectResolvers = {
  status: ({ status }) => requireName(OrderEffect_Status, status),
  outcomeSequence: ({ outcomeSequence }) => outcomeSequence ?? null,
  createdAt: ({ createTime }) => toDate(createTime),
  nextAttemptAt: ({ nextAttemptTime }) => toOptionalDate(nextAttemptTime),
  completedAt: ({ completeTime }) => toOptionalDate(completeTime),
};

export const orderEffectAttempt: OrderEffectAttemptResolvers = {
  at: ({ time }) => toDate(time),
  error: ({ error }) => error ?? null,
};

export const orderAttention: OrderAttentionResolvers = {
  since: ({ sinceTime }) => toDate(sinceTime),
  fromStatus: ({ fromStatus }) => requireName(OrderStatus, fromStatus),
};

export const resolutionPreview: ResolutionPreviewResolvers = {
  resolution: ({ resolution }) => requireName(Resolution, resolution),
  allowed: ({ reason }) => reason === undefined,
  reason: ({ reason }) => reason ?? null,
  status: ({ status }) => (status === undefined ? null : requireName(OrderStatus, status)),
};

export const orderNote: OrderNoteResolvers = {
  at: ({ time }) => toDate(time),
};

export const orderReconciliation: OrderReconciliationResolvers = {
  order: ({ order }) => required(order, "the order"),
  payment: ({ paymentJson }) => (paymentJson === undefined ? null : JSON.parse(paymentJson)),
  listRow: ({ listRowJson }) => (listRowJson === undefined ? null : JSON.parse(listRowJson)),
  reservation: ({ reservation }) => reservation ?? null,
};

export const orderDifference: OrderDifferenceResolvers = {
  expected: ({ expected }) => expected ?? null,
  actual: ({ actual }) => actual ?? null,
};
