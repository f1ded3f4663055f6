import { add } from "../../kit/domain/money.ts";
import { appendTransaction, type Changes, completeSteps, type Evolvers } from "./changes.ts";
import type { OrderStatus, Transaction } from "./model.ts";
import { isPending, type OrderState } from "./order.ts";
import { paidStatus } from "./refundable.ts";

type RefundEvent = "RefundStarted" | "RefundRequested" | "RefundFailed" | "PaymentRefunded" | "RefundNoted";

export const evolveRefund: Evolvers<RefundEvent> = {
  RefundStarted: ({ paymentId, amount }, state, position) => {
    const compensation = { endStatus: "CANCELLED", stockPending: true } as const;
    if (paymentId === undefined) return { compensation: { ...compensation, moneyPending: false } };
    return {
      compensation: { ...compensation, moneyPending: true },
      transactions: appendTransaction(state, position, { kind: "REFUND", status: "PENDING", amount }),
    };
  },

  RefundRequested: ({ amount }, state, position) => ({
    transactions: appendTransaction(state, position, { kind: "REFUND", status: "PENDING", amount }),
  }),

  RefundFailed: ({ requestId }, state) => ({
    transactions: updatePendingRefund(state, requestId, { status: "FAILED" }),
  }),

  PaymentRefunded: ({ amount, refundId, requestId }, state) => {
    const refunded = add(state.refunded, amount);
    const transactions = updatePendingRefund(state, requestId, { status: "SUCCEEDED", reference: refundId });
    return requestId === undefined
      ? { ...completeSteps(state, { moneyPending: false }), refunded, transactions }
      : { refunded, transactions, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  RefundNoted: ({ amount, refundId }, state, position) => {
    const refunded = add(state.refunded, amount);
    const entry = { kind: "REFUND", status: "SUCCEEDED", amount, reference: refundId } as const;
    return {
      refunded,
      transactions: appendTransaction(state, position, entry),
      status: paidStatus({ ...state, refunded }),
    };
  },
};

/** Updates the pending refund with this request id, or without an id the refund of the cancellation. */
function updatePendingRefund(
  { transactions }: OrderState,
  requestId: string | undefined,
  outcome: Pick<Transaction, "status"> & Partial<Transaction>,
): readonly Transaction[] {
  const isMatch = (entry: Transaction) =>
    entry.kind === "REFUND" && isPending(entry) && (requestId === undefined || entry.id === requestId);
  return transactions.map((entry) => (isMatch(entry) ? { ...entry, ...outcome } : entry));
}

/** Changes the status. Under manual review the new status is stored as the status to resume with. */
function changeStatus({ manualReview }: OrderState, status: OrderStatus): Changes {
  return manualReview === undefined ? { status } : { manualReview: { ...manualReview, previousStatus: status } };
}
