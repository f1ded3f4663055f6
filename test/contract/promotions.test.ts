import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { beforeAll, describe, expect, it } from "vitest";
import {
  DiscountClass,
  PriceListType,
  PricingService,
  PromotionStatus,
} from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { importProducts, productLine, reasonOf } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const method = PricingService.method;
const shop = useShop();
const importer = useUser(shop, "CATALOG_MANAGER");
let manager: Rpc;

beforeAll(async () => {
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  await importProducts(importer, [productLine("SOFA", 5), productLine("LAMP", 5)]);
});

const usd = (amountMinor: bigint) => ({ amountMinor, currencyCode: "USD" });

describe("price lists", () => {
  const list = { slug: "summer", name: "Summer sale", type: PriceListType.SALE, priority: 5, active: true };

  it("are saved by field, listed by slug and deleted with their prices", async () => {
    const ids: string[] = [];
    for (const slug of ["b-list", "a-list"]) {
      const { priceList } = await manager(method.savePriceList, { priceList: { ...list, slug } });
      ids.push(priceList?.id ?? "");
    }
    const [id = ""] = ids;
    const marketIds = (await manager(method.listMarkets, {})).markets.slice(0, 1).map((market) => market.id);
    await manager(method.savePriceList, {
      id,
      priceList: { priority: 9, marketIds },
      updateMask: { paths: ["priority", "market_ids"] },
    });
    const unknownMarket = { priceList: { marketIds: ["mkt_1"] }, updateMask: { paths: ["market_ids"] } };
    expect(await reasonOf(manager(method.savePriceList, { id, ...unknownMarket }))).toBe("UNKNOWN_MARKET");
    const page = await manager(method.listPriceLists, { pageSize: 1 });
    expect(page.priceLists.map(({ slug }) => slug)).toEqual(["a-list"]);
    const { priceLists } = await manager(method.listPriceLists, { pageToken: page.nextPageToken });
    expect(priceLists[0]).toMatchObject({ ...list, slug: "b-list", priority: 9, marketIds });
    for (const priceListId of ids) await manager(method.deletePriceList, { id: priceListId });
    expect(await reasonOf(manager(method.deletePriceList, { id }))).toBe("NOT_FOUND");
  });

  it("have prices by SKU, currency and quantity, which are set and removed together", async () => {
    const { priceList } = await manager(method.savePriceList, { priceList: list });
    const priceListId = priceList?.id ?? "";
    const prices = [
      { sku: "sofa", currencyCode: "USD", minQuantity: 1, amountMinor: 900n },
      { sku: "SOFA", currencyCode: "USD", minQuantity: 10, amountMinor: 800n },
      { sku: "LAMP", currencyCode: "EUR", minQuantity: 1, amountMinor: 100n },
    ];
    await manager(method.setPriceListPrices, { priceListId, prices });
    const change = [
      { sku: "SOFA", currencyCode: "USD", minQuantity: 10 },
      { sku: "LAMP", currencyCode: "EUR", minQuantity: 1, amountMinor: 110n },
    ];
    const unknown = { sku: "NONE", currencyCode: "USD", minQuantity: 1, amountMinor: 1n };
    const rejected = manager(method.setPriceListPrices, { priceListId, prices: [...change, unknown] });
    expect(await reasonOf(rejected)).toBe("UNKNOWN_SKU");
    const listed = async (sku = "") =>
      (await manager(method.listPriceListPrices, { priceListId, sku })).prices.map(
        ({ sku: name, minQuantity, amount }) => `${name} ${minQuantity} ${amount?.amountMinor} ${amount?.currencyCode}`,
      );
    expect(await listed()).toEqual(["LAMP 1 100 EUR", "SOFA 1 900 USD", "SOFA 10 800 USD"]);
    await manager(method.setPriceListPrices, { priceListId, prices: change });
    expect(await listed()).toEqual(["LAMP 1 110 EUR", "SOFA 1 900 USD"]);
    expect(await listed("lamp")).toEqual(["LAMP 1 110 EUR"]);
  });

  it.each([
    ["DUPLICATE_PRICE", [{}, { sku: "sofa" }]],
    ["INVALID_CURRENCY", [{ currencyCode: "XXX" }]],
    ["INVALID_QUANTITY", [{ minQuantity: 0 }]],
    ["INVALID_AMOUNT", [{ amountMinor: -1n }]],
    ["INVALID_AMOUNT", [{ currencyCode: "KWD", amountMinor: 5n }]],
  ])("reject prices with %s", async (reason, changes) => {
    const price = { sku: "SOFA", currencyCode: "USD", minQuantity: 1, amountMinor: 1n };
    const prices = changes.map((change) => ({ ...price, ...change }));
    expect(await reasonOf(manager(method.setPriceListPrices, { priceListId: "plt_x", prices }))).toBe(reason);
  });
});

const promotion = {
  slug: "welcome",
  name: "Welcome",
  class: DiscountClass.ORDER,
  automatic: false,
  combinesWith: [DiscountClass.SHIPPING],
  conditions: { minAmounts: [usd(5_000n)], firstOrder: true },
  reward: { reward: { case: "percentage" as const, value: { basisPoints: 1_000, maxAmounts: [usd(2_000n)] } } },
  usageLimit: 100,
};

async function createPromotion(slug: string, fields: object = {}) {
  const response = await manager(method.savePromotion, { promotion: { ...promotion, slug, ...fields } });
  if (response.promotion === undefined) throw new Error("The promotion is missing");
  return response.promotion;
}

describe("SavePromotion", () => {
  it("creates a draft, and updates fields of the version that the etag names", async () => {
    const created = await createPromotion("welcome");
    expect(created).toMatchObject({ ...promotion, status: PromotionStatus.DRAFT, usageLimitPerCustomer: 1 });
    const { id, etag } = created;
    const update = { promotion: { name: "Hello", usageLimit: 5 }, updateMask: { paths: ["name", "usage_limit"] } };
    const { promotion: updated } = await manager(method.savePromotion, { id, etag, ...update });
    expect(updated).toMatchObject({ ...promotion, name: "Hello", usageLimit: 5 });
    expect(await reasonOf(manager(method.savePromotion, { id, etag, ...update }))).toBe("CONFLICT");
    const { promotion: stored } = await manager(method.getPromotion, { key: { case: "slug", value: "welcome" } });
    expect(stored).toEqual(updated);
  });

  it("creates a promotion once per idempotency key, also by concurrent requests", async () => {
    const create = (fields: object = {}) =>
      manager(method.savePromotion, { promotion: { ...promotion, slug: "once", ...fields }, idempotencyKey: "once" });
    const created = await Promise.all([create(), create(), create()]);
    expect(created[1]).toEqual(created[0]);
    expect(created[2]).toEqual(created[0]);
    expect(await create()).toEqual(created[0]);
    expect(await reasonOf(create({ name: "Twice" }))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await reasonOf(createPromotion("once"))).toBe("SLUG_TAKEN");
    const other = { promotion: { ...promotion, slug: "once" }, idempotencyKey: "other" };
    expect(await reasonOf(manager(method.savePromotion, other))).toBe("SLUG_TAKEN");
  });

  it("stores each kind of reward", async () => {
    const items = { skus: ["SOFA"], brands: ["Fjord"], excludeSaleItems: true };
    const rewards = [
      { case: "fixedAmount" as const, value: { amounts: [usd(500n)], appliesOnEachItem: true, items } },
      {
        case: "buyXGetY" as const,
        value: { buyItems: items, buyQuantity: 2, getItems: {}, getQuantity: 1, basisPoints: 10_000 },
      },
    ];
    for (const reward of rewards) {
      const created = await createPromotion(`reward-${reward.case.toLowerCase()}`, {
        class: DiscountClass.PRODUCT,
        reward: { reward },
      });
      const { promotion: stored } = await manager(method.getPromotion, { key: { case: "id", value: created.id } });
      expect(stored?.reward).toMatchObject({ reward });
    }
  });

  it.each([
    ["SLUG_TAKEN", { slug: "taken" }],
    ["INVALID_PROMOTION", { usageLimit: 0 }],
    ["INVALID_PROMOTION", { class: DiscountClass.UNSPECIFIED }],
    ["INVALID_PROMOTION", { conditions: { shippingMethods: ["express"] } }],
    ["INVALID_PROMOTION", { conditions: { minAmounts: [usd(1n), usd(2n)] } }],
    ["INVALID_PROMOTION", { conditions: { minAmounts: [usd(0n)] } }],
    ["INVALID_PROMOTION", { conditions: { minQuantity: 0 } }],
    ["INVALID_COUNTRY", { conditions: { countryCodes: ["UK"] } }],
    ["INVALID_PROMOTION", { reward: undefined }],
    ["INVALID_PROMOTION", { reward: { reward: { case: "percentage" as const, value: { basisPoints: 10_001 } } } }],
    ["INVALID_PROMOTION", { reward: { reward: { case: "fixedAmount" as const, value: { amounts: [] } } } }],
    [
      "INVALID_PROMOTION",
      { reward: { reward: { case: "fixedAmount" as const, value: { amounts: [usd(1n)], appliesOnEachItem: true } } } },
    ],
    [
      "INVALID_PROMOTION",
      { reward: { reward: { case: "buyXGetY" as const, value: { buyQuantity: 1, getQuantity: 1, basisPoints: 1 } } } },
    ],
    [
      "INVALID_PROMOTION",
      {
        class: DiscountClass.SHIPPING,
        reward: { reward: { case: "percentage" as const, value: { basisPoints: 1, items: {} } } },
      },
    ],
    ["INVALID_PERIOD", { startTime: timestampFromDate(new Date(2_000)), endTime: timestampFromDate(new Date(1_000)) }],
  ])("rejects a promotion with %s: %o", async (reason, fields) => {
    if (reason === "SLUG_TAKEN") await createPromotion("taken");
    const request = { promotion: { ...promotion, slug: "invalid", ...fields } };
    expect(await reasonOf(manager(method.savePromotion, request))).toBe(reason);
  });
});

describe("the status of a promotion", () => {
  it("follows its activation and its period, also as a filter", async () => {
    const hour = 3_600_000;
    const at = (ms: number) => timestampFromDate(new Date(Date.now() + ms));
    const promotions = {
      [PromotionStatus.ACTIVE]: await createPromotion("status-active", { startTime: at(-hour), endTime: at(hour) }),
      [PromotionStatus.SCHEDULED]: await createPromotion("status-scheduled", { startTime: at(hour) }),
      [PromotionStatus.ENDED]: await createPromotion("status-ended", { endTime: at(-hour) }),
    };
    for (const { id } of Object.values(promotions)) await manager(method.setPromotionActive, { id, active: true });
    for (const [status, { id }] of Object.entries(promotions)) {
      const page = await manager(method.listPromotions, { statuses: [Number(status)], pageSize: 100 });
      expect(page.promotions.map((row) => row.id)).toEqual([id]);
      expect(page.promotions[0]?.status).toBe(Number(status));
    }
    const { id } = promotions[PromotionStatus.ACTIVE];
    const { promotion: paused } = await manager(method.setPromotionActive, { id, active: false });
    expect(paused?.status).toBe(PromotionStatus.PAUSED);
  });
});

describe("coupon codes", () => {
  it("are created once per idempotency key, and found in any case", async () => {
    const { id: promotionId } = await createPromotion("codes");
    const request = { promotionId, count: 20, prefix: "VIP-", usageLimit: 1, idempotencyKey: "batch-1" };
    const [first, second] = [
      await manager(method.createCouponCodes, request),
      await manager(method.createCouponCodes, request),
    ];
    expect(second.couponCodes).toEqual(first.couponCodes);
    expect(new Set(first.couponCodes.map(({ code }) => code)).size).toBe(20);
    expect(first.couponCodes.every(({ code }) => /^VIP-[B-DF-HJ-NP-TV-XZ]{12}$/.test(code))).toBe(true);
    expect(await reasonOf(manager(method.createCouponCodes, { ...request, count: 21 }))).toBe("IDEMPOTENCY_KEY_REUSED");
    const single = { promotionId, code: "Summer-26", idempotencyKey: "single" };
    await manager(method.createCouponCodes, single);
    expect((await manager(method.getCouponCode, { code: "sUMMER-26" })).couponCode).toMatchObject({
      code: "Summer-26",
      promotionId,
      active: true,
    });
    const again = { ...single, code: "SUMMER-26", idempotencyKey: "other" };
    expect(await reasonOf(manager(method.createCouponCodes, again))).toBe("CODE_TAKEN");
    const { couponCodes, nextPageToken } = await manager(method.listCouponCodes, {
      promotionId,
      prefix: "vip",
      pageSize: 15,
    });
    const rest = await manager(method.listCouponCodes, { promotionId, prefix: "vip", pageToken: nextPageToken });
    expect(new Set([...couponCodes, ...rest.couponCodes].map(({ code }) => code)).size).toBe(20);
  });

  it("are deactivated, and deleted with their promotion", async () => {
    const { id: promotionId } = await createPromotion("deleted-codes");
    const created = await manager(method.createCouponCodes, { promotionId, code: "GONE", idempotencyKey: "gone" });
    const id = created.couponCodes[0]?.id ?? "";
    const { couponCode } = await manager(method.setCouponCodeActive, { id, active: false });
    expect(couponCode?.active).toBe(false);
    await manager(method.deletePromotion, { id: promotionId });
    expect(await reasonOf(manager(method.getCouponCode, { code: "GONE" }))).toBe("NOT_FOUND");
  });

  it.each([
    ["INVALID_CODE", { code: "" }],
    ["INVALID_CODE", { code: "ab" }],
    ["INVALID_CODE", { code: "SUMMER 26" }],
    ["INVALID_CODE", { code: "BOTH", count: 1 }],
    ["INVALID_COUNT", { count: 1_001 }],
    ["INVALID_CODE", { count: 1, prefix: "%" }],
    ["INVALID_USAGE_LIMIT", { code: "LIMIT", usageLimit: 0 }],
    ["NOT_FOUND", { code: "UNKNOWN-PROMOTION" }],
  ])("are rejected with %s: %o", async (reason, fields) => {
    const request = { promotionId: "prm_unknown", idempotencyKey: "invalid", ...fields };
    expect(await reasonOf(manager(method.createCouponCodes, request))).toBe(reason);
  });
});
