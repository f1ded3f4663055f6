import type { CurrencyCode, Money } from "../../../kit/domain/money.ts";
import type { PriceContext } from "./price-context.ts";
import type { DiscountClass, PromotionConditions, PromotionReward } from "./promotion-rule.ts";

/** A promotion as a quote or a reservation read it. Line numbers are indexes of the lines that a selection matches. */
export interface PromotionRead {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly class: DiscountClass;
  readonly automatic: boolean;
  readonly priority: number;
  readonly combinesWith: readonly DiscountClass[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Active, has started and has not ended. */
  readonly isLive: boolean;
  /** Whether a usage limit is reached, in total or for this customer. */
  readonly isExhausted: boolean;
  readonly isLimitedPerCustomer: boolean;
  readonly conditions: Omit<PromotionConditions, "items">;
  readonly reward: PromotionReward;
  readonly conditionLines: readonly number[];
  readonly rewardLines: readonly number[];
  readonly buyLines: readonly number[];
  readonly getLines: readonly number[];
}

/** A coupon code of a request as it was read. */
export interface CouponCodeRead {
  /** Null when the code does not exist. */
  readonly promotionId: string | null;
  readonly isActive: boolean;
  /** Whether the usage limit of the code is reached. */
  readonly isExhausted: boolean;
}

/** A promotion that can apply, subject to its conditions on amounts, units and shipping methods. */
export interface Candidate {
  readonly promotion: PromotionRead;
  /** As in the request. Undefined for an automatic promotion. */
  readonly code: string | undefined;
}

export type CouponCodeState = "INVALID" | "EXHAUSTED" | "NOT_APPLICABLE" | "NOT_COMBINABLE" | "CANDIDATE";

export interface CouponCodeResult {
  readonly code: string;
  readonly state: CouponCodeState;
  /** Undefined for an INVALID code. */
  readonly promotionId: string | undefined;
}

export interface Market {
  readonly id: string;
  readonly currency: CurrencyCode;
}

/** What a quote or a reservation read about promotions. `codes` has an entry for each code of the context. */
export interface PromotionsRead {
  readonly promotions: readonly PromotionRead[];
  readonly codes: readonly CouponCodeRead[];
}

/** Returns the promotions that can apply, and the state of each coupon code of the context. */
export function selectCandidates(
  { promotions, codes }: PromotionsRead,
  market: Market,
  context: PriceContext,
): { readonly candidates: readonly Candidate[]; readonly codes: readonly CouponCodeResult[] } {
  const byId = new Map(promotions.map((promotion) => [promotion.id, promotion]));
  const candidates = new Map<string, Candidate>();
  const results: CouponCodeResult[] = [];
  for (const [index, read] of codes.entries()) {
    const code = context.couponCodes[index] ?? "";
    const promotion = read.promotionId === null ? undefined : byId.get(read.promotionId);
    if (promotion === undefined || !read.isActive || !promotion.isLive) {
      results.push({ code, state: "INVALID", promotionId: undefined });
      continue;
    }
    const state = stateOf(promotion, read, market, context);
    const isTaken = state === "CANDIDATE" && candidates.has(promotion.id);
    if (state === "CANDIDATE" && !isTaken) candidates.set(promotion.id, { promotion, code });
    results.push({ code, state: isTaken ? "NOT_COMBINABLE" : state, promotionId: promotion.id });
  }
  for (const promotion of promotions) {
    const applies = promotion.automatic && promotion.isLive && !promotion.isExhausted;
    if (applies && !candidates.has(promotion.id) && meetsConditions(promotion, market, context)) {
      candidates.set(promotion.id, { promotion, code: undefined });
    }
  }
  return { candidates: [...candidates.values()], codes: results };
}

function stateOf(
  promotion: PromotionRead,
  code: CouponCodeRead,
  market: Market,
  context: PriceContext,
): "EXHAUSTED" | "NOT_APPLICABLE" | "CANDIDATE" {
  if (promotion.isExhausted || code.isExhausted) return "EXHAUSTED";
  return meetsConditions(promotion, market, context) ? "CANDIDATE" : "NOT_APPLICABLE";
}

/** Returns whether the conditions on market, customer group, country and currency hold. */
function meetsConditions({ conditions, reward }: PromotionRead, { id, currency }: Market, context: PriceContext) {
  const { marketIds, customerGroupIds, countryCodes, minAmounts } = conditions;
  const includesAny = (list: readonly string[], values: readonly string[]) =>
    list.length === 0 || values.some((value) => list.includes(value));
  return (
    includesAny(marketIds, [id]) &&
    includesAny(customerGroupIds, context.customerGroupIds) &&
    includesAny(countryCodes, context.destination === undefined ? [] : [context.destination.countryCode]) &&
    (minAmounts.length === 0 || findAmount(minAmounts, currency) !== undefined) &&
    (reward.type !== "fixedAmount" || findAmount(reward.amounts, currency) !== undefined)
  );
}

/** Returns the amount in a currency. Amounts are never converted. */
export function findAmount(amounts: readonly Money[], currency: CurrencyCode): Money | undefined {
  return amounts.find((amount) => amount.currency === currency);
}
