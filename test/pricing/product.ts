import type { Candidate, Pricing, PricingTerms, Reward } from "../../workers/order/domain/pricing/model.ts";
import { type PricingResult, price } from "../../workers/order/domain/pricing/price.ts";
import type { Effect, Order, Priced, Promotion } from "./reference.ts";

/** Prices an order of the reference implementation with the product's code. */
export function priceWithProduct(order: Order): PricingResult {
  return price(
    order.lines.map(({ rates, ...line }) => ({ ...line, taxRates: rates })),
    order.promotions.map(toCandidate),
    toTerms(order),
  );
}

/** Returns a result of the product in the form of the reference implementation. */
export function toPriced({ lines, shipping, discounts, ...pricing }: Pricing): Priced {
  const parts = [...lines, shipping];
  return {
    shares: Object.fromEntries(
      discounts.map(({ promotionId, allocations, amount, class: discountClass }) => [
        promotionId,
        discountClass === "SHIPPING"
          ? [amount]
          : lines.map(({ sku }) => allocations.find((allocation) => allocation.sku === sku)?.amount ?? 0n),
      ]),
    ),
    remaining: lines.map(({ total, discountTotal }) => total - discountTotal),
    ...(shipping.method === undefined ? {} : { method: shipping.method }),
    shipping: shipping.price,
    remainingShipping: shipping.price - shipping.discountTotal,
    taxes: parts.map(({ tax }) => tax),
    taxesPerRate: parts.map(({ taxLines }) => taxLines.map(({ amount }) => amount)),
    deductions: parts.map(({ reverseChargeAmount }) => reverseChargeAmount),
    subtotal: pricing.subtotal,
    discountTotal: pricing.discountTotal,
    reverseChargeAmount: pricing.reverseChargeAmount,
    tax: pricing.tax,
    total: pricing.total,
  };
}

function toTerms(order: Order): PricingTerms {
  const { step, taxesIncluded, roundsPerOrder, reverseCharge, methods, requestedMethod } = order;
  return {
    currency: step === 10n ? "KWD" : "EUR",
    step,
    taxesIncluded,
    taxRounding: roundsPerOrder ? "ORDER" : "LINE",
    isReverseCharge: reverseCharge,
    shippingMethods: methods.map(({ code, tiers, rates }) => ({
      code,
      rates: tiers.map(({ weight, amount, price }) => ({
        fromWeightGrams: weight[0],
        toWeightGrams: weight[1],
        fromAmount: amount[0],
        toAmount: amount[1],
        price,
      })),
      taxRates: rates,
    })),
    ...(requestedMethod === undefined ? {} : { shippingMethod: requestedMethod }),
  };
}

function toCandidate(promotion: Promotion): Candidate {
  return {
    promotionId: promotion.id,
    version: 1,
    name: promotion.id,
    class: promotion.class,
    ...(promotion.hasCode ? { code: promotion.id.toUpperCase() } : {}),
    priority: promotion.priority,
    combinesWith: promotion.combinesWith,
    createdAt: promotion.createdAt,
    conditions: {
      minAmount: promotion.minAmount,
      minQuantity: promotion.minQuantity,
      lines: promotion.counted,
      shippingMethods: promotion.methods,
    },
    reward: toReward(promotion.effect),
  };
}

function toReward(effect: Effect): Reward {
  switch (effect.kind) {
    case "percentage":
      return {
        type: "percentage",
        basisPoints: effect.basisPoints,
        ...(effect.max === undefined ? {} : { maxAmount: effect.max }),
        lines: effect.on,
      };
    case "fixed":
      return { type: "fixedAmount", amount: effect.amount, appliesOnEachItem: effect.each, lines: effect.on };
    case "buyGet":
      return {
        type: "buyXGetY",
        buyLines: effect.buy,
        buyQuantity: effect.buyCount,
        getLines: effect.get,
        getQuantity: effect.getCount,
        basisPoints: effect.basisPoints,
        ...(effect.limit === undefined ? {} : { usesPerOrderLimit: effect.limit }),
      };
  }
}
