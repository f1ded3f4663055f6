import type { CreateCouponCodesRequest } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxPricing } from "../domain/limits.ts";
import { generateCode, isCodePrefix, isCouponCode } from "../domain/pricing/coupon-code.ts";
import { insertCouponCodes } from "../store/coupon-codes.ts";
import { unwrap } from "./shared/errors.ts";
import { toCouponCodeMessage } from "./shared/promotion-messages.ts";
import { parseIdempotencyName } from "./shared/reservation-id.ts";

export async function createCouponCodes(request: CreateCouponCodesRequest, ctx: CatalogContext) {
  const { promotionId, usageLimit = null } = request;
  const key = parseIdempotencyName(request.idempotencyKey, "idempotencyKey");
  if (usageLimit !== null && usageLimit < 1) {
    throw invalid("INVALID_USAGE_LIMIT", "A usage limit must be at least 1", "usageLimit");
  }
  const codes = chooseCodes(request).map((code) => ({ id: newId("cpn", ctx.now()), code }));
  const { code, count, prefix } = request;
  const requestHash = JSON.stringify([promotionId, code.toUpperCase(), count, prefix, usageLimit]);
  const rows = unwrap(await insertCouponCodes(ctx.db, { promotionId, key, requestHash, usageLimit, codes }));
  return { couponCodes: rows.map(toCouponCodeMessage) };
}

function chooseCodes({ code, count, prefix }: CreateCouponCodesRequest): readonly string[] {
  if ((code === "") === (count === 0)) throw invalid("INVALID_CODE", "Either `code` or `count` is required", "code");
  if (code !== "") {
    if (!isCouponCode(code)) {
      throw invalid("INVALID_CODE", "A code is 3 to 40 alphanumeric characters and hyphens", "code");
    }
    return [code];
  }
  const maxCount = maxPricing.couponCodes;
  if (count < 1 || count > maxCount) throw invalid("INVALID_COUNT", `\`count\` must be 1 to ${maxCount}`, "count");
  if (!isCodePrefix(prefix)) {
    throw invalid("INVALID_CODE", "A prefix is at most 20 alphanumeric characters and hyphens", "prefix");
  }
  return Array.from({ length: count }, () => generateCode(prefix));
}
