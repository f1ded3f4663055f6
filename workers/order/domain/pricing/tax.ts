import { allocate, allocateByFractions } from "./allocate.ts";
import { addFractions, type Fraction, roundToStep } from "./fraction.ts";
import type { AppliedTaxRate, PricingTerms, Tax, TaxLine } from "./model.ts";

/** An amount to tax: a line, or shipping, after all discounts. */
export interface Taxable {
  readonly amount: bigint;
  readonly taxRates: readonly AppliedTaxRate[];
}

const million = 1_000_000n;

/** Returns the tax of each part. With reverse charge, no tax is charged, and tax inside a price is deducted from it. */
export function taxParts(parts: readonly Taxable[], terms: PricingTerms): readonly Tax[] {
  const amounts = terms.taxRounding === "LINE" ? taxPerPart(parts, terms) : taxPerOrder(parts, terms);
  return parts.map((part, index): Tax => {
    const amount = amounts[index] ?? 0n;
    if (!terms.isReverseCharge) {
      return { tax: amount, taxLines: toTaxLines(part, amount, terms), reverseChargeAmount: 0n };
    }
    return { tax: 0n, taxLines: [], reverseChargeAmount: terms.taxesIncluded ? amount : 0n };
  });
}

/** Adds up tax lines by name and rate, in the order of their first appearance. */
export function sumTaxLines(taxLines: readonly TaxLine[]): readonly TaxLine[] {
  const sums = new Map<string, TaxLine>();
  for (const line of taxLines) {
    const key = `${line.ratePpm} ${line.name}`;
    const earlier = sums.get(key);
    const taxableAmount = (earlier?.taxableAmount ?? 0n) + line.taxableAmount;
    sums.set(key, { ...line, taxableAmount, amount: (earlier?.amount ?? 0n) + line.amount });
  }
  return [...sums.values()];
}

function taxPerPart(parts: readonly Taxable[], terms: PricingTerms): readonly bigint[] {
  return parts.map((part) => roundToStep(exactTax(part, terms), terms.step));
}

/** Rounds the tax once per set of rates, and allocates it over the parts by their exact tax. */
function taxPerOrder(parts: readonly Taxable[], terms: PricingTerms): readonly bigint[] {
  const result = parts.map(() => 0n);
  for (const group of Map.groupBy(parts.keys(), (index) => JSON.stringify(parts[index]?.taxRates)).values()) {
    const exact = group.map((index) => exactTax(parts[index] as Taxable, terms));
    const total = roundToStep(
      exact.reduce((sum, tax) => addFractions(sum, tax), { numerator: 0n, denominator: 1n }),
      terms.step,
    );
    const shares = allocateByFractions(total, exact, terms.step);
    for (const [position, index] of group.entries()) result[index] = shares[position] ?? 0n;
  }
  return result;
}

function exactTax({ amount, taxRates }: Taxable, { taxesIncluded }: PricingTerms): Fraction {
  const rate = taxRates.reduce((sum, { ratePpm }) => sum + BigInt(ratePpm), 0n);
  return { numerator: amount * rate, denominator: taxesIncluded ? million + rate : million };
}

/** Allocates the tax of a part over its rates. */
function toTaxLines({ amount, taxRates }: Taxable, tax: bigint, { taxesIncluded, step }: PricingTerms): TaxLine[] {
  const taxableAmount = taxesIncluded ? amount - tax : amount;
  const shares = allocate(
    tax,
    taxRates.map(({ ratePpm }) => BigInt(ratePpm)),
    step,
  );
  return taxRates.map(({ name, ratePpm }, index) => ({ name, ratePpm, taxableAmount, amount: shares[index] ?? 0n }));
}
