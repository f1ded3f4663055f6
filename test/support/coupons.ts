import { DiscountClass, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Shop } from "./harness.ts";

interface UsageLimits {
  readonly usageLimit?: number;
  readonly usageLimitPerCustomer?: number;
}

/** Creates an active promotion of 10 % off the goods with a coupon code. Returns its id. */
export async function createCoupon(
  { rpc }: Pick<Shop, "rpc">,
  code: string,
  limits: UsageLimits = {},
): Promise<string> {
  const manager = await rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.savePromotion, {
    promotion: {
      slug: code.toLowerCase(),
      name: `10 % off with ${code}`,
      class: DiscountClass.ORDER,
      automatic: false,
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
      ...limits,
    },
  });
  const promotionId = promotion?.id ?? "";
  await manager(PricingService.method.setPromotionActive, { id: promotionId, active: true });
  await manager(PricingService.method.createCouponCodes, { promotionId, code, idempotencyKey: code });
  return promotionId;
}

/** Returns how often a promotion is used, and how many orders under way have reserved a use. */
export async function readUses({ rpc }: Pick<Shop, "rpc">, promotionId: string) {
  const manager = await rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.getPromotion, { key: { case: "id", value: promotionId } });
  return { used: promotion?.usageCount, reserved: promotion?.reservedCount };
}
