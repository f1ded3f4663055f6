import type { Mutant } from "../mutant.ts";

const samePrice = ["test/pricing/pricing.test.ts", "is the price that the reference implementation computes"] as const;
const refundPaths = [
  "test/pricing/refunds.test.ts",
  "never refunds more than was paid, and ends at exactly the total",
] as const;
const carrierPrices = (test: string) => ["workers/order/quotes/carrier-prices.test.ts", test] as const;
const taxReport = (test: string) => ["workers/order/domain/tax-reports.test.ts", test] as const;
const providedTaxes = (test: string) => ["workers/order/quotes/provided-taxes.test.ts", test] as const;

export const pricesByLineMutants: readonly Mutant[] = [
  {
    name: "a quote does not say that the payment provider rejects its total",
    file: "workers/order/domain/pricing/quote.ts",
    find: "      ...findTotalProblems(pricing),\n",
    replace: "",
    killedBy: ["workers/order/domain/pricing/quote.test.ts", "counts discounts, shipping and tax in the total"],
  },
  {
    name: "an order is untaxed while the tax provider does not respond",
    file: "workers/order/quotes/provided-taxes.ts",
    find: 'throw unavailable("The tax provider does not respond. Retry later.");',
    replace: "return undefined;",
    killedBy: providedTaxes("fail the quote with UNAVAILABLE while the provider does not respond"),
  },
  {
    name: "the tax provider gets the amounts before discounts",
    file: "workers/order/quotes/provided-taxes.ts",
    find: "amount: total - discountTotal",
    replace: "amount: total - 0n * discountTotal",
    killedBy: providedTaxes("are calculated once, for the amounts after all discounts"),
  },
  {
    name: "the shop's own rates apply where the tax provider is not called",
    file: "workers/order/quotes/provided-taxes.ts",
    find: "!quote.isSoldInMarket) return untaxed;",
    replace: "!quote.isSoldInMarket) return quote;",
    killedBy: providedTaxes("are not requested without a destination"),
  },
  {
    name: "a line that the tax provider left out is untaxed",
    file: "workers/order/domain/pricing/provided-taxes.ts",
    find: "if (tax === undefined) throw",
    replace: "if (tax === undefined) return line; if (tax === undefined) throw",
    killedBy: ["workers/order/domain/pricing/provided-taxes.test.ts", "must be complete"],
  },
  {
    name: "only the first ten lines of an order have a tax",
    file: "workers/order/taxes/stripe.ts",
    find: "if (items?.has_more === false) return items.data;",
    replace: "if (items) return items.data;",
    killedBy: ["workers/order/taxes/stripe.test.ts", "reads the taxes of more lines than the first page has"],
  },
  {
    name: "an order keeps the taxes of the provider after its price has changed",
    file: "workers/order/domain/reserving.ts",
    find: "return taxable(repriced) === taxable(placed) ? placed : undefined;",
    replace: "return { ...repriced, tax: placed.tax, taxCalculation: placed.taxCalculation };",
    killedBy: taxReport("is rejected with PRICE_CHANGED when a unit costs"),
  },
  {
    name: "a pending refund is reported to the tax provider",
    file: "workers/order/domain/effects-of.ts",
    find: "if (event.isPending === true) return [];",
    replace: "",
    killedBy: taxReport("do not follow from a refund that is pending"),
  },
  {
    name: "a failed refund stays reported to the tax provider",
    file: "workers/order/domain/effects-of.ts",
    find: 'return refundOf(event.refundId).map((refundId) => ({ type: "undoTaxReversal", refundId }));',
    replace: "return [];",
    killedBy: taxReport("follow from the confirmation, from each refund that is complete"),
  },
  {
    name: "the report of a refund ignores that the refund has failed meanwhile",
    file: "workers/order/effects/report-taxes.ts",
    find: "(await findReport(taxReports, refundId))?.transactionId === null",
    replace: "(await findReport(taxReports, refundId)) === undefined",
    killedBy: ["workers/order/effects/report-taxes.test.ts", "leaves nothing reported when the report of the refund"],
  },
  {
    name: "the report of a refund has the tax in its amounts, which the tax provider adds again",
    file: "workers/order/effects/report-taxes.ts",
    find: "(pricing?.taxesIncluded === true ? 0n : tax.amountMinor)",
    replace: "0n * (pricing?.taxesIncluded === true ? 0n : tax.amountMinor)",
    killedBy: ["workers/order/effects/report-taxes.test.ts", "waits for the report of the sale"],
  },
  {
    name: "a request waits for the tax provider to accept a report",
    file: "workers/order/domain/effects.ts",
    find: 'return type !== "publishFact" && !isTaxReport(type);',
    replace: 'return type !== "publishFact";',
    killedBy: taxReport("are waited for by no request"),
  },
  {
    name: "each attempt to report a sale to the tax provider has another idempotency key",
    file: "workers/order/effects/report-taxes.ts",
    find: "taxes.record(calculationId, state.id, key)",
    replace: "taxes.record(calculationId, state.id, key + Math.random())",
    killedBy: ["test/simulation/tax-reports.test.ts", "agree after any single fault at any call or commit"],
  },
  {
    name: "requests that the tax provider rejects stop the quotes of other buyers",
    file: "workers/order/taxes/stripe.ts",
    find: "!signal.aborted && !(error instanceof Stripe.errors.StripeInvalidRequestError)",
    replace: "!signal.aborted && error !== undefined",
    killedBy: ["workers/order/taxes/stripe.test.ts", "is unavailable for a request that Stripe rejects"],
  },
  {
    name: "a sale that the tax provider refused counts as reported",
    file: "workers/order/domain/reconciliation/compare-tax-reports.ts",
    find: "reference === wanted && transactionId !== null",
    replace: "reference === wanted && transactionId !== undefined",
    killedBy: [
      "workers/order/domain/reconciliation/compare.test.ts",
      "has a report of its sale, and of each refund that is complete",
    ],
  },
  {
    name: "a carrier's price in another currency is the price of a method",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "carrier === method.carrier && price.currency === currency",
    replace: "carrier === method.carrier",
    killedBy: carrierPrices("are by the weight of all lines, and only in the currency of the quote"),
  },
  {
    name: "a carrier gets the weight of one unit of each line",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "sum + quantity * weight",
    replace: "sum + weight + 0 * quantity",
    killedBy: carrierPrices("are by the weight of all lines, and only in the currency of the quote"),
  },
  {
    name: "every quote calls the provider of carriers",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "shippingMethods.some(({ carrier }) => carrier !== undefined)",
    replace: "shippingMethods.some(({ carrier }) => carrier !== null)",
    killedBy: carrierPrices("are not requested without a method that has a carrier"),
  },
  {
    name: "a parcel without a weight is sent as 0 ounces, which the carrier rejects",
    file: "workers/order/carriers/easypost.ts",
    find: "Math.max(1, Math.ceil(",
    replace: "Math.max(0, Math.ceil(",
    killedBy: ["workers/order/carriers/easypost.test.ts", "sends the documented fields"],
  },
  {
    name: "a method can have a carrier that the shop is not configured for",
    file: "workers/catalog/domain/pricing/shipping-zone.ts",
    find: "carrier !== null && !carriers.includes(carrier)",
    replace: "carrier !== null && carriers.length < 0",
    killedBy: [
      "test/contract/pricing.test.ts",
      "keeps a carrier that the shop no longer has, until the methods change",
    ],
  },
  {
    name: "the remainder of an allocation goes to the last of equal parts",
    file: "workers/order/domain/pricing/allocate.ts",
    find: "a.index - b.index",
    replace: "b.index - a.index",
    killedBy: samePrice,
  },
  {
    name: "a percentage is rounded per unit",
    file: "workers/order/domain/pricing/discount.ts",
    find: "selected.map((amount) => percentageOf(amount, reward.basisPoints, step))",
    replace: `selected.map((amount, index) => {
      const quantity = BigInt(lines[index]?.quantity ?? 1);
      return percentageOf(amount / quantity, reward.basisPoints, step) * quantity;
    })`,
    killedBy: samePrice,
  },
  {
    name: "tax is computed before discounts",
    file: "workers/order/domain/pricing/price.ts",
    find: "lines.map(({ taxRates }, index) => ({ amount: remaining[index] ?? 0n, taxRates }))",
    replace: "lines.map(({ taxRates, unitPrice, quantity }) => ({ amount: unitPrice * BigInt(quantity), taxRates }))",
    killedBy: samePrice,
  },
  {
    name: "the shipping rate is chosen before discounts",
    file: "workers/order/domain/pricing/promote.ts",
    find: "findShippingOptions(lines, sum(basis.remaining), terms)",
    replace: "findShippingOptions(lines, sum(full), terms)",
    killedBy: samePrice,
  },
  {
    name: "an automatic promotion applies before one with a code",
    file: "workers/order/domain/pricing/promote.ts",
    find: "Number(b.code !== undefined) - Number(a.code !== undefined)",
    replace: "Number(a.code !== undefined) - Number(b.code !== undefined)",
    killedBy: samePrice,
  },
  {
    name: "a promotion combines with another that does not name its class",
    file: "workers/order/domain/pricing/promote.ts",
    find: "a.combinesWith.includes(b.class) && b.combinesWith.includes(a.class)",
    replace: "a.combinesWith.includes(b.class) || b.combinesWith.includes(a.class)",
    killedBy: samePrice,
  },
  {
    name: "buy X get Y discounts the units that must qualify",
    file: "workers/order/domain/pricing/buy-get.ts",
    find: "line.buys ? spare : line.quantity",
    replace: "line.quantity",
    killedBy: samePrice,
  },
  {
    name: "a unit is refunded twice",
    file: "workers/order/domain/pricing/refund.ts",
    find: "quantity > line.quantity - line.refundedQuantity",
    replace: "quantity > line.quantity",
    killedBy: refundPaths,
  },
  {
    name: "a refund includes shipping that a promotion made free",
    file: "workers/order/domain/pricing/refund.ts",
    find: "total - discountTotal - reverseChargeAmount",
    replace: `total - ("price" in part ? 0n : discountTotal) - reverseChargeAmount`,
    killedBy: refundPaths,
  },
  {
    name: "the last unit of a line leaves an amount that cannot be refunded by units",
    file: "workers/order/domain/pricing/refund.ts",
    find: "if (refundedQuantity + count === quantity) return leftOf(line);",
    replace: "",
    killedBy: refundPaths,
  },
];
