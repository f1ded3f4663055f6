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
  /** The outcome is unknown, or the provider is unavailable. Retry with the same key. */
  | { type: "unknown"; reason: string };

export type RefundOutcome =
  | { type: "refunded"; refundId: string }
  | Extract<PaymentOutcome, { type: "declined" | "unknown" }>;

/** What is left of a captured payment. It includes refunds that were made in the provider's dashboard. */
export interface CapturedBalance {
  readonly type: "balance";
  readonly remainingMinor: bigint;
  readonly refundedMinor: bigint;
  /** The successful refunds, latest first. */
  readonly refundIds: readonly string[];
}

/** A webhook event of the provider. */
export interface PaymentEvent {
  readonly id: string;
  /** Undefined when the event belongs to no order. */
  readonly orderId: string | undefined;
  /** Whether money was refunded, by the order or in the provider's dashboard. */
  readonly isRefund: boolean;
}

/**
 * A payment provider with separate authorization and capture. Every call that changes something carries an idempotency
 * key: a second call with the same key has no effect, as long as the provider remembers the key, which is at least a day.
 * No method throws for an error of the provider.
 */
export interface Payments {
  readonly provider: string;
  /** Creates a payment. It takes no money yet. */
  start(
    amount: Money,
    orderId: string,
    key: string,
  ): Promise<{ type: "started"; paymentId: string } | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Authorizes the amount with the customer's payment method. */
  confirm(paymentId: string, paymentMethod: string, key: string): Promise<PaymentOutcome>;
  capture(paymentId: string, amount: Money, key: string): Promise<PaymentOutcome>;
  void(paymentId: string, key: string): Promise<PaymentOutcome>;
  refund(paymentId: string, amount: Money, key: string): Promise<RefundOutcome>;
  /** Returns the outcome of the refund with this key. The age of the refund does not matter. */
  findRefund(paymentId: string, key: string): Promise<RefundOutcome | { type: "absent" }>;
  findBalance(paymentId: string): Promise<CapturedBalance | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Verifies a webhook event. Returns undefined when its signature is invalid or too old. */
  readEvent(payload: Uint8Array, signature: string): Promise<PaymentEvent | undefined>;
  /** Returns the state of a payment. This resolves an unknown outcome. */
  find(paymentId: string): Promise<PaymentOutcome | { type: "open" }>;
}
