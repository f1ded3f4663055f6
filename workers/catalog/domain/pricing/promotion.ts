import { type DomainError, ok, type Result } from "../../../kit/domain/result.ts";
import { invalid, invalidSlug, isSlug, parseName } from "../fields.ts";
import { maxPricing } from "../limits.ts";
import { parseCountries } from "./market.ts";
import { findPeriodProblem, type Period } from "./period.ts";
import {
  type DiscountClass,
  findConditionsProblem,
  findRewardProblem,
  type PromotionConditions,
  type PromotionReward,
} from "./promotion-rule.ts";

/** A promotion as a merchant defines it. */
export interface Promotion extends Period {
  readonly slug: string;
  readonly name: string;
  readonly class: DiscountClass;
  /** Applies without a code. */
  readonly automatic: boolean;
  readonly priority: number;
  readonly combinesWith: readonly DiscountClass[];
  readonly conditions: PromotionConditions;
  readonly reward: PromotionReward;
  /** Null for no limit. */
  readonly usageLimit: number | null;
  readonly usageLimitPerCustomer: number | null;
}

/** The state of a promotion that decides its status. */
export interface PromotionState extends Period {
  readonly active: boolean;
  /** Null in a draft. */
  readonly activatedAt: Date | null;
  readonly usageLimit: number | null;
  readonly used: number;
}

export type PromotionStatus = "DRAFT" | "SCHEDULED" | "ACTIVE" | "PAUSED" | "ENDED";

const { promotionUses: maxLimit } = maxPricing;

/** Validates a promotion. A promotion for first orders can be used once per customer. */
export function parsePromotion(input: Promotion): Result<Promotion, DomainError> {
  const slug = input.slug.trim();
  if (!isSlug(slug)) return invalidSlug;
  const name = parseName(input.name, maxPricing.name, "name");
  if (!name.ok) return name;
  const countries = parseCountries(input.conditions.countryCodes);
  if (!countries.ok) return invalid(countries.error.reason, countries.error.message, "conditions", "countryCodes");
  const period = findPeriodProblem(input);
  if (period !== undefined) return period;
  const isLimit = (limit: number | null) => limit === null || (limit >= 1 && limit <= maxLimit);
  const badLimit = (["usageLimit", "usageLimitPerCustomer"] as const).find((limit) => !isLimit(input[limit]));
  if (badLimit !== undefined) {
    return invalid("INVALID_PROMOTION", `A usage limit must be 1 to ${maxLimit}`, badLimit);
  }
  const problem = findConditionsProblem(input) ?? findRewardProblem(input);
  if (problem !== undefined) return invalid("INVALID_PROMOTION", problem.message, ...problem.field);
  return ok({
    ...input,
    slug,
    name: name.value,
    combinesWith: [...new Set(input.combinesWith)],
    usageLimitPerCustomer: input.conditions.firstOrder ? 1 : input.usageLimitPerCustomer,
  });
}

/** Returns the status of a promotion at a time. */
export function promotionStatus(promotion: PromotionState, now: Date): PromotionStatus {
  const { active, activatedAt, startsAt, endsAt, usageLimit, used } = promotion;
  if (activatedAt === null) return "DRAFT";
  if ((endsAt !== null && endsAt <= now) || (usageLimit !== null && used >= usageLimit)) return "ENDED";
  if (!active) return "PAUSED";
  return startsAt !== null && startsAt > now ? "SCHEDULED" : "ACTIVE";
}
