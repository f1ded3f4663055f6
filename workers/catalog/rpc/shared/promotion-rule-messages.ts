import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  ItemSelection as ItemSelectionMessage,
  ItemSelectionSchema,
  PromotionConditions as PromotionConditionsMessage,
  PromotionConditionsSchema,
  PromotionReward as PromotionRewardMessage,
  PromotionRewardSchema,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import type { Money as MoneyMessage } from "../../../../proto/gen/common/v1/money_pb.js";
import { fromMoneyMessage, toMoneyMessage } from "../../../kit/connect/money-message.ts";
import { invalid } from "../../../kit/errors/failure.ts";
import type { ItemSelection, PromotionConditions, PromotionReward } from "../../domain/pricing/promotion-rule.ts";

export function toConditionsMessage(
  conditions: PromotionConditions,
): MessageInitShape<typeof PromotionConditionsSchema> {
  const { minAmounts, minQuantity, items, marketIds, customerGroupIds, countryCodes, ...rest } = conditions;
  return {
    minAmounts: minAmounts.map(toMoneyMessage),
    ...(minQuantity === undefined ? {} : { minQuantity }),
    ...(items === undefined ? {} : { items: toSelectionMessage(items) }),
    marketIds: [...marketIds],
    customerGroupIds: [...customerGroupIds],
    countryCodes: [...countryCodes],
    shippingMethods: [...rest.shippingMethods],
    firstOrder: rest.firstOrder,
  };
}

export function fromConditionsMessage(message: PromotionConditionsMessage | undefined): PromotionConditions {
  if (message === undefined) {
    return {
      minAmounts: [],
      marketIds: [],
      customerGroupIds: [],
      countryCodes: [],
      shippingMethods: [],
      firstOrder: false,
    };
  }
  const { minAmounts, minQuantity, items, marketIds, customerGroupIds, countryCodes, ...rest } = message;
  return {
    minAmounts: fromAmounts(minAmounts, "conditions", "minAmounts"),
    ...(minQuantity === undefined ? {} : { minQuantity }),
    ...(items === undefined ? {} : { items: fromSelectionMessage(items) }),
    marketIds,
    customerGroupIds,
    countryCodes,
    shippingMethods: rest.shippingMethods,
    firstOrder: rest.firstOrder,
  };
}

export function toRewardMessage(reward: PromotionReward): MessageInitShape<typeof PromotionRewardSchema> {
  if (reward.type === "buyXGetY") {
    const { type: _type, buyItems, getItems, ...value } = reward;
    return {
      reward: {
        case: "buyXGetY",
        value: { ...value, buyItems: toSelectionMessage(buyItems), getItems: toSelectionMessage(getItems) },
      },
    };
  }
  const items = reward.items === undefined ? {} : { items: toSelectionMessage(reward.items) };
  if (reward.type === "percentage") {
    const { basisPoints, maxAmounts } = reward;
    return {
      reward: { case: "percentage", value: { basisPoints, maxAmounts: maxAmounts.map(toMoneyMessage), ...items } },
    };
  }
  const { amounts, appliesOnEachItem } = reward;
  return {
    reward: { case: "fixedAmount", value: { amounts: amounts.map(toMoneyMessage), appliesOnEachItem, ...items } },
  };
}

export function fromRewardMessage(message: PromotionRewardMessage | undefined): PromotionReward {
  const reward = message?.reward;
  switch (reward?.case) {
    case "percentage": {
      const { basisPoints, maxAmounts, items } = reward.value;
      return {
        type: "percentage",
        basisPoints,
        maxAmounts: fromAmounts(maxAmounts, "reward", "percentage", "maxAmounts"),
        ...(items === undefined ? {} : { items: fromSelectionMessage(items) }),
      };
    }
    case "fixedAmount": {
      const { amounts, appliesOnEachItem, items } = reward.value;
      return {
        type: "fixedAmount",
        amounts: fromAmounts(amounts, "reward", "fixedAmount", "amounts"),
        appliesOnEachItem,
        ...(items === undefined ? {} : { items: fromSelectionMessage(items) }),
      };
    }
    case "buyXGetY": {
      const { buyItems, buyQuantity, getItems, getQuantity, basisPoints, usesPerOrderLimit } = reward.value;
      return {
        type: "buyXGetY",
        buyItems: fromSelectionMessage(buyItems),
        buyQuantity,
        getItems: fromSelectionMessage(getItems),
        getQuantity,
        basisPoints,
        ...(usesPerOrderLimit === undefined ? {} : { usesPerOrderLimit }),
      };
    }
    default:
      throw invalid("INVALID_PROMOTION", "A reward is required", "reward");
  }
}

function fromAmounts(amounts: readonly MoneyMessage[], ...field: string[]) {
  return amounts.map((amount, index) => fromMoneyMessage(amount, ...field, String(index)));
}

function toSelectionMessage(selection: ItemSelection): MessageInitShape<typeof ItemSelectionSchema> {
  const { skus, productIds, categoryIds, brands, excludedSkus, excludeSaleItems } = selection;
  return {
    skus: [...skus],
    productIds: [...productIds],
    categoryIds: [...categoryIds],
    brands: [...brands],
    excludedSkus: [...excludedSkus],
    excludeSaleItems,
  };
}

function fromSelectionMessage(message: ItemSelectionMessage | undefined): ItemSelection {
  const { skus = [], productIds = [], categoryIds = [], brands = [], excludedSkus = [] } = message ?? {};
  return { skus, productIds, categoryIds, brands, excludedSkus, excludeSaleItems: message?.excludeSaleItems ?? false };
}
