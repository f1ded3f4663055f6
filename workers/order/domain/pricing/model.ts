import type { CurrencyCode } from "../../../kit/domain/money.ts";

// All amounts are in the smallest unit of the order's currency.

export const discountClasses = ["PRODUCT", "ORDER", "SHIPPING"] as const;

/** What a promotion takes its discount from. Classes apply in the order of `discountClasses`. */
export type DiscountClass = (typeof discountClasses)[number];

/** A tax rate that matches a line, or shipping, at the destination of an order. */
export interface AppliedTaxRate {
  readonly name: string;
  /** Parts per million: 210000 is 21 %. */
  readonly ratePpm: number;
}

/** One SKU with the price that the price lists give it for this order. */
export interface PricedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: bigint;
  /** Undefined when the weight does not matter. */
  readonly weightGrams?: number;
  /** From wide to narrow. Empty when the line is not taxed. */
  readonly taxRates: readonly AppliedTaxRate[];
}

/** Lower bounds are inclusive, upper bounds are exclusive. All bounds that are set must match. */
export interface ShippingRate {
  readonly fromWeightGrams?: number;
  readonly toWeightGrams?: number;
  /** Compared with the remaining amount of the lines after PRODUCT and ORDER discounts. */
  readonly fromAmount?: bigint;
  readonly toAmount?: bigint;
  readonly price: bigint;
}

/** A shipping method that serves the destination. Its price is that of the first rate that matches. */
export interface ShippingMethod {
  readonly code: string;
  readonly rates: readonly ShippingRate[];
  readonly taxRates: readonly AppliedTaxRate[];
}

/** What prices depend on besides lines and promotions. */
export interface PricingTerms {
  readonly currency: CurrencyCode;
  /** The smallest amount that can be paid. All prices are multiples of it. */
  readonly step: bigint;
  readonly taxesIncluded: boolean;
  readonly taxRounding: "LINE" | "ORDER";
  readonly isReverseCharge: boolean;
  /** Empty without a destination. */
  readonly shippingMethods: readonly ShippingMethod[];
  /** The code of the requested method. Without it, the cheapest one applies. */
  readonly shippingMethod?: string;
}

/** Conditions of a promotion on the amounts and units of an order. All that are set must hold. */
export interface AmountConditions {
  readonly minAmount?: bigint;
  readonly minQuantity?: number;
  /** Indexes of the lines that the two minimums count. */
  readonly lines: readonly number[];
  /** Codes of shipping methods, one of which must apply. Empty for all. */
  readonly shippingMethods: readonly string[];
}

/** What a promotion takes off. `lines`, `buyLines` and `getLines` are indexes of the lines that it selects. */
export type Reward =
  | {
      readonly type: "percentage";
      readonly basisPoints: number;
      readonly maxAmount?: bigint;
      readonly lines: readonly number[];
    }
  | {
      readonly type: "fixedAmount";
      readonly amount: bigint;
      readonly appliesOnEachItem: boolean;
      readonly lines: readonly number[];
    }
  | {
      readonly type: "buyXGetY";
      readonly buyLines: readonly number[];
      readonly buyQuantity: number;
      readonly getLines: readonly number[];
      readonly getQuantity: number;
      readonly basisPoints: number;
      readonly usesPerOrderLimit?: number;
    };

/**
 * A promotion that is active, is not exhausted, and whose conditions on market, customer, country and currency hold. It
 * can still fail its conditions on amounts, or not combine with another promotion.
 */
export interface Candidate {
  readonly promotionId: string;
  readonly version: number;
  readonly name: string;
  readonly class: DiscountClass;
  /** The coupon code that was given for it. Undefined for an automatic promotion. */
  readonly code?: string;
  readonly priority: number;
  readonly combinesWith: readonly DiscountClass[];
  readonly conditions: AmountConditions;
  readonly reward: Reward;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Only for customers without a confirmed order. */
  readonly isFirstOrderOnly?: true;
  readonly isLimitedPerCustomer?: true;
}

/** Returns the candidates that the customer may use. */
export function forCustomer(candidates: readonly Candidate[], isFirstOrder: boolean): readonly Candidate[] {
  return isFirstOrder ? candidates : candidates.filter(({ isFirstOrderOnly }) => isFirstOrderOnly === undefined);
}

/** What became of a candidate. */
export type CandidateStatus = "NOT_APPLICABLE" | "NOT_COMBINABLE" | "NO_EFFECT" | "APPLIED";

/** A tax rate with what it applies to. */
export interface TaxLine extends AppliedTaxRate {
  /** The amount without tax. */
  readonly taxableAmount: bigint;
  readonly amount: bigint;
}

/** The tax of a line or of shipping. */
export interface Tax {
  readonly tax: bigint;
  readonly taxLines: readonly TaxLine[];
  /** The tax inside the price that reverse charge deducts. 0 in all other cases. */
  readonly reverseChargeAmount: bigint;
}

export interface LinePricing extends Tax {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: bigint;
  /** `unitPrice * quantity`. */
  readonly total: bigint;
  /** The shares of all discounts. */
  readonly discountTotal: bigint;
}

export interface ShippingPricing extends Tax {
  /** Undefined without a destination, or when no method matches. */
  readonly method?: string;
  /** Before discounts. */
  readonly price: bigint;
  readonly discountTotal: bigint;
}

/** What one promotion takes off an order. */
export interface Discount {
  readonly promotionId: string;
  readonly version: number;
  readonly name: string;
  readonly class: DiscountClass;
  readonly code?: string;
  readonly amount: bigint;
  /** The share of each line that has one. Empty for SHIPPING. */
  readonly allocations: readonly { readonly sku: string; readonly amount: bigint }[];
}

/** The price of an order. It is computed once and stored: `evolve` never computes it again. */
export interface Pricing {
  readonly currency: CurrencyCode;
  readonly taxesIncluded: boolean;
  readonly lines: readonly LinePricing[];
  readonly shipping: ShippingPricing;
  /** In the order of application. */
  readonly discounts: readonly Discount[];
  readonly subtotal: bigint;
  readonly discountTotal: bigint;
  readonly tax: bigint;
  /** The sums per name and rate, shipping included. */
  readonly taxLines: readonly TaxLine[];
  readonly reverseChargeAmount: bigint;
  readonly total: bigint;
  /** The calculation of the tax provider. Absent when the taxes come from tax rates. */
  readonly taxCalculation?: string;
}
