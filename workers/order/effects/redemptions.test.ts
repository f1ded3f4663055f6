import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  ReserveResponse_Outcome as Outcome,
  type Redemption,
  RedemptionSchema,
  type ReserveRequest,
  ReserveResponseSchema,
} from "../../../proto/gen/catalog/v1/inventory_pb.js";
import type { Effect } from "../domain/effects.ts";
import { newOrder, type OrderState } from "../domain/order.ts";
import type { Pricing } from "../domain/pricing/model.ts";
import type { EffectContext } from "./effect.ts";
import { perform } from "./perform.ts";

const discounts = [{ promotionId: "prm_1", code: "SUMMER" }, { promotionId: "prm_2" }];
const state: OrderState = {
  ...newOrder,
  id: "ord_1",
  attempt: 1,
  marketId: "mkt_1",
  lines: [{ sku: "A", name: "A", productId: "p", quantity: 2, unitPrice: { amountMinor: 1_000n, currency: "USD" } }],
  couponCodes: ["SUMMER"],
  priceContext: { countryCode: "NL", customerGroupIds: ["grp_1"], customerKeys: ["acc_1"], isFirstOrder: true },
  pricing: { discounts } as unknown as Pricing,
};

/** Performs an effect of the order. Returns its request to the catalog and its outcome. */
async function run<R>(
  effect: Effect,
  { response = {}, order = state }: { response?: object; order?: OrderState } = {},
) {
  const requests: R[] = [];
  const catalog = async (_method: unknown, request: R) => {
    requests.push(request);
    return response;
  };
  const result = await perform(effect, { state: order, key: "key", now: 0, catalog } as unknown as EffectContext);
  return { request: requests[0], outcome: result.type === "outcome" ? result.outcome : result };
}

const reserve = { type: "reserveStock", lines: [{ sku: "A", quantity: 2 }] } as const;
const held = create(ReserveResponseSchema, { outcome: Outcome.HELD });

describe("the reservation of an order with promotions", () => {
  it("requires the use of each coupon code, and not the use of an automatic promotion", async () => {
    const { request } = await run<ReserveRequest>(reserve, { response: held });
    expect(request?.redemptions).toEqual([
      { promotionId: "prm_1", code: "SUMMER", required: true },
      { promotionId: "prm_2", code: "", required: false },
    ]);
  });

  it("reads prices as the quote did: for the same market, currency, codes, country and customer", async () => {
    const { request } = await run<ReserveRequest>(reserve, { response: held });
    expect(request?.priceContext).toEqual({
      marketId: "mkt_1",
      currencyCode: "USD",
      couponCodes: ["SUMMER"],
      customerKeys: ["acc_1"],
      customerGroupIds: ["grp_1"],
      destination: { countryCode: "NL" },
    });
  });

  it("ends with the codes whose usage limit is reached", async () => {
    const exhausted = [create(RedemptionSchema, { promotionId: "prm_1", code: "SUMMER" })];
    const response = create(ReserveResponseSchema, { outcome: Outcome.EXHAUSTED, exhausted });
    const { outcome } = await run(reserve, { response });
    expect(outcome).toEqual({ type: "couponsExhausted", codes: ["SUMMER"] });
  });

  it("redeems nothing when only base prices apply", async () => {
    const { priceContext: _, ...order } = state;
    const { request } = await run<ReserveRequest>(reserve, { response: held, order });
    expect(request).not.toHaveProperty("redemptions");
    expect(request).not.toHaveProperty("priceContext");
  });
});

describe("the commit of an order with promotions", () => {
  it("redeems the promotions of its discounts", async () => {
    const { request } = await run<{ redemptions: readonly Redemption[] }>({ type: "commitStock" });
    expect(request?.redemptions).toEqual([
      { promotionId: "prm_1", code: "SUMMER" },
      { promotionId: "prm_2", code: "" },
    ]);
  });
});

describe("a restock of an order with promotions", () => {
  it("returns the uses of promotions with a cancellation, and not with a refund", async () => {
    const lines = [{ sku: "A", quantity: 2 }];
    const cancelled = await run({ type: "restock", lines, releasesRedemptions: true });
    expect(cancelled.request).toMatchObject({ lines, releaseRedemptions: true });
    const refunded = await run({ type: "restock", lines, requestId: "refund" });
    expect(refunded.request).toMatchObject({ lines, releaseRedemptions: false });
  });
});
