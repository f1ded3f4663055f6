import { Transaction_Kind as Kind, Transaction_Status as Status } from "../../../proto/gen/order/v1/order_pb.js";
import { requireMoney, toDate } from "../data/mappers/protobuf.ts";
import type { TransactionKind, TransactionResolvers, TransactionStatus } from "../graphql/schema.generated.ts";

export const transaction: TransactionResolvers = {
  kind: ({ kind }) => Kind[kind] as TransactionKind,
  status: ({ status }) => Status[status] as TransactionStatus,
  amount: ({ amount }) => requireMoney(amount),
  providerReference: ({ providerReference }) => providerReference ?? null,
  failureReason: ({ failureReason }) => failureReason ?? null,
  at: ({ time }) => toDate(time),
};
