import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { ProviderRefund, Rejection, UserCommand } from "./commands.ts";
import { lostAmount } from "./disputes.ts";
import type { EventOf, OrderEvent } from "./events.ts";
import { evolveDecided } from "./evolve.ts";
import type { Transaction } from "./model.ts";
import { isInFlight, type OrderState } from "./order.ts";
import { divideAmount, findContainingRefund, shrinkShares, sumOfShares } from "./refund-shares.ts";

type NoteRefunds = Extract<UserCommand, { type: "noteRefunds" }>;
type RefundChange = EventOf<"RefundNoted" | "RefundCompleted" | "RefundFailed">;

/** Returns the command that records what the provider reports, or undefined when the order knows it already. */
export function findRefundsToNote(refunds: readonly ProviderRefund[], state: OrderState): NoteRefunds | undefined {
  return changesOf(refunds, state).length === 0 ? undefined : { type: "noteRefunds", refunds };
}

/**
 * Records the refunds of the provider. While a refund of the order is in flight, the provider may or may not list it, so
 * the command is rejected and the provider must send its event again. A cancellation in progress needs no record of a
 * refund in the dashboard: it finds such refunds when it refunds the rest. When the provider takes back a refund of a
 * cancelled order, the order owes the money again, and staff must retry.
 */
export function decideNoteRefunds(
  { refunds }: NoteRefunds,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const { id, paymentId, compensation, transactions, currency, totals, refunded } = state;
  // A payment that was captured outside of the order is refunded instead of voided. The ledger shows that as a void.
  if (paymentId === undefined || !transactions.some(({ kind }) => kind === "CAPTURE")) return ok([]);
  const changes = changesOf(refunds, state);
  const isCancelling = compensation !== undefined && state.status !== "CANCELLED";
  if (changes.length === 0 || (isCancelling && changes.every(({ type }) => type === "RefundNoted"))) return ok([]);
  if (isCancelling || transactions.some(isInFlight)) {
    return err({ reason: "IN_PROGRESS", message: "A refund is pending", field: ["orderId"] });
  }
  const { events, after } = withShares(changes, state);
  if (compensation === undefined || takenBack(changes) === 0n) return ok(events);
  const repaid = refunded.amountMinor + sumOfChanges(changes) + lostAmount(state).amountMinor;
  const owedMinor = totals.total.amountMinor - repaid;
  if (owedMinor <= 0n) return ok(events);
  const amount = { amountMinor: owedMinor, currency };
  // Under the key of a failed refund the provider would find that refund again. The failure is final, so a refund under
  // a new key is not a second one.
  const key = `${id}:refund:${changes.findLast(({ type }) => type === "RefundFailed")?.refundId ?? ""}`;
  const reason = "The payment provider took back a refund of the cancellation";
  const effect = { type: "refundPayment", paymentId, amount } as const;
  const reopened = { type: "CancellationReopened", amount, shares: divideAmount(after, owedMinor) } as const;
  return ok([...events, reopened, { type: "EffectExhausted", effect, key, reason }]);
}

/** Adds the shares of each refund, and returns the order after the changes. Each refund is divided over what is then left. */
function withShares(
  changes: readonly RefundChange[],
  before: OrderState,
): { readonly events: readonly OrderEvent[]; readonly after: OrderState } {
  let after = before;
  const events = changes.map((change) => {
    const event = addShares(change, after);
    after = evolveDecided(after, [event]);
    return event;
  });
  return { events, after };
}

function addShares(change: RefundChange, state: OrderState): OrderEvent {
  const { amountMinor } = change.amount;
  if (change.type === "RefundNoted") return { ...change, shares: divideAmount(state, amountMinor) };
  const isListed = state.transactions.some(({ kind, reference }) => kind === "REFUND" && reference === change.refundId);
  const containing = isListed ? undefined : findContainingRefund(state, amountMinor);
  if (change.type !== "RefundFailed" || containing === undefined) return change;
  const remaining = sumOfShares(containing.shares) - amountMinor;
  return { ...change, shares: shrinkShares(containing.shares, remaining, state) };
}

/**
 * Returns the events that bring the ledger up to date. `refunds` is the provider's list, latest first. It may be older
 * than the ledger, so a failure is final and a completed refund does not become pending again.
 */
function changesOf(refunds: readonly ProviderRefund[], state: OrderState): readonly RefundChange[] {
  const entries = state.transactions.filter(({ kind }) => kind === "REFUND");
  // Two entries have the same refund when a cancellation found, in its second attempt, that nothing was left to refund.
  const entriesOf = (refundId: string) => entries.filter(({ reference }) => reference === refundId);
  const known = refunds.flatMap((refund) =>
    entriesOf(refund.refundId).flatMap((entry) => changesOfEntry(refund, entry)),
  );
  const unknown = refunds.filter(({ refundId }) => entriesOf(refundId).length === 0);
  // Entries that the list does not contain are newer than the list.
  const listed = refunds.flatMap(({ refundId }) => entriesOf(refundId));
  const recorded = sum(listed.filter(isCounted)) - takenBack(known);
  return [...known, ...changesOfUnknown(unknown, state, sum(refunds.filter(isCounted)) - recorded)];
}

function changesOfEntry({ refundId, status, reason }: ProviderRefund, entry: Transaction): readonly RefundChange[] {
  const { amount } = entry;
  if (entry.status === "FAILED" || entry.status === status || status === "PENDING") return [];
  return status === "SUCCEEDED"
    ? [{ type: "RefundCompleted", refundId, amount }]
    : [{ type: "RefundFailed", refundId, amount, reason: reason ?? "failed" }];
}

/**
 * Returns the events of refunds without an entry. `missingMinor` is the amount by which the provider has refunded more
 * than the ledger says. No more is noted: an entry of an earlier release stands for all refunds that its webhook found.
 * A refund that failed before the order learned of it is noted as failed, so that an older list cannot revive it.
 */
function changesOfUnknown(
  refunds: readonly ProviderRefund[],
  { compensation }: OrderState,
  missingMinor: bigint,
): readonly RefundChange[] {
  let missing = missingMinor;
  return refunds
    .map((refund): readonly RefundChange[] => {
      const { refundId, amount, status, isOwn, reason = "failed" } = refund;
      const noted = { type: "RefundNoted", refundId, amount } as const;
      const failed = { type: "RefundFailed", refundId, amount, reason } as const;
      if (status === "FAILED") {
        if (isOwn) return [];
        // A cancellation found this refund in the dashboard, and counted it as a part of its own.
        const isPartOfOther = compensation !== undefined && missing <= -amount.amountMinor;
        if (isPartOfOther) missing += amount.amountMinor;
        return isPartOfOther ? [failed] : [noted, failed];
      }
      if (amount.amountMinor > missing) return [];
      missing -= amount.amountMinor;
      return [status === "PENDING" ? { ...noted, isPending: true } : noted];
    })
    .toReversed()
    .flat();
}

function isCounted({ status }: Pick<ProviderRefund, "status">): boolean {
  return status !== "FAILED";
}

/** Returns the change of the refunded amount. */
function sumOfChanges(changes: readonly RefundChange[]): bigint {
  const ofType = (type: RefundChange["type"]) => sum(changes.filter((change) => change.type === type));
  return ofType("RefundNoted") - ofType("RefundFailed");
}

/** Returns the amount that no longer counts as refunded. */
function takenBack(changes: readonly RefundChange[]): bigint {
  const noted = changes.flatMap((change) => (change.type === "RefundNoted" ? [change.refundId] : []));
  return sum(changes.filter(({ type, refundId }) => type === "RefundFailed" && !noted.includes(refundId ?? "")));
}

function sum(amounts: readonly Pick<ProviderRefund, "amount">[]): bigint {
  return amounts.reduce((total, { amount }) => total + amount.amountMinor, 0n);
}
