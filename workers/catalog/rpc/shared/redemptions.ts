import type { Redemption as RedemptionMessage } from "../../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { maxCounts } from "../../domain/limits.ts";
import { isCouponCode } from "../../domain/pricing/coupon-code.ts";
import type { RequestedRedemption } from "../../store/redemption-requests.ts";

/** Validates the redemptions of a request: at most one per promotion. */
export function parseRedemptions(messages: readonly RedemptionMessage[]): readonly RequestedRedemption[] {
  if (messages.length > maxCounts.redemptions) {
    throw invalid("TOO_MANY", `At most ${maxCounts.redemptions} promotions can be redeemed`, "redemptions");
  }
  if (new Set(messages.map(({ promotionId }) => promotionId)).size < messages.length) {
    throw invalid("INVALID_REDEMPTION", "An order redeems a promotion at most once", "redemptions");
  }
  return messages.map(({ promotionId, code, required }) => {
    if (code !== "" && !isCouponCode(code)) throw invalid("INVALID_REDEMPTION", "Not a coupon code", "redemptions");
    return { promotionId, code, required };
  });
}
