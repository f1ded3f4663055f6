import type { CurrencyCode } from "../../kit/domain/money.ts";
import type { Tax } from "../domain/pricing/model.ts";

/** A line, or shipping, after all discounts. */
export interface TaxablePart {
  readonly amount: bigint;
  readonly taxClass: string;
}

export interface TaxableLine extends TaxablePart {
  readonly sku: string;
  readonly quantity: number;
}

export interface TaxableOrder {
  readonly currency: CurrencyCode;
  /** Whether the amounts include tax. */
  readonly taxesIncluded: boolean;
  /** Whether the customer, a business, owes the tax. */
  readonly isReverseCharge: boolean;
  readonly destination: {
    /** ISO 3166-1 alpha-2. */
    readonly countryCode: string;
    /** Empty when unknown, as is the postal code. */
    readonly region: string;
    readonly postalCode: string;
  };
  readonly lines: readonly TaxableLine[];
  readonly shipping: TaxablePart;
}

/** The tax of a line or of shipping. */
export type PartTax = Pick<Tax, "tax" | "taxLines">;

export type TaxCalculation =
  /** The taxes of the lines, in the order of the request, and of shipping. */
  | {
      readonly type: "calculated";
      readonly calculationId: string;
      readonly lines: readonly PartTax[];
      readonly shipping: PartTax;
    }
  /** The provider does not find the destination, or needs more of it. */
  | { readonly type: "unknownDestination" }
  | { readonly type: "unavailable"; readonly reason: string };

/** A refund of a part of an order. Amounts are as in the order: with the tax where prices include it. */
export interface RefundedPart {
  readonly amount: bigint;
  readonly tax: bigint;
}

export interface RefundedLine extends RefundedPart {
  readonly sku: string;
  /** 0 for a refund by amount. */
  readonly quantity: number;
}

export interface RefundedTax {
  readonly lines: readonly RefundedLine[];
  /** Undefined when nothing of it is refunded. */
  readonly shipping: RefundedPart | undefined;
}

export type TaxReport =
  | { readonly type: "reported"; readonly transactionId: string }
  /** Final: a retry does not help. */
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "unavailable"; readonly reason: string };

/**
 * A provider of taxes. No method throws for an error of the provider. A second report with the same key has no effect, as
 * long as the provider remembers the key, which is at least a day. References of reports are unique.
 */
export interface Taxes {
  /** Calculates taxes. Nothing is reported to an authority. */
  calculate(order: TaxableOrder, signal: AbortSignal): Promise<TaxCalculation>;
  /** Reports a sale with the taxes of a calculation. */
  record(calculationId: string, reference: string, key: string): Promise<TaxReport>;
  /** Reports a refund of a recorded sale. */
  reverse(transactionId: string, refunded: RefundedTax, reference: string, key: string): Promise<TaxReport>;
  /** Reports that a reported refund was not made. */
  undoReversal(reversalId: string, reference: string, key: string): Promise<TaxReport>;
}
