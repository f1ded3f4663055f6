import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  type CouponCodeResultSchema,
  CouponCodeState,
  type PromotionCandidateSchema,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { toMoneyMessage } from "../../../kit/connect/money-message.ts";
import type { CurrencyCode, Money } from "../../../kit/domain/money.ts";
import {
  type Candidate,
  type CouponCodeResult,
  findAmount,
  type PromotionRead,
} from "../../domain/pricing/candidate.ts";
import { toClassMessage } from "./promotion-messages.ts";

type CandidateMessage = MessageInitShape<typeof PromotionCandidateSchema>;

/** Returns a candidate with its amounts in one currency. */
export function toCandidateMessage({ promotion, code }: Candidate, currency: CurrencyCode): CandidateMessage {
  const { id, version, name, priority, combinesWith, createdAt, conditions, conditionLines } = promotion;
  const { minAmounts, minQuantity, shippingMethods, firstOrder } = conditions;
  const minAmount = toAmount(minAmounts, currency);
  return {
    promotionId: id,
    version,
    name,
    class: toClassMessage(promotion.class),
    ...(code === undefined ? {} : { code }),
    priority,
    combinesWith: combinesWith.map(toClassMessage),
    createTime: timestampFromMs(createdAt),
    conditions: {
      ...(minAmount && { minAmount }),
      ...(minQuantity === undefined ? {} : { minQuantity }),
      matches: [...conditionLines],
      shippingMethods: [...shippingMethods],
    },
    reward: toRewardMessage(promotion, currency),
    firstOrder,
    limitedPerCustomer: promotion.isLimitedPerCustomer,
  };
}

function toRewardMessage(promotion: PromotionRead, currency: CurrencyCode): NonNullable<CandidateMessage["reward"]> {
  const { reward, rewardLines, buyLines, getLines } = promotion;
  const matches = [...rewardLines];
  switch (reward.type) {
    case "percentage": {
      const maxAmount = toAmount(reward.maxAmounts, currency);
      return {
        case: "percentage",
        value: { basisPoints: reward.basisPoints, ...(maxAmount && { maxAmount }), matches },
      };
    }
    case "fixedAmount": {
      const amount = toAmount(reward.amounts, currency);
      if (amount === undefined) throw new Error(`promotion ${promotion.id} has no amount in ${currency}`);
      return { case: "fixedAmount", value: { amount, appliesOnEachItem: reward.appliesOnEachItem, matches } };
    }
    case "buyXGetY": {
      const { buyQuantity, getQuantity, basisPoints, usesPerOrderLimit } = reward;
      return {
        case: "buyXGetY",
        value: {
          buyMatches: [...buyLines],
          buyQuantity,
          getMatches: [...getLines],
          getQuantity,
          basisPoints,
          ...(usesPerOrderLimit === undefined ? {} : { usesPerOrderLimit }),
        },
      };
    }
  }
}

function toAmount(amounts: readonly Money[], currency: CurrencyCode) {
  const amount = findAmount(amounts, currency);
  return amount && toMoneyMessage(amount);
}

const states = {
  INVALID: CouponCodeState.INVALID,
  EXHAUSTED: CouponCodeState.EXHAUSTED,
  NOT_APPLICABLE: CouponCodeState.NOT_APPLICABLE,
  NOT_COMBINABLE: CouponCodeState.NOT_COMBINABLE,
  CANDIDATE: CouponCodeState.CANDIDATE,
} as const satisfies Record<CouponCodeResult["state"], CouponCodeState>;

export function toCodeResultMessage(result: CouponCodeResult): MessageInitShape<typeof CouponCodeResultSchema> {
  const { code, state, promotionId = "" } = result;
  return { code, state: states[state], promotionId };
}
