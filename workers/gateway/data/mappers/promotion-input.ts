import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  DiscountClass,
  type ItemSelectionSchema,
  type PromotionConditionsSchema,
  type PromotionRewardSchema,
  type PromotionSchema,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import type {
  CreatePromotionInput,
  ItemSelectionInput,
  PromotionConditionsInput,
  PromotionRewardInput,
  UpdatePromotionInput,
} from "../../graphql/schema.generated.ts";
import { toPeriod } from "./pricing-input.ts";
import { omitNullish, toMoneyMessage } from "./protobuf.ts";

/** Maps a promotion input to its message. Absent fields of an update are empty: its field mask names those that count. */
export function toPromotionMessage(
  input: CreatePromotionInput | UpdatePromotionInput,
): MessageInitShape<typeof PromotionSchema> {
  const { slug, name, automatic, priority, combinesWith, conditions, reward, usageLimit, usageLimitPerCustomer } =
    input;
  return {
    slug: slug ?? "",
    name: name ?? "",
    class: input.class ? DiscountClass[input.class] : DiscountClass.UNSPECIFIED,
    automatic: automatic ?? false,
    priority: priority ?? 0,
    combinesWith: (combinesWith ?? []).map((discountClass) => DiscountClass[discountClass]),
    ...(conditions ? { conditions: toConditionsMessage(conditions) } : {}),
    ...(reward ? { reward: toRewardMessage(reward) } : {}),
    ...toPeriod(input),
    ...omitNullish({ usageLimit, usageLimitPerCustomer }),
  };
}

function toConditionsMessage(input: PromotionConditionsInput): MessageInitShape<typeof PromotionConditionsSchema> {
  const { minAmounts, minQuantity, items, marketIds, customerGroupIds, countryCodes, shippingMethods, firstOrder } =
    input;
  return {
    minAmounts: (minAmounts ?? []).map(toMoneyMessage),
    ...omitNullish({ minQuantity }),
    ...toItems(items),
    marketIds: [...(marketIds ?? [])],
    customerGroupIds: [...(customerGroupIds ?? [])],
    countryCodes: [...(countryCodes ?? [])],
    shippingMethods: [...(shippingMethods ?? [])],
    firstOrder: firstOrder ?? false,
  };
}

/** Throws INVALID_PROMOTION unless the reward has exactly one field: a message could not have two. */
function toRewardMessage(input: PromotionRewardInput): MessageInitShape<typeof PromotionRewardSchema> {
  const { percentage, fixedAmount, buyXGetY } = input;
  if ([percentage, fixedAmount, buyXGetY].filter(Boolean).length !== 1) {
    throw invalid("INVALID_PROMOTION", "A reward has exactly one field", "reward");
  }
  if (percentage) {
    const { basisPoints, maxAmounts, items } = percentage;
    const value = { basisPoints, maxAmounts: (maxAmounts ?? []).map(toMoneyMessage), ...toItems(items) };
    return { reward: { case: "percentage", value } };
  }
  if (fixedAmount) {
    const { amounts, appliesOnEachItem, items } = fixedAmount;
    const value = {
      amounts: amounts.map(toMoneyMessage),
      appliesOnEachItem: appliesOnEachItem ?? false,
      ...toItems(items),
    };
    return { reward: { case: "fixedAmount", value } };
  }
  const { buyItems, getItems, ...rest } = buyXGetY as NonNullable<typeof buyXGetY>;
  const selections = { buyItems: toSelectionMessage(buyItems), getItems: toSelectionMessage(getItems) };
  return { reward: { case: "buyXGetY", value: { ...omitNullish(rest), ...selections } } };
}

function toItems(items: ItemSelectionInput | null | undefined) {
  return items ? { items: toSelectionMessage(items) } : {};
}

function toSelectionMessage(input: ItemSelectionInput): MessageInitShape<typeof ItemSelectionSchema> {
  const { skus, productIds, categoryIds, brands, excludedSkus, excludeSaleItems } = input;
  return {
    skus: [...(skus ?? [])],
    productIds: [...(productIds ?? [])],
    categoryIds: [...(categoryIds ?? [])],
    brands: [...(brands ?? [])],
    excludedSkus: [...(excludedSkus ?? [])],
    excludeSaleItems: excludeSaleItems ?? false,
  };
}
