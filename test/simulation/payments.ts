import type {
  CapturedBalance,
  PaymentDispute,
  PaymentOutcome,
  PaymentRefund,
  RefundOutcome,
  StartedPayment,
} from "../../workers/order/payments/port.ts";

export type Card = "succeeds" | "declines" | "requiresAction";

interface Intent {
  readonly id: string;
  readonly orderId: string;
  /** The idempotency key of the call that created and confirmed it. */
  readonly key?: string;
  readonly amount: bigint;
  readonly status: "open" | "requiresAction" | "authorized" | "captured" | "voided" | "declined";
  readonly refunded: bigint;
  readonly captures: number;
}

interface Refund extends PaymentRefund {
  readonly paymentId: string;
  readonly key: string | undefined;
}

interface SimulatedDispute extends PaymentDispute {
  readonly paymentId: string;
}

type Response = RefundOutcome | PaymentOutcome | StartedPayment | { type: "started"; paymentId: string };

/** A payment provider. A repeated idempotency key returns the first response, until the keys expire. */
export class SimulatedPayments {
  readonly #intents = new Map<string, Intent>();
  readonly #responses = new Map<string, Response>();
  /** Oldest first. */
  readonly #refunds: Refund[] = [];
  #card: Card;
  /** The cards of other orders. */
  readonly #cards = new Map<string, Card>();
  /** Whether a refund is pending at first, and completed when its webhook is sent. */
  readonly #refundsArePending: boolean;
  #keysExpired = false;
  #refundChanges = 0;
  #disputes: readonly SimulatedDispute[] = [];
  #disputeChanges = 0;

  constructor(card: Card, refundsArePending = false) {
    this.#card = card;
    this.#refundsArePending = refundsArePending;
  }

  /** The card of the next confirmations. */
  useCard(card: Card): void {
    this.#card = card;
  }

  /** The card of another order. */
  useCardFor(orderId: string, card: Card): void {
    this.#cards.set(orderId, card);
  }

  authorize(amount: bigint, orderId: string, key: string): Response {
    return this.#once(`authorize ${key}`, () => {
      const id = `pi_${this.#intents.size + 1}`;
      const payment = this.#confirm({ id, orderId, key, amount, status: "open", refunded: 0n, captures: 0 });
      return { type: "started", paymentId: id, payment };
    });
  }

  /** Finds a payment by its key. Unlike idempotency keys, payments never expire. */
  findStarted(key: string): StartedPayment | { type: "absent" } {
    const intent = this.all().find((other) => other.key === key);
    return intent === undefined
      ? { type: "absent" }
      : { type: "started", paymentId: intent.id, payment: this.find(intent.id) };
  }

  start(amount: bigint, orderId: string, key: string): Response {
    return this.#once(`start ${key}`, () => {
      const id = `pi_${this.#intents.size + 1}`;
      this.#intents.set(id, { id, orderId, amount, status: "open", refunded: 0n, captures: 0 });
      return { type: "started", paymentId: id };
    });
  }

  confirm(id: string, key: string): Response {
    return this.#once(`confirm ${key}`, () => {
      const intent = this.#get(id);
      return intent.status === "open" ? this.#confirm(intent) : unexpectedStatus(intent);
    });
  }

  #confirm(intent: Intent): PaymentOutcome {
    const status = { succeeds: "authorized", declines: "declined", requiresAction: "requiresAction" } as const;
    return this.#put({ ...intent, status: status[this.#cards.get(intent.orderId) ?? this.#card] });
  }

  capture(id: string, amount: bigint, key: string): Response {
    return this.#once(`capture ${key}`, () => {
      const intent = this.#get(id);
      if (intent.status !== "authorized" || amount !== intent.amount) return unexpectedStatus(intent);
      return this.#put({ ...intent, status: "captured", captures: intent.captures + 1 });
    });
  }

  void(id: string, key: string): Response {
    return this.#once(`void ${key}`, () => {
      const intent = this.#get(id);
      if (intent.status === "captured") return unexpectedStatus(intent);
      return this.#put({ ...intent, status: "voided" });
    });
  }

  refund(id: string, amount: bigint, key: string): Response {
    return this.#once(`refund ${key}`, () => {
      const intent = this.#get(id);
      if (amount > remainingOf(intent)) {
        return { type: "declined", code: "amount_too_large", message: "The amount exceeds the remaining balance" };
      }
      if (amount > remainingOf(intent) - this.#disputedAmount(id)) {
        return { type: "declined", code: "charge_disputed", message: "The charge has been charged back" };
      }
      return toRefundOutcome(this.#addRefund(intent, amount, key));
    });
  }

  /** Finds a refund by its key. Unlike idempotency keys, refunds never expire. */
  findRefund(key: string): RefundOutcome | { type: "absent" } {
    const refund = this.#refunds.find((other) => other.key === key);
    return refund === undefined ? { type: "absent" } : toRefundOutcome(refund);
  }

  findBalance(id: string): CapturedBalance {
    const intent = this.#get(id);
    const refunds = this.#refunds.filter(({ paymentId }) => paymentId === id).toReversed();
    return { type: "balance", remainingMinor: remainingOf(intent), refundedMinor: intent.refunded, refunds };
  }

  /** Refunds up to this amount in the provider's dashboard, and nothing of a disputed payment. Returns the refunded amount. */
  refundInDashboard(id: string, amount: bigint): bigint {
    const intent = this.#get(id);
    const remaining = remainingOf(intent) - this.#disputedAmount(id);
    if (remaining <= 0n) return 0n;
    const refunded = amount < remaining ? amount : remaining;
    this.#addRefund(intent, refunded);
    return refunded;
  }

  findDisputes(id: string): { type: "disputes"; disputes: readonly PaymentDispute[] } {
    return { type: "disputes", disputes: this.#disputes.filter(({ paymentId }) => paymentId === id) };
  }

  /** Disputes the captured payment, in full. The bank takes the money. Returns false when nothing is captured. */
  openDispute(orderId: string): boolean {
    const intent = this.all().find((other) => other.orderId === orderId && other.status === "captured");
    if (intent === undefined) return false;
    const dispute = {
      disputeId: "du_1",
      type: "CHARGEBACK",
      status: "NEEDS_RESPONSE",
      reason: "fraudulent",
      amount: { amountMinor: intent.amount, currency: "USD" },
      withdrawnMinor: intent.amount,
      reinstatedMinor: 0n,
      evidenceDueBy: undefined,
      createdAt: 0,
      paymentId: intent.id,
    } as const;
    this.#disputes = [dispute];
    this.#disputeChanges++;
    return true;
  }

  /** Ends the dispute. The bank gives the money back when the shop wins. */
  endDispute(status: "WON" | "LOST"): void {
    this.#disputes = this.#disputes.map((dispute) => ({
      ...dispute,
      status,
      reinstatedMinor: status === "WON" ? dispute.withdrawnMinor : 0n,
    }));
    this.#disputeChanges++;
  }

  /** The amount that the bank has given to the holder of the card. */
  lostAmount(id: string): bigint {
    return this.#sumOfDisputes(id, "LOST");
  }

  /** The number of changes of disputes. Each sends a webhook. */
  get disputeChanges(): number {
    return this.#disputeChanges;
  }

  /** Completes the pending refunds. */
  completeRefunds(): void {
    for (const refund of this.#refunds) {
      if (refund.status === "PENDING") this.#updateRefund({ ...refund, status: "SUCCEEDED" });
    }
  }

  /** Makes the latest refund fail that has not failed. The money comes back. Returns false when there is none. */
  failLatestRefund(): boolean {
    const refund = this.#refunds.findLast(({ status }) => status !== "FAILED");
    if (refund === undefined) return false;
    const intent = this.#get(refund.paymentId);
    this.#put({ ...intent, refunded: intent.refunded - refund.amountMinor });
    this.#updateRefund({ ...refund, status: "FAILED", reason: "card closed" });
    return true;
  }

  /** The number of changes of refunds, from orders and from the dashboard. Each sends a webhook. */
  get refundChanges(): number {
    return this.#refundChanges;
  }

  /** Forgets the idempotency keys, as the provider does after a day. */
  expireIdempotencyKeys(): void {
    this.#keysExpired = true;
    this.#responses.clear();
  }

  haveKeysExpired(): boolean {
    return this.#keysExpired;
  }

  find(id: string): PaymentOutcome | { type: "open" } {
    return outcomeOf(this.#get(id));
  }

  /** Completes or fails the pending 3-D Secure challenges of an order. Returns false when there are none. */
  authenticate(orderId: string, succeeds: boolean): boolean {
    const challenged = this.all().filter((intent) => intent.orderId === orderId && intent.status === "requiresAction");
    for (const intent of challenged) this.#put({ ...intent, status: succeeds ? "authorized" : "declined" });
    return challenged.length > 0;
  }

  all(): readonly Intent[] {
    return [...this.#intents.values()];
  }

  #once(key: string, work: () => Response): Response {
    const known = this.#responses.get(key);
    if (known !== undefined) return known;
    const response = work();
    this.#responses.set(key, response);
    return response;
  }

  #addRefund(intent: Intent, amountMinor: bigint, key?: string): Refund {
    this.#put({ ...intent, refunded: intent.refunded + amountMinor });
    const refund: Refund = {
      refundId: `re_${this.#refunds.length + 1}`,
      paymentId: intent.id,
      amountMinor,
      status: this.#refundsArePending ? "PENDING" : "SUCCEEDED",
      isOwn: key !== undefined,
      key,
    };
    this.#refunds.push(refund);
    this.#refundChanges++;
    return refund;
  }

  #updateRefund(refund: Refund): void {
    this.#refunds[this.#refunds.findIndex(({ refundId }) => refundId === refund.refundId)] = refund;
    this.#refundChanges++;
  }

  #disputedAmount(id: string): bigint {
    return this.#sumOfDisputes(id, "NEEDS_RESPONSE", "LOST");
  }

  #sumOfDisputes(id: string, ...statuses: readonly PaymentDispute["status"][]): bigint {
    return this.#disputes
      .filter(({ paymentId, status }) => paymentId === id && statuses.includes(status))
      .reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
  }

  #get(id: string): Intent {
    const intent = this.#intents.get(id);
    if (intent === undefined) throw new Error(`Unknown payment ${id}`);
    return intent;
  }

  #put(intent: Intent): PaymentOutcome {
    this.#intents.set(intent.id, intent);
    const outcome = outcomeOf(intent);
    return outcome.type === "open" ? unexpectedStatus(intent) : outcome;
  }
}

function toRefundOutcome({ refundId, status, reason = "failed" }: Refund): RefundOutcome {
  if (status === "FAILED") return { type: "failed", refundId, reason };
  return status === "PENDING" ? { type: "refunded", refundId, isPending: true } : { type: "refunded", refundId };
}

const remainingOf = ({ status, amount, refunded }: Intent): bigint => (status === "captured" ? amount - refunded : 0n);

function unexpectedStatus({ status }: Intent): PaymentOutcome {
  return { type: "unknown", reason: `The payment is ${status}` };
}

function outcomeOf(intent: Intent): PaymentOutcome | { type: "open" } {
  switch (intent.status) {
    case "requiresAction":
      return { type: "actionRequired", clientSecret: "secret" };
    case "declined":
      return { type: "declined", code: "generic_decline", message: "The card was declined" };
    default:
      return { type: intent.status };
  }
}
