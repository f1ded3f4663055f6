import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type CouponCodeSchema,
  DiscountClass as DiscountClassMessage,
  type Promotion as PromotionMessage,
  type PromotionSchema,
  PromotionStatus as PromotionStatusMessage,
} from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { type Promotion, type PromotionStatus, promotionStatus } from "../../domain/pricing/promotion.ts";
import type { DiscountClass } from "../../domain/pricing/promotion-rule.ts";
import type { CouponCodeRow } from "../../store/coupon-codes.ts";
import type { PromotionRow } from "../../store/promotions.ts";
import { toEtag } from "./etag.ts";
import { fromPeriodMessage, toPeriodMessage } from "./pricing-messages.ts";
import {
  fromConditionsMessage,
  fromRewardMessage,
  toConditionsMessage,
  toRewardMessage,
} from "./promotion-rule-messages.ts";

const classes = {
  PRODUCT: DiscountClassMessage.PRODUCT,
  ORDER: DiscountClassMessage.ORDER,
  SHIPPING: DiscountClassMessage.SHIPPING,
} as const satisfies Record<DiscountClass, DiscountClassMessage>;

const statuses = {
  DRAFT: PromotionStatusMessage.DRAFT,
  SCHEDULED: PromotionStatusMessage.SCHEDULED,
  ACTIVE: PromotionStatusMessage.ACTIVE,
  PAUSED: PromotionStatusMessage.PAUSED,
  ENDED: PromotionStatusMessage.ENDED,
} as const satisfies Record<PromotionStatus, PromotionStatusMessage>;

export function toPromotionMessage(row: PromotionRow, now: number): MessageInitShape<typeof PromotionSchema> {
  const { id, slug, name, automatic, priority, usageLimit, usageLimitPerCustomer, version } = row;
  return {
    id,
    slug,
    name,
    status: statuses[promotionStatus(row, new Date(now))],
    class: toClassMessage(row.class),
    automatic,
    priority,
    combinesWith: row.combinesWith.map(toClassMessage),
    conditions: toConditionsMessage(row.conditions),
    reward: toRewardMessage(row.reward),
    ...toPeriodMessage(row),
    ...(usageLimit === null ? {} : { usageLimit }),
    ...(usageLimitPerCustomer === null ? {} : { usageLimitPerCustomer }),
    usageCount: row.used,
    reservedCount: row.reserved,
    etag: toEtag(version),
    createTime: timestampFromDate(row.createdAt),
    updateTime: timestampFromDate(row.updatedAt),
  };
}

export function fromPromotionMessage(message: PromotionMessage): Promotion {
  const { slug, name, automatic, priority, combinesWith, usageLimit, usageLimitPerCustomer } = message;
  return {
    slug,
    name,
    class: fromClassMessage(message.class, "class"),
    automatic,
    priority,
    combinesWith: combinesWith.map((discountClass) => fromClassMessage(discountClass, "combinesWith")),
    conditions: fromConditionsMessage(message.conditions),
    reward: fromRewardMessage(message.reward),
    ...fromPeriodMessage(message),
    usageLimit: usageLimit ?? null,
    usageLimitPerCustomer: usageLimitPerCustomer ?? null,
  };
}

export function fromStatusMessage(status: PromotionStatusMessage): PromotionStatus {
  const found = (Object.keys(statuses) as PromotionStatus[]).find((name) => statuses[name] === status);
  if (found === undefined) throw invalid("INVALID_STATUS", "Unknown promotion status", "statuses");
  return found;
}

export function toCouponCodeMessage(row: CouponCodeRow): MessageInitShape<typeof CouponCodeSchema> {
  const { id, code, promotionId, usageLimit, used, reserved, active, createdAt } = row;
  return {
    id,
    code,
    promotionId,
    ...(usageLimit === null ? {} : { usageLimit }),
    usageCount: used,
    reservedCount: reserved,
    active,
    createTime: timestampFromDate(createdAt),
  };
}

export function toClassMessage(discountClass: DiscountClass): DiscountClassMessage {
  return classes[discountClass];
}

function fromClassMessage(discountClass: DiscountClassMessage, field: string): DiscountClass {
  const found = (Object.keys(classes) as DiscountClass[]).find((name) => classes[name] === discountClass);
  if (found === undefined) throw invalid("INVALID_PROMOTION", "Unknown discount class", field);
  return found;
}
