import { type CurrencyCode, formatMoney, type Money } from "../../../kit/domain/money.ts";
import {
  type AmountProblem,
  amountRules,
  findChargeProblem,
  findStepProblem,
} from "../../../kit/domain/payment-amounts.ts";
import { indexBySku } from "../../../kit/domain/sku.ts";
import { maxLines, maxUnits } from "../limits.ts";
import type { Units } from "../model.ts";
import {
  type Candidate,
  type CandidateStatus,
  forCustomer,
  type PricedLine,
  type Pricing,
  type PricingTerms,
  type ShippingMethod,
} from "./model.ts";
import { type PricingResult, price } from "./price.ts";
import { type ProvidedTaxes, withProvidedTaxes } from "./provided-taxes.ts";

/** A line as the catalog quotes it. */
export interface QuotedLine extends PricedLine {
  readonly name: string;
  readonly productId: string;
  /** The base price, while a sale makes `unitPrice` lower. */
  readonly compareAtUnitPrice?: bigint;
  /** The code of the tax class, for a tax provider. */
  readonly taxClass?: string;
}

export interface QuotedShippingMethod extends ShippingMethod {
  readonly name: string;
  /** The carrier that quotes the price. The method has one rate with that price, or none when the carrier has no price. */
  readonly carrier?: string;
  /** The code of the tax class, for a tax provider. */
  readonly taxClass?: string;
  readonly minDeliveryDays?: number;
  readonly maxDeliveryDays?: number;
}

/** What the catalog knows of a coupon code. A code is a `CANDIDATE` if its promotion is among the candidates. */
export interface QuotedCouponCode {
  readonly code: string;
  readonly state: "INVALID" | "EXHAUSTED" | "NOT_APPLICABLE" | "NOT_COMBINABLE" | "CANDIDATE";
  readonly promotionId?: string;
}

/** What the catalog quotes for an order. */
export interface PriceQuote {
  readonly marketId: string;
  readonly currency: CurrencyCode;
  readonly taxesIncluded: boolean;
  readonly taxRounding: PricingTerms["taxRounding"];
  /** Whether the market sells to the destination. */
  readonly isSoldInMarket: boolean;
  /** The lines on sale that have a price in the currency. */
  readonly lines: readonly QuotedLine[];
  readonly skusNotSoldInCurrency: readonly string[];
  readonly shippingMethods: readonly QuotedShippingMethod[];
  readonly candidates: readonly Candidate[];
  readonly couponCodes: readonly QuotedCouponCode[];
  /** The taxes of a provider for these lines with the requested shipping method. They replace tax rates. */
  readonly taxes?: ProvidedTaxes;
  /** False when the tax provider does not find the destination. */
  readonly isDestinationTaxable?: false;
  /** Whether all lines have base prices and no promotion can apply, so that the reservation needs to read neither. */
  readonly hasBasePricesOnly: boolean;
  /** Whether the region and the postal code of the destination change nothing. */
  readonly isSameForCountry: boolean;
}

/** What the buyer requests. */
export interface QuoteRequest {
  readonly lines: readonly Units[];
  readonly hasDestination: boolean;
  readonly shippingMethod?: string;
  /** Without it, the quote has the currency that fits its lines. */
  readonly currency?: CurrencyCode;
  readonly isReverseCharge: boolean;
  /** Whether the customer has no confirmed order yet, or is unknown. */
  readonly isFirstOrder: boolean;
}

export type CouponCodeStatus = Exclude<QuotedCouponCode["state"], "CANDIDATE"> | CandidateStatus;

export interface CouponCodeResult {
  readonly code: string;
  readonly status: CouponCodeStatus;
  /** For people, in English. */
  readonly message: string;
}

/** An error that placing the order would return. `field` is the path in the input of the quote. */
export interface QuoteProblem {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[];
}

export interface QuotedOrder {
  readonly pricing: Pricing;
  readonly shippingOptions: readonly { readonly method: QuotedShippingMethod; readonly price: bigint }[];
  readonly couponCodes: readonly CouponCodeResult[];
  readonly problems: readonly QuoteProblem[];
}

/** Prices an order that is not placed yet. Lines that are not sold are left out and named in `problems`. */
export function quoteOrder(quote: PriceQuote, request: QuoteRequest): QuotedOrder {
  const { currency, taxesIncluded, taxRounding, shippingMethods, lines } = quote;
  const { shippingMethod, isReverseCharge } = request;
  const candidates = forCustomer(quote.candidates, request.isFirstOrder);
  const result = price(lines, candidates, {
    currency,
    step: amountRules[currency].step,
    taxesIncluded,
    taxRounding,
    isReverseCharge,
    shippingMethods,
    ...(shippingMethod === undefined ? {} : { shippingMethod }),
  });
  const pricing = quote.taxes === undefined ? result.pricing : withProvidedTaxes(result.pricing, quote.taxes);
  const couponCodes = quote.couponCodes.map((code) => judgeCode(code, { candidates, currency }, result));
  return {
    pricing,
    shippingOptions: result.shippingOptions.flatMap(({ method, price: optionPrice }) => {
      const quoted = shippingMethods.find(({ code }) => code === method.code);
      return quoted === undefined ? [] : [{ method: quoted, price: optionPrice }];
    }),
    couponCodes,
    problems: [
      ...findLineProblems(quote, request),
      ...findShippingProblems(quote, request, pricing),
      ...findTaxProblems(quote),
      ...couponCodes.flatMap(toCouponProblem),
      ...findTotalProblems(pricing),
    ],
  };
}

function judgeCode(
  code: QuotedCouponCode,
  { candidates, currency }: Pick<PriceQuote, "candidates" | "currency">,
  result: PricingResult,
): CouponCodeResult {
  const index = candidates.findIndex(({ promotionId }) => promotionId === code.promotionId);
  const status = code.state === "CANDIDATE" ? (result.statuses[index] ?? "NOT_APPLICABLE") : code.state;
  const shortfall = result.shortfalls[index];
  if (status !== "NOT_APPLICABLE" || shortfall === undefined)
    return { code: code.code, status, message: messages[status] };
  return { code: code.code, status, message: describeShortfall(shortfall, currency) };
}

function describeShortfall({ amount, units }: PricingResult["shortfalls"][number], currency: CurrencyCode): string {
  if (amount > 0n) return `Add goods for ${formatMoney({ amountMinor: amount, currency })} more to use this code.`;
  if (units > 0) return `Add ${units} more ${units === 1 ? "unit" : "units"} to use this code.`;
  return messages.NOT_APPLICABLE;
}

const messages: Readonly<Record<CouponCodeStatus, string>> = {
  INVALID: "This code does not exist or is not valid now.",
  EXHAUSTED: "This code has been used as often as it can be.",
  NOT_APPLICABLE: "This code does not apply to this order.",
  NOT_COMBINABLE: "This code cannot be combined with another discount of this order.",
  NO_EFFECT: "This code changes nothing for this order.",
  APPLIED: "This code is applied.",
};

/** A code without effect is ignored. Every other code that does not apply rejects the order. */
function toCouponProblem({ status, message }: CouponCodeResult, index: number): readonly QuoteProblem[] {
  if (status === "APPLIED" || status === "NO_EFFECT") return [];
  return [{ code: `COUPON_${status}`, message, field: ["couponCodes", String(index)] }];
}

/**
 * Returns the problem of a price that is no multiple of the step of its currency. The catalog rejects such prices, but has
 * some from before it did. Charging or refunding a part of the order could fail.
 */
export function findPriceProblem(sku: string, unitPrice: Money): AmountProblem | undefined {
  const problem = findStepProblem(unitPrice);
  return problem && { ...problem, message: `The price of SKU ${sku} must be corrected: ${problem.message}` };
}

function findLineProblems(quote: PriceQuote, { lines, currency }: QuoteRequest): readonly QuoteProblem[] {
  const field = ["lines"];
  if (lines.length === 0) return [{ code: "NO_LINES", message: "An order needs at least one line", field }];
  if (lines.length > maxLines) {
    return [{ code: "TOO_MANY_LINES", message: `At most ${maxLines} lines per order`, field }];
  }
  const findLine = indexBySku(quote.lines);
  const findUnsold = indexBySku(quote.skusNotSoldInCurrency.map((sku) => ({ sku })));
  return lines.flatMap(({ sku }, index): readonly QuoteProblem[] => {
    const line = findLine(sku);
    const lineField = [...field, String(index)];
    if (findUnsold(sku) !== undefined) {
      const skuField = [...lineField, "sku"];
      if (currency === undefined && quote.lines.length > 0) {
        const message = "All lines of an order must have the same currency";
        return [{ code: "MIXED_CURRENCIES", message, field: skuField }];
      }
      return [
        { code: "NOT_SOLD_IN_CURRENCY", message: `SKU ${sku} is not sold in ${quote.currency}`, field: skuField },
      ];
    }
    if (line === undefined) {
      return [{ code: "UNKNOWN_SKU", message: `SKU ${sku} is not on sale`, field: [...lineField, "sku"] }];
    }
    if (line.quantity > maxUnits) {
      const message = `At most ${maxUnits} units per SKU`;
      return [{ code: "INVALID_QUANTITY", message, field: [...lineField, "quantity"] }];
    }
    const problem = findPriceProblem(line.sku, { amountMinor: line.unitPrice, currency: quote.currency });
    return problem === undefined ? [] : [{ ...problem, field: [...lineField, "sku"] }];
  });
}

function findShippingProblems(
  quote: PriceQuote,
  request: QuoteRequest,
  { shipping }: Pricing,
): readonly QuoteProblem[] {
  if (!request.hasDestination) return [];
  if (!quote.isSoldInMarket) {
    const message = "The market does not sell to this destination";
    return [{ code: "NOT_SOLD_IN_MARKET", message, field: ["destination", "countryCode"] }];
  }
  if (shipping.method !== undefined) return [];
  const requested = quote.shippingMethods.filter(({ code }) => code === (request.shippingMethod ?? code));
  const message = requested.some(({ carrier, rates }) => carrier !== undefined && rates.length === 0)
    ? "The carrier has no price for this order. Choose another shipping method, or retry later."
    : "The shipping method does not serve this destination in this currency";
  return [{ code: "SHIPPING_UNAVAILABLE", message, field: ["shippingMethod"] }];
}

function findTaxProblems({ isDestinationTaxable }: PriceQuote): readonly QuoteProblem[] {
  if (isDestinationTaxable !== false) return [];
  const message = "The tax of this destination cannot be determined. Check its region and postal code.";
  return [{ code: "INVALID_ADDRESS", message, field: ["destination", "postalCode"] }];
}

function findTotalProblems({ total, currency }: Pricing): readonly QuoteProblem[] {
  const problem = findChargeProblem({ amountMinor: total, currency });
  return problem === undefined ? [] : [{ ...problem, field: ["lines"] }];
}
