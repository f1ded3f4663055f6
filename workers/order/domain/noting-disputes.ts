import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { ProviderDispute, Rejection, UserCommand } from "./commands.ts";
import { isClosed, lostAmount } from "./disputes.ts";
import type { OrderEvent } from "./events.ts";
import type { Dispute, DisputeReport } from "./model.ts";
import type { OrderState } from "./order.ts";
import { divideAmount } from "./refund-shares.ts";

type NoteDisputes = Extract<UserCommand, { type: "noteDisputes" }>;

/** Returns the command that records what the provider reports, or undefined when the order knows it already. */
export function findDisputesToNote(disputes: readonly ProviderDispute[], state: OrderState): NoteDisputes | undefined {
  const isKnown = disputes.every((dispute) => changesOf(dispute, state).length === 0);
  return isKnown ? undefined : { type: "noteDisputes", disputes };
}

/**
 * Records the disputes of the provider, and the money that the bank took or gave back. The status of the order does not
 * change, with one exception: a cancelled order owes its refund after all when an appeal of a lost dispute succeeds. While
 * the cancellation is in progress, that report is rejected and the provider must send its event again.
 */
export function decideNoteDisputes(
  { disputes }: NoteDisputes,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const { id, sequence, paymentId, compensation, currency } = state;
  if (paymentId === undefined) return ok([]);
  const changes = disputes.flatMap((dispute) => changesOf(dispute, state));
  const owedMinor = compensation === undefined ? 0n : findRefundOwedAfter(disputes, state);
  if (owedMinor <= 0n) return ok(changes);
  if (state.status !== "CANCELLED") {
    return err({ reason: "IN_PROGRESS", message: "The order is being cancelled", field: ["orderId"] });
  }
  const amount = { amountMinor: owedMinor, currency };
  // No earlier refund of the cancellation was for this amount, so none may be found under its key.
  const key = `${id}:refund:dispute:${sequence}`;
  const reason = "The bank decided a lost dispute again, in favour of the shop";
  const effect = { type: "refundPayment", paymentId, amount } as const;
  const reopened = { type: "CancellationReopened", amount, shares: divideAmount(state, owedMinor) } as const;
  return ok([...changes, reopened, { type: "EffectExhausted", effect, key, reason }]);
}

/** Returns the amount that a cancelled order owes because the bank gave back what it had taken in a lost dispute. */
function findRefundOwedAfter(disputes: readonly ProviderDispute[], state: OrderState): bigint {
  const { currency, totals, refunded } = state;
  const reports = new Map(disputes.map((dispute) => [dispute.disputeId, dispute]));
  const after = state.disputes.map((known) => ({ ...known, ...reports.get(known.disputeId) }));
  const lostAfter = lostAmount({ currency, disputes: after }).amountMinor;
  const wonBack = lostAmount(state).amountMinor - lostAfter;
  const unpaid = totals.total.amountMinor - refunded.amountMinor - lostAfter;
  return wonBack < unpaid ? wonBack : unpaid;
}

/** Returns the events that bring a dispute up to date. The money that moved never decreases, also if the report is old. */
function changesOf({ withdrawn, reinstated, ...report }: ProviderDispute, state: OrderState): readonly OrderEvent[] {
  const { disputeId } = report;
  const known = state.disputes.find((dispute) => dispute.disputeId === disputeId);
  const moved = (type: "DisputeFundsWithdrawn" | "DisputeFundsReinstated", now: bigint, before = 0n) =>
    now > before ? [{ type, disputeId, amount: { amountMinor: now - before, currency: state.currency } } as const] : [];
  return [
    ...changesOfReport(report, known),
    ...moved("DisputeFundsWithdrawn", withdrawn.amountMinor, known?.withdrawn.amountMinor),
    ...moved("DisputeFundsReinstated", reinstated.amountMinor, known?.reinstated.amountMinor),
  ];
}

function changesOfReport(dispute: DisputeReport, known: Dispute | undefined): readonly OrderEvent[] {
  if (known === undefined) return [{ type: "DisputeOpened", dispute }];
  if (isSameReport(dispute, known)) return [];
  return [{ type: isClosed(dispute) && !isClosed(known) ? "DisputeClosed" : "DisputeUpdated", dispute }];
}

function isSameReport(one: DisputeReport, other: DisputeReport): boolean {
  return (
    one.type === other.type &&
    one.status === other.status &&
    one.reason === other.reason &&
    one.amount.amountMinor === other.amount.amountMinor &&
    one.evidenceDueBy === other.evidenceDueBy
  );
}
