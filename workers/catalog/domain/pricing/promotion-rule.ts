import type { Money } from "../../../kit/domain/money.ts";
import { findStepProblem } from "../../../kit/domain/payment-amounts.ts";
import { maxPricing } from "../limits.ts";

export type DiscountClass = "PRODUCT" | "ORDER" | "SHIPPING";

/** The goods that match any of the lists, minus the exclusions. All goods if the lists are empty. */
export interface ItemSelection {
  readonly skus: readonly string[];
  readonly productIds: readonly string[];
  /** With the categories below them. */
  readonly categoryIds: readonly string[];
  readonly brands: readonly string[];
  readonly excludedSkus: readonly string[];
  readonly excludeSaleItems: boolean;
}

/** All conditions that are set must hold. Of a list, one entry must match; an empty list sets no condition. */
export interface PromotionConditions {
  /** One per currency. In other currencies the promotion does not apply. Empty for no minimum. */
  readonly minAmounts: readonly Money[];
  readonly minQuantity?: number;
  /** The goods that the minimums count. All goods when absent. */
  readonly items?: ItemSelection;
  readonly marketIds: readonly string[];
  readonly customerGroupIds: readonly string[];
  /** Of the destination. */
  readonly countryCodes: readonly string[];
  readonly shippingMethods: readonly string[];
  readonly firstOrder: boolean;
}

export type PromotionReward =
  | {
      readonly type: "percentage";
      readonly basisPoints: number;
      readonly maxAmounts: readonly Money[];
      readonly items?: ItemSelection;
    }
  | {
      readonly type: "fixedAmount";
      readonly amounts: readonly Money[];
      readonly appliesOnEachItem: boolean;
      readonly items?: ItemSelection;
    }
  | {
      readonly type: "buyXGetY";
      readonly buyItems: ItemSelection;
      readonly buyQuantity: number;
      readonly getItems: ItemSelection;
      readonly getQuantity: number;
      readonly basisPoints: number;
      readonly usesPerOrderLimit?: number;
    };

export interface RuleProblem {
  readonly message: string;
  readonly field: readonly string[];
}

const { promotionEntries: maxEntries, promotionUnits: maxUnits, basisPoints: maxBasisPoints } = maxPricing;

/** Returns why the conditions of a promotion are inconsistent, or undefined. */
export function findConditionsProblem({
  class: discountClass,
  conditions,
}: {
  readonly class: DiscountClass;
  readonly conditions: PromotionConditions;
}): RuleProblem | undefined {
  const { minAmounts, minQuantity, items, shippingMethods, ...lists } = conditions;
  if (shippingMethods.length > 0 && discountClass !== "SHIPPING") {
    return problem("Only a SHIPPING promotion depends on the shipping method", "conditions", "shippingMethods");
  }
  if (minQuantity !== undefined && !isBetween(minQuantity, 1, maxUnits)) {
    return problem(`\`minQuantity\` must be 1 to ${maxUnits}`, "conditions", "minQuantity");
  }
  const { marketIds, customerGroupIds, countryCodes } = lists;
  if ([marketIds, customerGroupIds, countryCodes, shippingMethods].some(({ length }) => length > maxEntries)) {
    return problem(`A list of conditions has at most ${maxEntries} entries`, "conditions");
  }
  return (
    findAmountsProblem(minAmounts, "conditions", "minAmounts") ?? findSelectionProblem(items, "conditions", "items")
  );
}

/** Returns why the reward does not fit the class of a promotion, or is invalid itself; undefined when it is valid. */
export function findRewardProblem({
  class: discountClass,
  reward,
}: {
  readonly class: DiscountClass;
  readonly reward: PromotionReward;
}): RuleProblem | undefined {
  if (reward.type === "buyXGetY") {
    return discountClass === "PRODUCT"
      ? findBuyXGetYProblem(reward)
      : problem("Buy X get Y is for PRODUCT promotions", "reward", "buyXGetY");
  }
  const { type, items } = reward;
  if (discountClass === "SHIPPING" && items !== undefined) {
    return problem("A SHIPPING promotion selects no goods", "reward", type, "items");
  }
  const invalidItems = findSelectionProblem(items, "reward", type, "items");
  if (invalidItems !== undefined) return invalidItems;
  if (type === "percentage") {
    return (
      findBasisPointsProblem(reward.basisPoints, type) ??
      findAmountsProblem(reward.maxAmounts, "reward", type, "maxAmounts")
    );
  }
  if (reward.appliesOnEachItem && discountClass !== "PRODUCT") {
    return problem("Only a PRODUCT promotion applies on each item", "reward", type, "appliesOnEachItem");
  }
  if (reward.amounts.length === 0) return problem("A fixed amount is required", "reward", type, "amounts");
  return findAmountsProblem(reward.amounts, "reward", type, "amounts");
}

function findBuyXGetYProblem(reward: Extract<PromotionReward, { type: "buyXGetY" }>): RuleProblem | undefined {
  const { buyItems, buyQuantity, getItems, getQuantity, basisPoints, usesPerOrderLimit } = reward;
  if (!isBetween(buyQuantity, 1, maxUnits) || !isBetween(getQuantity, 1, maxUnits)) {
    return problem(`Quantities must be 1 to ${maxUnits}`, "reward", reward.type, "buyQuantity");
  }
  if (usesPerOrderLimit !== undefined && !isBetween(usesPerOrderLimit, 1, maxUnits)) {
    return problem(`\`usesPerOrderLimit\` must be 1 to ${maxUnits}`, "reward", reward.type, "usesPerOrderLimit");
  }
  return (
    findBasisPointsProblem(basisPoints, reward.type) ??
    findSelectionProblem(buyItems, "reward", reward.type, "buyItems") ??
    findSelectionProblem(getItems, "reward", reward.type, "getItems")
  );
}

function findBasisPointsProblem(basisPoints: number, type: string): RuleProblem | undefined {
  return isBetween(basisPoints, 1, maxBasisPoints)
    ? undefined
    : problem(`\`basisPoints\` must be 1 to ${maxBasisPoints}`, "reward", type, "basisPoints");
}

function findAmountsProblem(amounts: readonly Money[], ...field: string[]): RuleProblem | undefined {
  if (new Set(amounts.map(({ currency }) => currency)).size < amounts.length) {
    return problem("There is at most one amount per currency", ...field);
  }
  if (amounts.some(({ amountMinor }) => amountMinor <= 0n)) return problem("Amounts must be above zero", ...field);
  const invalid = amounts.map(findStepProblem).find((found) => found !== undefined);
  return invalid && problem(invalid.message, ...field);
}

function findSelectionProblem(selection: ItemSelection | undefined, ...field: string[]): RuleProblem | undefined {
  if (selection === undefined) return undefined;
  const { excludeSaleItems: _excludeSaleItems, ...lists } = selection;
  return Object.values(lists).some(({ length }) => length > maxEntries)
    ? problem(`A selection has at most ${maxEntries} entries of each kind`, ...field)
    : undefined;
}

function isBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function problem(message: string, ...field: string[]): RuleProblem {
  return { message, field };
}
