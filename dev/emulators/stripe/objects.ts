import { randomUUID } from "node:crypto";

/** Stripe's objects with the fields that the emulator supports, under Stripe's own names. */
export type StripeObject = PaymentIntent | Refund | Dispute | TaxCalculation | TaxTransaction | StripeEvent;

export interface PaymentIntent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly currency: string;
  readonly capture_method: "manual" | "automatic";
  readonly status: string;
  readonly payment_method: string | null;
  readonly last_payment_error: object | null;
  readonly next_action: object | null;
  readonly latest_charge: string | null;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly client_secret: string;
  readonly created: number;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  /** The refunded amount. Not one of Stripe's fields: responses do not contain it. */
  readonly refunded: number;
}

export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly charge: string | null;
  readonly created: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: string | null;
  readonly status: "pending" | "succeeded" | "failed";
  /** Only when the refund failed. */
  readonly failure_reason?: string;
}

/** A balance transaction of a dispute. */
export interface DisputeEntry {
  readonly id: string;
  readonly object: "balance_transaction";
  readonly type: "adjustment";
  readonly reporting_category: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
}

export interface Dispute {
  readonly id: string;
  readonly object: "dispute";
  readonly amount: number;
  /** The money that the bank took and gave back, with negative and positive amounts. */
  readonly balance_transactions: readonly DisputeEntry[];
  readonly charge: string | null;
  readonly created: number;
  readonly currency: string;
  readonly evidence_details: {
    readonly due_by: number | null;
    readonly has_evidence: boolean;
    readonly submission_count: number;
  };
  readonly is_charge_refundable: boolean;
  readonly livemode: false;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: string;
  readonly status: string;
}

/** A line item of a calculation or a transaction, or its shipping cost, which has no id. */
export interface TaxItem {
  readonly id?: string;
  readonly currency: string;
  readonly amount: number;
  readonly amount_tax: number;
  readonly quantity: number;
  readonly reference: string;
  readonly tax_behavior: string;
  readonly tax_code: string;
  readonly breakdown: readonly object[];
  /** The id of the line item that this one reverses. */
  readonly original?: string;
}

/** Responses have the lines and shipping under Stripe's names. */
export interface TaxCalculation {
  readonly id: string;
  readonly object: "tax.calculation";
  readonly currency: string;
  readonly created: number;
  readonly expires_at: number;
  readonly livemode: false;
  readonly lines: readonly TaxItem[];
  readonly shipping: TaxItem | null;
  readonly isReverseCharge: boolean;
}

export interface TaxTransaction {
  readonly id: string;
  readonly object: "tax.transaction";
  readonly type: "transaction" | "reversal";
  readonly currency: string;
  readonly created: number;
  readonly livemode: false;
  readonly reference: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lines: readonly TaxItem[];
  readonly shipping: TaxItem | null;
  readonly reversal: { readonly original_transaction: string } | null;
}

export interface StripeEvent {
  readonly id: string;
  readonly object: "event";
  readonly type: string;
  readonly created: number;
  readonly livemode: false;
  readonly data: { readonly object: object };
}

/** Node reads entropy for many UUIDs at a time, but for each `randomBytes`. */
export function newObjectId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
