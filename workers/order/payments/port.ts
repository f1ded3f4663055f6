import type { Money } from "../../kit/domain/money.ts";

/** What a provider says about a payment it was asked for. */
export type PaymentOutcome =
  /** The money is held and can be captured. */
  | { type: "authorized" }
  | { type: "captured" }
  | { type: "voided" }
  /** Its holder has to confirm it, with this secret in the provider's own code, or at this address. */
  | { type: "actionRequired"; clientSecret: string; url?: string }
  /** Definitely no: nothing was taken, and asking again will not help. */
  | { type: "declined"; code: string; message: string }
  /** Not known, or not now: ask again, with the same key. */
  | { type: "unknown"; reason: string };

export type RefundOutcome =
  | { type: "refunded"; refundId: string }
  | Extract<PaymentOutcome, { type: "declined" | "unknown" }>;

/** What of a captured payment has not gone back yet, whoever gave the rest: people can, at the provider itself. */
export interface CapturedBalance {
  readonly type: "kept";
  readonly amountMinor: bigint;
  /** What has. */
  readonly givenMinor: bigint;
  /** The refunds that went through, the last one first. */
  readonly refundIds: readonly string[];
}

/** Something that happened at the provider, and to which order; undefined where it is none of ours. */
export interface PaymentEvent {
  readonly id: string;
  readonly orderId: string | undefined;
  /** Whether money went back, whoever gave it. */
  readonly isRefund: boolean;
}

/**
 * Takes and returns money, in two steps: authorize, then capture. Every call carries a key: the same key again has no
 * second effect, for as long as the provider remembers it, which is a day or more. No call throws for what a provider may answer.
 */
export interface Payments {
  readonly provider: string;
  /** Makes a payment that takes nothing yet, and names it. */
  start(
    amount: Money,
    orderId: string,
    key: string,
  ): Promise<{ type: "started"; paymentId: string } | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** Authorizes the amount with the buyer's payment method. */
  confirm(paymentId: string, paymentMethod: string, key: string): Promise<PaymentOutcome>;
  capture(paymentId: string, amount: Money, key: string): Promise<PaymentOutcome>;
  void(paymentId: string, key: string): Promise<PaymentOutcome>;
  refund(paymentId: string, amount: Money, key: string): Promise<RefundOutcome>;
  /** What became of the refund that was asked for under this key, however long ago. */
  findRefund(paymentId: string, key: string): Promise<RefundOutcome | { type: "absent" }>;
  findKept(paymentId: string): Promise<CapturedBalance | Extract<PaymentOutcome, { type: "declined" | "unknown" }>>;
  /** What an event that came from outside is about; undefined when the provider did not sign it, or not just now. */
  readEvent(payload: Uint8Array, signature: string): Promise<PaymentEvent | undefined>;
  /** How a payment stands: what settles an unknown outcome. */
  find(paymentId: string): Promise<PaymentOutcome | { type: "open" }>;
}
