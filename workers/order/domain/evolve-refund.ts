import { add, subtract } from "../../kit/domain/money.ts";
import { appendTransaction, type Changes, completeSteps, type EventPosition, type Evolvers } from "./changes.ts";
import type { OrderStatus, Refund, RefundShare, Restock, Transaction, Units } from "./model.ts";
import { isInFlight, type OrderState } from "./order.ts";
import { divideAmount, divideRest, findContainingRefund, shrinkShares, sumOfShares } from "./refund-shares.ts";
import { paidStatus } from "./refundable.ts";
import { restockedUnits } from "./units.ts";

type RefundEvent =
  | "RefundStarted"
  | "RefundRequested"
  | "LinesCancelled"
  | "RefundFailed"
  | "PaymentRefunded"
  | "RefundNoted"
  | "RefundCompleted"
  | "RefundNotOwed"
  | "CancellationReopened";

const notOwedReason = "The bank gave the money to the buyer in a dispute";
const cancelledReason = "The order was cancelled";
const notedReason = "Refunded at the payment provider";

export const evolveRefund: Evolvers<RefundEvent> = {
  RefundStarted: ({ paymentId, amount, ...event }, state, position) => {
    const { shares = divideRest(state, amount.amountMinor), restock = state.lines.map(toUnits) } = event;
    const stockPending = restock.length > 0 || event.releasesRedemptions === true;
    const compensation = { endStatus: "CANCELLED", stockPending } as const;
    const changes = {
      refunds: appendRefund(state, position, shares, state.cancellation?.reason ?? cancelledReason),
      restocks: appendRestock(state, position, restock),
    };
    if (paymentId === undefined) return { ...changes, compensation: { ...compensation, moneyPending: false } };
    return {
      ...changes,
      compensation: { ...compensation, moneyPending: true },
      transactions: appendTransaction(state, position, { kind: "REFUND", status: "PENDING", amount }),
    };
  },

  RefundRequested: ({ paymentId, amount, reason, ...event }, state, position) => {
    const { shares = divideAmount(state, amount.amountMinor) } = event;
    const entry = { kind: "REFUND", status: "PENDING", amount } as const;
    return {
      refunds: appendRefund(state, position, shares, reason),
      restocks: appendRestock(state, position, restockedUnits(shares)),
      ...(paymentId === undefined ? {} : { transactions: appendTransaction(state, position, entry) }),
    };
  },

  LinesCancelled: ({ lines }, state, position) => ({
    cancelledLines: [...state.cancelledLines, ...lines.map(toUnits)],
    restocks: appendRestock(
      state,
      position,
      lines.map(({ sku, restock }) => ({ sku, quantity: restock })),
    ),
  }),

  RefundFailed: ({ requestId, refundId, amount, reason, shares }, state, position) => {
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
    const refunds = isListed ? state.refunds : shrinkContainingRefund(state, amount.amountMinor, shares);
    // A cancelled order stays cancelled: `CancellationReopened` follows.
    if (state.compensation !== undefined) return { refunded, transactions, refunds };
    return { refunded, transactions, refunds, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  PaymentRefunded: ({ amount, refundId, requestId, isPending, shares }, state, { at }) => {
    const refunded = add(state.refunded, amount);
    const accepted = { ...acceptedAt(at, isPending), reference: refundId, amount };
    const transactions = updateRefundInFlight(state, requestId, accepted);
    if (requestId !== undefined) {
      return { refunded, transactions, ...changeStatus(state, paidStatus({ ...state, refunded })) };
    }
    const pendingIds = state.transactions.filter(isInFlight).map(({ id }) => id);
    const refunds = state.refunds.map((refund) => {
      if (!pendingIds.includes(refund.id) || sumOfShares(refund.shares) <= amount.amountMinor) return refund;
      return { ...refund, shares: shares ?? shrinkShares(refund.shares, amount.amountMinor, state) };
    });
    return { ...completeSteps(state, { moneyPending: false }), refunded, transactions, refunds };
  },

  RefundNoted: ({ amount, refundId, isPending, ...event }, state, position) => {
    const refunded = add(state.refunded, amount);
    const { shares = divideAmount(state, amount.amountMinor) } = event;
    const refunds = appendRefund(state, position, shares, notedReason);
    const entry = { kind: "REFUND", ...acceptedAt(position.at, isPending), amount, reference: refundId } as const;
    const transactions = appendTransaction(state, position, entry);
    if (state.compensation !== undefined) return { refunded, transactions, refunds };
    return { refunded, transactions, refunds, ...changeStatus(state, paidStatus({ ...state, refunded })) };
  },

  RefundCompleted: ({ refundId }, state, { at }) => ({
    transactions: updateAcceptedRefund(state, refundId, acceptedAt(at)),
  }),

  RefundNotOwed: (_event, state) => ({
    ...completeSteps(state, { moneyPending: false }),
    transactions: updateRefundInFlight(state, undefined, { status: "FAILED", failureReason: notOwedReason }),
  }),

  CancellationReopened: ({ amount, shares }, state, position) => ({
    refunds: appendRefund(
      state,
      position,
      shares ?? divideAmount(state, amount.amountMinor),
      state.cancellation?.reason ?? cancelledReason,
    ),
    ...completeSteps(state, { moneyPending: true }),
    ...changeStatus(state, paidStatus(state)),
    transactions: appendTransaction(state, position, { kind: "REFUND", status: "PENDING", amount }),
  }),
};

function toUnits({ sku, quantity }: Units): Units {
  return { sku, quantity };
}

/** The id of a refund is that of its transaction. */
function appendRefund(
  { id, refunds }: OrderState,
  { sequence, at }: EventPosition,
  shares: readonly RefundShare[],
  reason: string,
): readonly Refund[] {
  return [...refunds, { id: `${id}-${sequence}`, shares, reason, at }];
}

function appendRestock(
  { id, restocks }: OrderState,
  { sequence }: EventPosition,
  units: readonly Units[],
): readonly Restock[] {
  const lines = units.filter(({ quantity }) => quantity > 0);
  return lines.length === 0 ? restocks : [...restocks, { id: `${id}-${sequence}`, lines, status: "PENDING" }];
}

/** The provider took back a refund that the order had counted as a part of another one. */
function shrinkContainingRefund(
  state: OrderState,
  amountMinor: bigint,
  remaining: readonly RefundShare[] | undefined,
): readonly Refund[] {
  const containing = findContainingRefund(state, amountMinor);
  if (containing === undefined) return state.refunds;
  const shares = remaining ?? shrinkShares(containing.shares, sumOfShares(containing.shares) - amountMinor, state);
  return state.refunds.map((refund) => (refund === containing ? { ...refund, shares } : refund));
}

/** Returns the state of a refund that the provider has accepted at this time, and completes later if it is pending. */
function acceptedAt(at: number, isPending?: true): Pick<Transaction, "status" | "completedAt"> {
  return isPending === true ? { status: "PENDING" } : { status: "SUCCEEDED", completedAt: at };
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
