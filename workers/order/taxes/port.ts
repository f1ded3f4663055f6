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

/** A provider of taxes. No method throws for an error of the provider. */
export interface Taxes {
  /** Calculates taxes. Nothing is reported to an authority. */
  calculate(order: TaxableOrder, signal: AbortSignal): Promise<TaxCalculation>;
}
