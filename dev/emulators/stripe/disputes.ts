import { disputeCard, inquiryCard } from "./cards.ts";
import { invalidRequest, missing } from "./errors.ts";
import { type Dispute, type DisputeEntry, newObjectId, type PaymentIntent } from "./objects.ts";
import { getIntent } from "./payment-intents.ts";
import type { Sandbox } from "./sandbox.ts";

/** How long a bank accepts evidence. */
const evidenceSeconds = 14 * 86_400;
/** The fee for a chargeback, in the smallest unit of the currency. */
const fee = 1_500;
const maxDisputes = 100;

export interface DisputeOptions {
  /** The remaining amount of the payment when absent. */
  readonly amount?: number;
  readonly reason?: string;
  /** Whether the bank only asks at first. */
  readonly isInquiry?: boolean;
}

export function getDispute({ store }: Sandbox, id: string): Dispute {
  const dispute = store.find<Dispute>("dispute", id);
  if (dispute === undefined) throw missing("dispute", id);
  return dispute;
}

/** Returns the amount of a payment that cannot be refunded: its chargebacks that were not won. */
export function disputedAmount({ store }: Sandbox, paymentIntent: string): number {
  return store
    .list<Dispute>("dispute", { limit: maxDisputes, paymentIntent })
    .filter(({ is_charge_refundable }) => !is_charge_refundable)
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** Opens a dispute, as the bank of the card's holder does. */
export function openDispute(sandbox: Sandbox, paymentIntent: string, options: DisputeOptions): Dispute {
  const intent = getIntent(sandbox, paymentIntent);
  const { amount = intent.amount_received - intent.refunded, reason = "fraudulent", isInquiry = false } = options;
  if (amount <= 0) throw invalidRequest("charge_not_captured", "This PaymentIntent has no charge to dispute.");
  const dispute: Dispute = {
    id: newObjectId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: intent.latest_charge,
    created: sandbox.now(),
    currency: intent.currency,
    evidence_details: { due_by: sandbox.now() + evidenceSeconds, has_evidence: false, submission_count: 0 },
    is_charge_refundable: true,
    livemode: false,
    metadata: {},
    payment_intent: intent.id,
    reason,
    status: "warning_needs_response",
  };
  if (!isInquiry) return withdraw(sandbox, dispute, "charge.dispute.created");
  return save(sandbox, dispute, "charge.dispute.created");
}

/** Opens a dispute when a card of this behaviour is charged. */
export function disputeCapture(sandbox: Sandbox, { id, payment_method }: PaymentIntent): void {
  if (payment_method === disputeCard) openDispute(sandbox, id, {});
  if (payment_method === inquiryCard) openDispute(sandbox, id, { isInquiry: true });
}

/** Changes a dispute. Returns undefined for an unknown action. */
export function updateDispute(sandbox: Sandbox, id: string, action: string | undefined): Dispute | undefined {
  const dispute = getDispute(sandbox, id);
  const isInquiry = dispute.status.startsWith("warning_");
  switch (action) {
    // The shop sends evidence.
    case "submit":
      return save(
        sandbox,
        {
          ...dispute,
          status: isInquiry ? "warning_under_review" : "under_review",
          evidence_details: { ...dispute.evidence_details, has_evidence: true, submission_count: 1 },
        },
        "charge.dispute.updated",
      );
    // An inquiry becomes a chargeback.
    case "escalate":
      if (!isInquiry) throw invalidRequest("dispute_not_inquiry", `The dispute is ${dispute.status}.`);
      return withdraw(sandbox, dispute, "charge.dispute.updated");
    // An inquiry ends without a chargeback.
    case "close":
      return save(sandbox, { ...dispute, status: "warning_closed" }, "charge.dispute.closed");
    case "lose":
      return save(sandbox, { ...dispute, status: "lost" }, "charge.dispute.closed");
    case "win": {
      const { amount, currency, balance_transactions } = dispute;
      const won: Dispute = {
        ...dispute,
        status: "won",
        is_charge_refundable: true,
        balance_transactions: [...balance_transactions, createEntry("dispute_reversal", amount, 0, currency)],
      };
      save(sandbox, won, "charge.dispute.closed");
      sandbox.emit("charge.dispute.funds_reinstated", won);
      return won;
    }
    default:
      return undefined;
  }
}

/** The bank takes the money. */
function withdraw(sandbox: Sandbox, dispute: Dispute, eventType: string): Dispute {
  const { amount, currency } = dispute;
  const chargeback: Dispute = {
    ...dispute,
    status: "needs_response",
    is_charge_refundable: false,
    balance_transactions: [createEntry("dispute", -amount, fee, currency)],
  };
  save(sandbox, chargeback, eventType);
  sandbox.emit("charge.dispute.funds_withdrawn", chargeback);
  return chargeback;
}

function createEntry(reporting_category: string, amount: number, fee: number, currency: string): DisputeEntry {
  const amounts = { amount, fee, net: amount - fee, currency };
  return { id: newObjectId("txn"), object: "balance_transaction", type: "adjustment", reporting_category, ...amounts };
}

function save(sandbox: Sandbox, dispute: Dispute, eventType: string): Dispute {
  sandbox.store.put(dispute);
  sandbox.emit(eventType, dispute);
  return dispute;
}
