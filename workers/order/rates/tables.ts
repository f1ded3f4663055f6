import type { CurrencyCode } from "../../kit/domain/money.ts";

/** A shipping method. Without `countries` it serves every country. */
export interface ShippingMethod {
  readonly code: string;
  readonly countries?: readonly string[];
  /** The price in the smallest unit of each supported currency. */
  readonly price: Readonly<Partial<Record<CurrencyCode, bigint>>>;
}

const free = { USD: 0n, EUR: 0n, GBP: 0n, JPY: 0n, KWD: 0n, INR: 0n };

/** The shipping methods, in order of preference: a request without a method uses the first that serves the country. */
export const shippingMethods: readonly ShippingMethod[] = [
  { code: "standard", price: free },
  { code: "express", price: { USD: 1_500n, EUR: 1_400n, GBP: 1_200n, JPY: 2_200n, KWD: 4_500n, INR: 125_000n } },
  { code: "courier", countries: ["NL", "BE", "DE"], price: { EUR: 2_900n, USD: 3_100n } },
];

export interface TaxRate {
  readonly basisPoints: number;
  /** Whether prices include the tax. */
  readonly included: boolean;
}

/** Tax rates by country. Other countries are not taxed. */
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
