import {
  Dispute_Status,
  Dispute_Type,
  FulfillmentStatus,
  OrderAction_Type,
  type Order as OrderMessage,
  OrderStatus,
  PaymentStatus,
  Transaction_Status,
} from "../../../proto/gen/order/v1/order_pb.js";
import { TaxSource } from "../../../proto/gen/order/v1/price_pb.js";
import type { GatewayContext } from "../context.ts";
import { requireMoney, requireName, toDate, toOptionalDate } from "../data/mappers/protobuf.ts";
import { findMarkets } from "../data/pricing.ts";
import { getQuote } from "../data/quotes.ts";
import { pageSize } from "../graphql/connection.ts";
import { nullIfNotFound } from "../graphql/errors.ts";
import { isSelectedOrDeferred } from "../graphql/read-mask.ts";
import type {
  DisputeStatus,
  DisputeType,
  OrderActionResolvers,
  OrderDisputeResolvers,
  OrderLineResolvers,
  OrderRefundLineResolvers,
  OrderRefundResolvers,
  OrderResolvers,
  PaymentActionResolvers,
  ShipmentResolvers,
  TransactionStatus,
} from "../graphql/schema.generated.ts";
import { limits } from "../policies/limits.ts";
import { orderDetails } from "./order-details.ts";

const completeLineFields = [
  "compareAtUnitPrice",
  "discountTotal",
  "discountedTotal",
  "tax",
  "taxLines",
  "reverseChargeAmount",
  "unfulfilledQuantity",
  "shippedQuantity",
  "cancelledQuantity",
  "refundedQuantity",
  "restockedQuantity",
  "refundableAmount",
] as const satisfies readonly (keyof OrderLineResolvers)[];

/** Returns the complete order. An order from a list has fewer fields and no timeline, so it is loaded. */
async function getCompleteOrder(self: OrderMessage, { loaders }: GatewayContext): Promise<OrderMessage> {
  return self.timeline.length > 0 ? self : loaders.order.load(self.id);
}

/** Returns the account of an order. A visitor who found the order by its number sees no account. */
async function findAccount(accountId: string, { caller, loaders }: GatewayContext) {
  return caller.identity.accountId === undefined ? undefined : loaders.user.load(accountId);
}

export const order: OrderResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    await caller.requireUnrevokedForRead();
    return nullIfNotFound(() => loaders.order.load(id));
  },
  number: ({ number }) => number ?? null,
  account: async ({ accountId }, _args, ctx) => (await findAccount(accountId, ctx)) ?? null,
  status: ({ status }) => requireName(OrderStatus, status),
  market: async ({ marketId }, _args, ctx) =>
    (await findMarkets(ctx, marketId === undefined ? [] : [marketId]))[0] ?? null,
  // A list entry of an earlier release has neither status.
  paymentStatus: async (self, _args, ctx) => {
    const isListed = self.paymentStatus !== PaymentStatus.UNSPECIFIED;
    return requireName(PaymentStatus, (isListed ? self : await getCompleteOrder(self, ctx)).paymentStatus);
  },
  fulfillmentStatus: async (self, _args, ctx) => {
    const isListed = self.fulfillmentStatus !== FulfillmentStatus.UNSPECIFIED;
    return requireName(FulfillmentStatus, (isListed ? self : await getCompleteOrder(self, ctx)).fulfillmentStatus);
  },
  // The lines of an order from a list have no discounts and taxes, and do not say what became of their units.
  lines: async (self, _args, ctx, info) =>
    completeLineFields.some((name) => isSelectedOrDeferred(info, name))
      ? (await getCompleteOrder(self, ctx)).lines
      : self.lines,
  subtotal: ({ subtotal }) => requireMoney(subtotal),
  shipping: ({ shipping }) => requireMoney(shipping),
  tax: ({ tax }) => requireMoney(tax),
  total: ({ total }) => requireMoney(total),
  refunded: ({ refunded }) => requireMoney(refunded),
  discountTotal: async (self, _args, ctx) => requireMoney((await getCompleteOrder(self, ctx)).discountTotal),
  discounts: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).discounts,
  couponCodes: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).couponCodes,
  taxesIncluded: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).taxesIncluded,
  taxLines: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).taxLines,
  taxSource: async (self, _args, ctx) => requireName(TaxSource, (await getCompleteOrder(self, ctx)).taxSource),
  taxId: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).taxId ?? null,
  reverseChargeAmount: async (self, _args, ctx) =>
    requireMoney((await getCompleteOrder(self, ctx)).reverseChargeAmount),
  shippingAddress: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).shippingAddress ?? null,
  shippingMethod: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).shippingMethod ?? null,
  email: async ({ email, accountId, placeTime }, _args, ctx) => {
    if (email !== undefined || placeTime === undefined) return email ?? null;
    return (await findAccount(accountId, ctx))?.email ?? null;
  },
  billingAddress: async (self, _args, ctx) => {
    const { billingAddress, shippingAddress } = await getCompleteOrder(self, ctx);
    return billingAddress ?? shippingAddress ?? null;
  },
  customerNote: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).customerNote ?? null,
  rejection: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).rejection ?? null,
  timeline: async (self, { first, after }, ctx) => {
    const size = pageSize(first, { defaultSize: 100, maxSize: limits.timelineEvents });
    const completeOrder = await getCompleteOrder(self, ctx);
    const later = completeOrder.timeline.filter(({ sequence }) => sequence > (after ?? 0));
    return later.slice(0, size).map((event) => ({ event, order: completeOrder }));
  },
  transactions: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).transactions,
  disputes: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).disputes,
  refundableShipping: async (self, _args, ctx) => requireMoney((await getCompleteOrder(self, ctx)).refundableShipping),
  refunds: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).refunds,
  shipments: async (self, _args, ctx) => (await getCompleteOrder(self, ctx)).shipments,
  paymentAction: async (self, _args, ctx) =>
    self.accountId === ctx.caller.identity.accountId
      ? ((await getCompleteOrder(self, ctx)).paymentAction ?? null)
      : null,
  actions: async (self, _args, { loaders }) =>
    (self.actions ?? (await loaders.order.load(self.id)).actions)?.actions ?? [],
  ...orderDetails,
  deadlineAt: async (self, _args, ctx) => toOptionalDate((await getCompleteOrder(self, ctx)).deadlineTime),
  stockHeldUntil: async (self, _args, ctx) => toOptionalDate((await getCompleteOrder(self, ctx)).stockHeldUntilTime),
  quote: async ({ id, status, accountId, lines }, _args, ctx) => {
    const isCart = status === OrderStatus.CART || status === OrderStatus.REJECTED;
    const isQuoted = isCart && accountId === ctx.caller.identity.accountId && lines.length > 0;
    return isQuoted ? nullIfNotFound(() => getQuote(ctx, { cartId: id })) : null;
  },
  placedAt: ({ placeTime }) => (placeTime === undefined ? null : toDate(placeTime)),
  createdAt: ({ createTime }) => toDate(createTime),
  updatedAt: ({ updateTime }) => toDate(updateTime),
};

export const orderAction: OrderActionResolvers = {
  type: ({ type }) => requireName(OrderAction_Type, type),
  allowed: ({ reason }) => reason === undefined,
  reason: ({ reason }) => reason ?? null,
  maxAmount: ({ maxAmount }) => maxAmount ?? null,
};

export const orderRefund: OrderRefundResolvers = {
  status: ({ status }) => Transaction_Status[status] as TransactionStatus,
  amount: ({ amount }) => requireMoney(amount),
  tax: ({ tax }) => requireMoney(tax),
  shipping: ({ shipping }) => requireMoney(shipping),
  createdAt: ({ createTime }) => toDate(createTime),
};

export const orderRefundLine: OrderRefundLineResolvers = {
  amount: ({ amount }) => requireMoney(amount),
  tax: ({ tax }) => requireMoney(tax),
};

export const orderDispute: OrderDisputeResolvers = {
  type: ({ type }) => Dispute_Type[type] as DisputeType,
  status: ({ status }) => Dispute_Status[status] as DisputeStatus,
  amount: ({ amount }) => requireMoney(amount),
  evidenceDueBy: ({ evidenceDueTime }) => (evidenceDueTime === undefined ? null : toDate(evidenceDueTime)),
  createdAt: ({ createTime }) => toDate(createTime),
  closedAt: ({ closeTime }) => (closeTime === undefined ? null : toDate(closeTime)),
};

export const shipment: ShipmentResolvers = {
  carrier: ({ carrier }) => carrier ?? null,
  trackingNumber: ({ trackingNumber }) => trackingNumber ?? null,
  shippedAt: ({ shipTime }) => toDate(shipTime),
};

export const paymentAction: PaymentActionResolvers = {
  url: ({ url }) => url ?? null,
};
