import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { PricedLine } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import {
  type AppliedTaxRate as AppliedTaxRateMessage,
  CouponCodeState,
  DiscountClass,
  type PromotionCandidate,
  type QuotedLine as QuotedLineMessage,
  type QuotedShippingMethod as QuotedShippingMethodMessage,
  QuoteProblem,
  type QuoteResponse,
  type ShippingRate as ShippingRateMessage,
  TaxRounding,
} from "../../../proto/gen/catalog/v1/pricing_pb.js";
import type { Money as MoneyMessage } from "../../../proto/gen/common/v1/money_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { parseCurrency } from "../../kit/domain/money.ts";
import type { OrderLine } from "../domain/model.ts";
import type {
  AppliedTaxRate,
  Candidate,
  DiscountClass as DiscountClassName,
  Reward,
  ShippingRate,
} from "../domain/pricing/model.ts";
import type { PriceQuote, QuotedCouponCode, QuotedLine, QuotedShippingMethod } from "../domain/pricing/quote.ts";

/** Maps a quote of the catalog. */
export function fromQuoteResponse(response: QuoteResponse): PriceQuote {
  const { market, lines, skusNotSoldInCurrency, shippingMethods, candidates, couponCodes, problems } = response;
  const currency = parseCurrency(response.currencyCode);
  if (market === undefined || currency === undefined) throw new Error("The quote has no market or no known currency");
  return {
    marketId: market.id,
    currency,
    taxesIncluded: market.taxesIncluded,
    taxRounding: market.taxRounding === TaxRounding.ORDER ? "ORDER" : "LINE",
    isSoldInMarket: !problems.includes(QuoteProblem.NOT_SOLD_IN_MARKET),
    lines: lines.map(toQuotedLine),
    skusNotSoldInCurrency,
    // A method whose price a carrier quotes has no rates: see carrier-prices.ts. Without rates it is not offered.
    shippingMethods: shippingMethods.map(toShippingMethod),
    candidates: candidates.map(toCandidate),
    couponCodes: couponCodes.map(({ code, state, promotionId }) => ({
      code,
      state: CouponCodeState[state] as QuotedCouponCode["state"],
      ...(promotionId === "" ? {} : { promotionId }),
    })),
    hasBasePricesOnly: response.basePricesOnly,
    isSameForCountry: response.sameForCountry,
  };
}

/** Maps a line that was reserved. */
export function fromReservedLine(line: PricedLine): OrderLine {
  const { sku, name, quantity, unitPrice, productId, compareAtUnitPrice } = line;
  return {
    sku,
    name,
    quantity,
    unitPrice: fromMoneyMessage(unitPrice),
    productId,
    ...(compareAtUnitPrice === undefined ? {} : { compareAtUnitPrice: fromMoneyMessage(compareAtUnitPrice) }),
  };
}

function toQuotedLine(line: QuotedLineMessage): QuotedLine {
  const { sku, name, productId, quantity, unitPrice, compareAtUnitPrice, weightGrams, taxClassCode, taxRates } = line;
  return {
    sku,
    name,
    productId,
    quantity,
    unitPrice: amountOf(unitPrice),
    taxClass: taxClassCode,
    taxRates: taxRates.map(toTaxRate),
    ...(compareAtUnitPrice === undefined ? {} : { compareAtUnitPrice: amountOf(compareAtUnitPrice) }),
    ...(weightGrams === undefined ? {} : { weightGrams }),
  };
}

function toShippingMethod(method: QuotedShippingMethodMessage): QuotedShippingMethod {
  const { code, name, carrier, rates, taxClassCode, taxRates, minDeliveryDays, maxDeliveryDays } = method;
  return {
    code,
    name,
    ...(carrier === undefined ? {} : { carrier }),
    rates: rates.map(toShippingRate),
    taxClass: taxClassCode,
    taxRates: taxRates.map(toTaxRate),
    ...(minDeliveryDays === undefined ? {} : { minDeliveryDays }),
    ...(maxDeliveryDays === undefined ? {} : { maxDeliveryDays }),
  };
}

function toShippingRate({
  fromWeightGrams,
  toWeightGrams,
  fromAmount,
  toAmount,
  price,
}: ShippingRateMessage): ShippingRate {
  return {
    price: amountOf(price),
    ...(fromWeightGrams === undefined ? {} : { fromWeightGrams }),
    ...(toWeightGrams === undefined ? {} : { toWeightGrams }),
    ...(fromAmount === undefined ? {} : { fromAmount: amountOf(fromAmount) }),
    ...(toAmount === undefined ? {} : { toAmount: amountOf(toAmount) }),
  };
}

/** Maps a promotion. The indexes of its selections refer to the lines of the same response. */
export function toCandidate(message: PromotionCandidate): Candidate {
  const { promotionId, version, name, code, priority, combinesWith, createTime, conditions } = message;
  return {
    promotionId,
    version,
    name,
    class: classNameOf(message.class),
    ...(code === undefined ? {} : { code }),
    priority,
    combinesWith: combinesWith.map(classNameOf),
    createdAt: createTime === undefined ? 0 : timestampMs(createTime),
    conditions: {
      lines: conditions?.matches ?? [],
      shippingMethods: conditions?.shippingMethods ?? [],
      ...(conditions?.minAmount === undefined ? {} : { minAmount: amountOf(conditions.minAmount) }),
      ...(conditions?.minQuantity === undefined ? {} : { minQuantity: conditions.minQuantity }),
    },
    reward: toReward(message),
    ...(message.firstOrder ? { isFirstOrderOnly: true } : {}),
    ...(message.limitedPerCustomer ? { isLimitedPerCustomer: true } : {}),
  };
}

function toReward({ promotionId, reward }: PromotionCandidate): Reward {
  switch (reward.case) {
    case "percentage": {
      const { basisPoints, maxAmount, matches } = reward.value;
      const max = maxAmount === undefined ? {} : { maxAmount: amountOf(maxAmount) };
      return { type: "percentage", basisPoints, lines: matches, ...max };
    }
    case "fixedAmount": {
      const { amount, appliesOnEachItem, matches } = reward.value;
      return { type: "fixedAmount", amount: amountOf(amount), appliesOnEachItem, lines: matches };
    }
    case "buyXGetY": {
      const { buyMatches, buyQuantity, getMatches, getQuantity, basisPoints, usesPerOrderLimit } = reward.value;
      const limit = usesPerOrderLimit === undefined ? {} : { usesPerOrderLimit };
      return {
        type: "buyXGetY",
        buyLines: buyMatches,
        buyQuantity,
        getLines: getMatches,
        getQuantity,
        basisPoints,
        ...limit,
      };
    }
    default:
      throw new Error(`Promotion ${promotionId} has no reward`);
  }
}

function toTaxRate({ name, ratePpm }: AppliedTaxRateMessage): AppliedTaxRate {
  return { name, ratePpm };
}

function classNameOf(value: DiscountClass): DiscountClassName {
  const name = DiscountClass[value];
  if (name === undefined || name === "UNSPECIFIED") throw new Error(`Unknown discount class ${value}`);
  return name as DiscountClassName;
}

function amountOf(money: MoneyMessage | undefined): bigint {
  return fromMoneyMessage(money).amountMinor;
}
