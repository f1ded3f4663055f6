import type { PricedLine, PricingTerms, ShippingMethod, ShippingRate } from "./model.ts";

/** A shipping method with its price for an order, before SHIPPING promotions. */
export interface ShippingOption {
  readonly method: ShippingMethod;
  readonly price: bigint;
}

/**
 * Returns the methods that have a rate for the weight and the remaining amount of the lines, cheapest first. `amount` is
 * the amount after PRODUCT and ORDER discounts.
 */
export function findShippingOptions(
  lines: readonly PricedLine[],
  amount: bigint,
  { shippingMethods }: PricingTerms,
): readonly ShippingOption[] {
  const weight = lines.reduce((sum, { quantity, weightGrams = 0 }) => sum + quantity * weightGrams, 0);
  return shippingMethods
    .flatMap((method) => {
      const rate = method.rates.find((candidate) => matches(candidate, weight, amount));
      return rate === undefined ? [] : [{ method, price: rate.price }];
    })
    .sort((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : 0));
}

/** Returns the requested option, or the cheapest one. Undefined when the requested method is not offered. */
export function chooseShipping(
  options: readonly ShippingOption[],
  { shippingMethod }: PricingTerms,
): ShippingOption | undefined {
  return shippingMethod === undefined ? options[0] : options.find(({ method }) => method.code === shippingMethod);
}

function matches(rate: ShippingRate, weight: number, amount: bigint): boolean {
  const { fromWeightGrams = 0, toWeightGrams, fromAmount = 0n, toAmount } = rate;
  return (
    weight >= fromWeightGrams &&
    (toWeightGrams === undefined || weight < toWeightGrams) &&
    amount >= fromAmount &&
    (toAmount === undefined || amount < toAmount)
  );
}
