import { formatMoney, type Money } from "../../kit/pages/money.ts";
import type { ItemChoiceFragment, PromotionTermsFragment } from "../documents.generated.ts";

/** The names of categories by their id. */
export type CategoryNames = ReadonlyMap<string, string>;

/** Returns what a promotion does in words: "10 % off lamps, at most US$20.00 per order, combines with shipping". */
export function describePromotion(promotion: PromotionTermsFragment, categories: CategoryNames): string {
  const { conditions, combinesWith } = promotion;
  return [
    ...describeReward(promotion, categories),
    ...describeConditions(conditions, categories),
    combinesWith.length === 0
      ? "combines with no other"
      : `combines with ${join(combinesWith.map((name) => name.toLowerCase()))}`,
  ].join(", ");
}

function describeReward({ class: kind, reward }: PromotionTermsFragment, categories: CategoryNames): string[] {
  const { percentage, fixedAmount, buyXGetY } = reward;
  const selected = (items: ItemChoiceFragment | null) => describeItems(items, kind, categories);
  if (percentage !== null) {
    const isFreeShipping = kind === "SHIPPING" && percentage.basisPoints === 10_000;
    return [
      isFreeShipping ? "free shipping" : `${toPercent(percentage.basisPoints)} off ${selected(percentage.items)}`,
      ...(percentage.maxAmounts.length === 0 ? [] : [`at most ${amounts(percentage.maxAmounts)} per order`]),
    ];
  }
  if (fixedAmount !== null) {
    const each = fixedAmount.appliesOnEachItem ? "each of " : "";
    return [`${amounts(fixedAmount.amounts)} off ${each}${selected(fixedAmount.items)}`];
  }
  if (buyXGetY !== null) {
    const { buyQuantity, buyItems, getQuantity, getItems, basisPoints, usesPerOrderLimit } = buyXGetY;
    const price = basisPoints === 10_000 ? "free" : `at ${toPercent(basisPoints)} off`;
    return [
      `buy ${buyQuantity} of ${selected(buyItems)} and get ${getQuantity} of ${selected(getItems)} ${price}`,
      ...(usesPerOrderLimit === null ? [] : [`at most ${usesPerOrderLimit} times per order`]),
    ];
  }
  return [];
}

function describeConditions(conditions: PromotionTermsFragment["conditions"], categories: CategoryNames): string[] {
  const { minAmounts, minQuantity, items, markets, customerGroups, countryCodes, shippingMethods } = conditions;
  const goods = items === null ? "" : ` of ${describeItems(items, "PRODUCT", categories)}`;
  return [
    ...(minAmounts.length === 0 ? [] : [`from ${amounts(minAmounts)}${goods} on`]),
    ...(minQuantity === null ? [] : [`from ${minQuantity} units${goods} on`]),
    ...(markets.length === 0 ? [] : [`in ${join(markets.map(({ name }) => name))}`]),
    ...(countryCodes.length === 0 ? [] : [`to ${join(countryCodes)}`]),
    ...(customerGroups.length === 0 ? [] : [`for ${join(customerGroups.map(({ name }) => name))}`]),
    ...(shippingMethods.length === 0 ? [] : [`with ${join(shippingMethods)}`]),
    ...(conditions.firstOrder ? ["for first orders"] : []),
  ];
}

function describeItems(items: ItemChoiceFragment | null, kind: string, categories: CategoryNames): string {
  if (items === null) return { SHIPPING: "shipping", ORDER: "the order" }[kind] ?? "all goods";
  const { skus, productIds, categoryIds, brands, excludedSkus, excludeSaleItems } = items;
  const included = [
    ...categoryIds.map((id) => (categories.get(id) ?? "a category").toLowerCase()),
    ...brands.map((brand) => `goods of ${brand}`),
    ...(productIds.length === 0 ? [] : [productIds.length === 1 ? "a product" : `${productIds.length} products`]),
    ...(skus.length === 0 ? [] : [skus.length > 3 ? `${skus.length} SKUs` : join(skus)]),
  ];
  return [
    included.length === 0 ? "all goods" : join(included),
    ...(excludedSkus.length === 0
      ? []
      : [`except ${excludedSkus.length > 3 ? `${excludedSkus.length} SKUs` : join(excludedSkus)}`]),
    ...(excludeSaleItems ? ["that are not on sale"] : []),
  ].join(" ");
}

function toPercent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

function amounts(list: readonly Money[]): string {
  return join(
    list.map((money) => formatMoney(money, "en-GB")),
    "or",
  );
}

function join(parts: readonly string[], word = "and"): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} ${word} ${last}`;
}

interface Category {
  readonly id: string;
  readonly name: string;
  readonly children?: readonly Category[];
}

/** Returns the names of all categories of a tree. */
export function nameCategories(roots: readonly Category[]): CategoryNames {
  const entries = (category: Category): (readonly [string, string])[] => [
    [category.id, category.name],
    ...(category.children ?? []).flatMap(entries),
  ];
  return new Map(roots.flatMap(entries));
}
