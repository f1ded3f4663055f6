import type { Money } from "../../kit/domain/money.ts";

/** The state of a payment at the provider. */
export type PaymentOutcome =
  /** The money is reserved on the card and can be captured. */
  | { type: "authorized" }
  | { type: "captured" }
  | { type: "voided" }
  /** The customer must confirm the payment: with the secret in the provider's browser code, or at the URL. */
  | { type: "actionRequired"; clientSecret: string; url?: string }
  /** Final: nothing was taken, and a retry does not help. */
  | { type: "declined"; code: string; message: string }
  /**
   * The outcome is unknown, or the provider is unavailable. Retry with the same key. `refusedForMs`: the provider refused the
   * request because there were too many, did not process it, and accepts it after this time.
   */
  | { type: "unknown"; reason: string; refusedForMs?: number };

/** A payment that was created and confirmed. `declined`: none was created. `open`: it was not confirmed. */
export type StartedPayment =
  | { type: "started"; paymentId: string; payment: PaymentOutcome | { type: "open" } }
  | Extract<PaymentOutcome, { type: "declined" | "unknown" }>;

export type RefundOutcome =
  /** `isPending`: the provider has accepted the refund and has not completed it. An event reports the end. */
  | { type: "refunded"; refundId: string; isPending?: true }
  /** Final: the provider made a refund, and the money came back. Another refund needs another key. */
  | { type: "failed"; refundId: string; reason: string }
  | Extract<PaymentOutcome, { type: "declined" | "unknown" }>;

/** What is left of a captured payment. It includes refunds that were made in the provider's dashboard. */
export interface CapturedBalance {
  readonly type: "balance";
  readonly remainingMinor: bigint;
  readonly refundedMinor: bigint;
  /** All refunds, also those that failed, latest first. */
  readonly refunds: readonly PaymentRefund[];
}

/** A payment as the provider has it. Amounts are in the smallest unit of its currency. */
export interface PaymentRecord {
  readonly type: "record";
  /** The provider's word. */
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Authorized and not captured. */
  readonly heldMinor: bigint;
  readonly capturedMinor: bigint;
  /** Without refunds that failed. */
  readonly refundedMinor: bigint;
  /** Taken by banks in disputes, and given back. */
  readonly chargedBackMinor: bigint;
  readonly reversedMinor: bigint;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface PaymentRefund {
  readonly refundId: string;
  readonly amountMinor: bigint;
  readonly status: "PENDING" | "SUCCEEDED" | "FAILED";
  /** Why it failed, in the provider's words. */
  readonly reason?: string;
  /** Whether it was made through `refund`, and not in the provider's dashboard. */
  readonly isOwn: boolean;
}

/** A payment that the bank of its holder questions. */
export interface PaymentDispute {
  readonly disputeId: string;
  readonly type: "CHARGEBACK" | "INQUIRY";
  readonly status: "NEEDS_RESPONSE" | "UNDER_REVIEW" | "WON" | "LOST" | "CLOSED";
  /** The provider's word. */
  readonly reason: string;
  /** May differ from the payment in the amount, and also in the currency. */
  readonly amount: { readonly amountMinor: bigint; readonly currency: string };
  /** The money that the bank has taken so far, and the money that it has given back, in the currency of `amount`. */
  readonly withdrawnMinor: bigint;
  readonly reinstatedMinor: bigint;
  /** Milliseconds since the epoch. Undefined when the bank accepts no evidence. */
  readonly evidenceDueBy: number | undefined;
  readonly createdAt: number;
}

/** A webhook event of the provider. */
export interface PaymentEvent {
  readonly id: string;
  /** What changed: the payment itself, a refund of it, or a dispute about it. */
  readonly subject: "payment" | "refund" | "dispute";
  /** Undefined when the event does not contain it. */
  readonly orderId: string | undefined;
  /** The payment of a refund or of a dispute. Undefined for other events. */
  readonly paymentId: string | undefined;
}

/** A payment to start. */
export interface NewPayment {
  readonly amount: Money;
  readonly orderId: string;
  /** Whether the customer can be redirected to a page of the provider or of the bank. */
  readonly acceptsRedirects: boolean;
}

/** What a payment is confirmed with. */
export interface Confirmation {
  readonly paymentMethod: string;
  /** Where the bank sends the customer back to. Undefined for a payment that accepts no redirects. */
  readonly returnUrl: string | undefined;
}

/**
 * A payment provider with separate authorization and capture. Every call that changes something carries an idempotency
 * key: a second call with the same key has no effect, as long as the provider remembers the key, which is at least a day.
 * No method throws for an error of the provider.
 */
export interface Payments {
  readonly provider: string;
  /** Creates a payment and authorizes the amount with the customer's payment method, in one call. */
  authorize(payment: NewPayment, confirmation: Confirmation, key: string): Promise<StartedPayment>;
  /** Returns the payment that `authorize` created with this key. Its age does not matter. It may be absent in its first minute. */
  findStarted(key: string): Promise<StartedPayment | { type: "absent" }>;
  /** Creates a payment. It takes no money yet. */
  start(
    payment: NewPayment,
    key: string,
  ): Promise<{ type: "started"; paymentId: string } | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Authorizes the amount with the customer's payment method. */
  confirm(paymentId: string, confirmation: Confirmation, key: string): Promise<PaymentOutcome>;
  capture(paymentId: string, amount: Money, key: string): Promise<PaymentOutcome>;
  void(paymentId: string, key: string): Promise<PaymentOutcome>;
  refund(paymentId: string, amount: Money, orderId: string, key: string): Promise<RefundOutcome>;
  /** Returns the outcome of the refund with this key. The age of the refund does not matter. */
  findRefund(paymentId: string, key: string): Promise<RefundOutcome | { type: "absent" }>;
  findBalance(paymentId: string): Promise<CapturedBalance | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Returns all disputes of the payment, oldest first. */
  findDisputes(
    paymentId: string,
  ): Promise<
    | { type: "disputes"; disputes: readonly PaymentDispute[] }
    | Extract<PaymentOutcome, { type: "declined" | "unknown" }>
  >;
  /** Returns what the provider has of a payment, for people. */
  findRecord(paymentId: string): Promise<PaymentRecord | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Returns the order that the payment was started for. Undefined when it was not started by an order. */
  findOrderId(
    paymentId: string,
  ): Promise<
    { type: "order"; orderId: string | undefined } | Extract<PaymentOutcome, { type: "declined" | "unknown" }>
  >;
  /** Verifies a webhook event. Returns undefined when its signature is invalid or too old. */
  readEvent(payload: Uint8Array, signature: string): Promise<PaymentEvent | undefined>;
  /** Returns the state of a payment. This resolves an unknown outcome. */
  find(paymentId: string): Promise<PaymentOutcome | { type: "open" }>;
}
