import { add, zero } from "../../kit/domain/money.ts";
import { appendTransaction, type Changes, type Evolvers } from "./changes.ts";
import { isClosed } from "./disputes.ts";
import type { Dispute, DisputeReport } from "./model.ts";
import type { OrderState } from "./order.ts";

type DisputeEvent =
  | "DisputeOpened"
  | "DisputeUpdated"
  | "DisputeClosed"
  | "DisputeFundsWithdrawn"
  | "DisputeFundsReinstated";

export const evolveDispute: Evolvers<DisputeEvent> = {
  DisputeOpened: ({ dispute }, state, { at }) => {
    const nothing = zero(state.currency);
    const opened = { ...dispute, withdrawn: nothing, reinstated: nothing, ...closedAt(dispute, at) };
    return { disputes: [...state.disputes, opened] };
  },

  DisputeUpdated: ({ dispute }, state, { at }) => ({ disputes: replaceReport(state, dispute, at) }),

  DisputeClosed: ({ dispute }, state, { at }) => ({ disputes: replaceReport(state, dispute, at) }),

  DisputeFundsWithdrawn: ({ disputeId, amount }, state, position) => ({
    ...updateDispute(state, disputeId, (dispute) => ({ ...dispute, withdrawn: add(dispute.withdrawn, amount) })),
    transactions: appendTransaction(state, position, {
      kind: "CHARGEBACK",
      status: "SUCCEEDED",
      amount,
      reference: disputeId,
    }),
  }),

  DisputeFundsReinstated: ({ disputeId, amount }, state, position) => ({
    ...updateDispute(state, disputeId, (dispute) => ({ ...dispute, reinstated: add(dispute.reinstated, amount) })),
    transactions: appendTransaction(state, position, {
      kind: "CHARGEBACK_REVERSAL",
      status: "SUCCEEDED",
      amount,
      reference: disputeId,
    }),
  }),
};

/** Replaces what the provider reports of a dispute. A dispute that was closed before keeps the time of its end. */
function replaceReport({ disputes }: OrderState, report: DisputeReport, at: number): readonly Dispute[] {
  return disputes.map((dispute) => {
    if (dispute.disputeId !== report.disputeId) return dispute;
    const { withdrawn, reinstated } = dispute;
    return { ...report, withdrawn, reinstated, ...closedAt(report, dispute.closedAt ?? at) };
  });
}

function updateDispute({ disputes }: OrderState, id: string, update: (dispute: Dispute) => Dispute): Changes {
  return { disputes: disputes.map((dispute) => (dispute.disputeId === id ? update(dispute) : dispute)) };
}

function closedAt(report: DisputeReport, at: number): Pick<Dispute, "closedAt"> {
  return isClosed(report) ? { closedAt: at } : {};
}
