import type { CurrencyCode } from "../../kit/domain/money.ts";

/** A way to send an order. Where no country is named, it goes everywhere. */
export interface ShippingMethod {
  readonly code: string;
  readonly countries?: readonly string[];
  /** In the smallest unit of each currency that it can be paid in. */
  readonly price: Readonly<Partial<Record<CurrencyCode, bigint>>>;
}

const nothing = { USD: 0n, EUR: 0n, GBP: 0n, JPY: 0n, KWD: 0n, INR: 0n };

/** The ways to send an order: the first one that goes somewhere is what is used when none is asked for. */
export const shippingMethods: readonly ShippingMethod[] = [
  { code: "standard", price: nothing },
  { code: "express", price: { USD: 1_500n, EUR: 1_400n, GBP: 1_200n, JPY: 2_200n, KWD: 4_500n, INR: 125_000n } },
  { code: "courier", countries: ["NL", "BE", "DE"], price: { EUR: 2_900n, USD: 3_100n } },
];

export interface TaxRate {
  readonly basisPoints: number;
  /** Whether prices are shown with it. */
  readonly included: boolean;
}

/** By country. Where there is none, nothing is charged. */
export const taxRates: Readonly<Record<string, TaxRate>> = {
  AT: { basisPoints: 2_000, included: true },
  BE: { basisPoints: 2_100, included: true },
  DE: { basisPoints: 1_900, included: true },
  ES: { basisPoints: 2_100, included: true },
  FR: { basisPoints: 2_000, included: true },
  GB: { basisPoints: 2_000, included: true },
  IE: { basisPoints: 2_300, included: true },
  IT: { basisPoints: 2_200, included: true },
  JP: { basisPoints: 1_000, included: true },
  NL: { basisPoints: 2_100, included: true },
  CA: { basisPoints: 500, included: false },
  SG: { basisPoints: 900, included: false },
};
