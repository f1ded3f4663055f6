import { add, subtract } from "../../kit/domain/money.ts";
import { appendTransaction, type Changes, completeSteps, type Evolvers } from "./changes.ts";
import type { OrderStatus, Transaction } from "./model.ts";
import { isInFlight, type OrderState } from "./order.ts";
import { paidStatus } from "./refundable.ts";

type RefundEvent =
  | "RefundStarted"
  | "RefundRequested"
  | "RefundFailed"
  | "PaymentRefunded"
  | "RefundNoted"
  | "RefundCompleted"
  | "RefundNotOwed"
  | "CancellationReopened";

const notOwedReason = "The bank gave the money to the buyer in a dispute";

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

  RefundFailed: ({ requestId, refundId, amount, reason }, state, position) => {
    const failed = { status: "FAILED", failureReason: reason } as const;
    if (requestId !== undefined) {
      const reference = refundId === undefined ? {} : { reference: refundId };
      return { transactions: updateRefundInFlight(state, requestId, { ...failed, ...reference }) };
    }
    const refunded = subtract(state.refunded, amount);
    const isListed = state.transactions.some((entry) => entry.kind === "REFUND" && entry.reference === refundId);
    const reference = refundId === undefined ? {} : { reference: refundId };
    const transactions = isListed
      ? updateAcceptedRefund(state, refundId, failed)
      : appendTransaction(state, position, { kind: "REFUND", amount, ...failed, ...reference });
    // A cancelled order stays cancelled: `CancellationReopened` follows.
    if (state.compensation !== undefined) return { refunded, transactions };
    return { refunded, transactions, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  PaymentRefunded: ({ amount, refundId, requestId, isPending }, state) => {
    const refunded = add(state.refunded, amount);
    const accepted = { status: acceptedStatus(isPending), reference: refundId, amount };
    const transactions = updateRefundInFlight(state, requestId, accepted);
    return requestId === undefined
      ? { ...completeSteps(state, { moneyPending: false }), refunded, transactions }
      : { refunded, transactions, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  RefundNoted: ({ amount, refundId, isPending }, state, position) => {
    const refunded = add(state.refunded, amount);
    const entry = { kind: "REFUND", status: acceptedStatus(isPending), amount, reference: refundId } as const;
    const transactions = appendTransaction(state, position, entry);
    if (state.compensation !== undefined) return { refunded, transactions };
    return { refunded, transactions, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  RefundCompleted: ({ refundId }, state) => ({
    transactions: updateAcceptedRefund(state, refundId, { status: "SUCCEEDED" }),
  }),

  RefundNotOwed: (_event, state) => ({
    ...completeSteps(state, { moneyPending: false }),
    transactions: updateRefundInFlight(state, undefined, { status: "FAILED", failureReason: notOwedReason }),
  }),

  CancellationReopened: ({ amount }, state, position) => ({
    ...completeSteps(state, { moneyPending: true }),
    ...changeStatus(state, paidStatus(state)),
    transactions: appendTransaction(state, position, { kind: "REFUND", status: "PENDING", amount }),
  }),
};

function acceptedStatus(isPending: true | undefined): "PENDING" | "SUCCEEDED" {
  return isPending === true ? "PENDING" : "SUCCEEDED";
}

/** Updates the refund in flight with this request id, or without an id the refund of the cancellation. */
function updateRefundInFlight(
  { transactions }: OrderState,
  requestId: string | undefined,
  outcome: Pick<Transaction, "status"> & Partial<Transaction>,
): readonly Transaction[] {
  const isMatch = (entry: Transaction) =>
    entry.kind === "REFUND" && isInFlight(entry) && (requestId === undefined || entry.id === requestId);
  return transactions.map((entry) => (isMatch(entry) ? { ...entry, ...outcome } : entry));
}

/** Updates the refund that the provider knows by this id. */
function updateAcceptedRefund(
  { transactions }: OrderState,
  refundId: string | undefined,
  outcome: Partial<Transaction>,
): readonly Transaction[] {
  const isMatch = ({ kind, reference }: Transaction) => kind === "REFUND" && reference === refundId;
  return transactions.map((entry) => (isMatch(entry) ? { ...entry, ...outcome } : entry));
}

/** Changes the status. Under manual review the new status is stored as the status to resume with. */
function changeStatus({ manualReview }: OrderState, status: OrderStatus): Changes {
  return manualReview === undefined ? { status } : { manualReview: { ...manualReview, previousStatus: status } };
}
