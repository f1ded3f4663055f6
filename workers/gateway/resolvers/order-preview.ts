import { OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import { requireMoney } from "../data/mappers/protobuf.ts";
import type {
  OrderActionPreviewResolvers,
  OrderStatus as OrderStatusName,
  RefundPreviewResolvers,
} from "../graphql/schema.generated.ts";

export const orderActionPreview: OrderActionPreviewResolvers = {
  allowed: ({ reason }) => reason === undefined,
  reason: ({ reason }) => reason ?? null,
  status: ({ status }) => (status === OrderStatus.UNSPECIFIED ? null : (OrderStatus[status] as OrderStatusName)),
  refund: ({ refund }) => refund ?? null,
};

export const refundPreview: RefundPreviewResolvers = {
  amount: ({ amount }) => requireMoney(amount),
  tax: ({ tax }) => requireMoney(tax),
  shipping: ({ shipping }) => requireMoney(shipping),
};
