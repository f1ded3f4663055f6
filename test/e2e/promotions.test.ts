import { beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { DiscountClass, PriceListType, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { asUser, login, startGuest } from "../support/accounts.ts";
import { errorCodes, importProducts, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  products: [
    productLine("LAMP", 100, "3000", "EUR"),
    productLine("LISTED", 100, "3000", "EUR"),
    productLine("RAISED", 100, "3000", "EUR"),
  ],
});
const buyer = useUser(shop);
const other = useUser(shop);
const promotions = new Map<string, string>();

/** Creates an active promotion of 10 % with a coupon code, which may have usage limits. */
async function createPromotion(
  code: string,
  limits: { usageLimit?: number; usageLimitPerCustomer?: number; conditions?: { firstOrder: boolean } } = {},
) {
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.savePromotion, {
    promotion: {
      slug: code.toLowerCase(),
      name: `Ten percent ${code}`,
      class: DiscountClass.ORDER,
      automatic: false,
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
      ...limits,
    },
  });
  const promotionId = promotion?.id ?? "";
  await manager(PricingService.method.setPromotionActive, { id: promotionId, active: true });
  await manager(PricingService.method.createCouponCodes, { promotionId, code, idempotencyKey: code });
  promotions.set(code, promotionId);
}

/** Returns how often a code is used, and how many unfinished orders hold a use of it. */
async function usesOf(code: string) {
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.getPromotion, {
    key: { case: "id", value: promotions.get(code) ?? "" },
  });
  return { used: promotion?.usageCount, reserved: promotion?.reservedCount };
}

const lines = [{ sku: "LAMP", quantity: 2 }];
const shippingAddress = { name: "N", line1: "L", city: "Utrecht", postalCode: "3511 AB", countryCode: "NL" };
const input = (idempotencyKey: string, more: object = {}) => ({ idempotencyKey, lines, shippingAddress, ...more });

const details = `query ($id: ID!) { order(id: $id) {
  couponCodes discountTotal { amountMinor } total { amountMinor } discounts { code amount { amountMinor } }
} }`;

beforeAll(async () => {
  await createPromotion("ALWAYS");
  await createPromotion("ONCE", { usageLimit: 1 });
  await createPromotion("EACH", { usageLimitPerCustomer: 1 });
  await createPromotion("DECLINED", { usageLimit: 1 });
});

describe("an order with a coupon code", () => {
  it("has the total of its quote, and shows its discount", async () => {
    const quoting = `query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor currency } } }`;
    const destination = { countryCode: "NL" };
    const { quote } = await fetchData<{ quote: { total: object } }>(buyer, quoting, {
      input: { lines, destination, couponCodes: ["always"] },
    });
    expect(quote.total).toEqual({ amountMinor: "5400", currency: "EUR" });
    const { order } = await placeOrder(buyer, input("always", { couponCodes: ["always"], expectedTotal: quote.total }));
    expect(order?.status).toBe("CONFIRMED");
    expect(await fetchData(buyer, details, { id: order?.id })).toEqual({
      order: {
        couponCodes: ["always"],
        discountTotal: { amountMinor: "600" },
        total: { amountMinor: "5400" },
        discounts: [{ code: "always", amount: { amountMinor: "600" } }],
      },
    });
    await expect.poll(() => usesOf("ALWAYS"), { timeout: 10_000 }).toEqual({ used: 1, reserved: 0 });
  });

  it("shows its promotion to support staff and catalog managers, and to no buyer", async () => {
    const placing = await placeOrder(buyer, input("shown", { couponCodes: ["ALWAYS"] }));
    const query = `query ($id: ID!, $quote: QuoteInput!) {
      order(id: $id) { discounts { promotion { ...shown } } }
      quote(input: $quote) { discounts { promotion { ...shown } } }
    }
    fragment shown on Promotion { slug usageLimit codes { edges { node { code promotion { slug } } } } }`;
    const variables = { id: placing.order?.id, quote: { lines, couponCodes: ["ALWAYS"] } };
    const codes = { edges: [{ node: { code: "ALWAYS", promotion: { slug: "always" } } }] };
    const shown = { discounts: [{ promotion: { slug: "always", usageLimit: null, codes } }] };
    const hidden = { discounts: [{ promotion: null }] };
    const [support, manager] = [await shop.signUp("SUPPORT"), await shop.signUp("CATALOG_MANAGER")];
    expect(await fetchData(support, query, variables)).toEqual({ order: shown, quote: shown });
    expect(await fetchData(manager, query, variables)).toEqual({ order: null, quote: shown });
    expect(await fetchData(buyer, query, variables)).toEqual({ order: hidden, quote: hidden });
  });

  it("uses a code up to its limit, and gives the use back when the order is cancelled", async () => {
    const { order } = await placeOrder(buyer, input("once-1", { couponCodes: ["ONCE"] }));
    expect([order?.status, order?.total.amountMinor]).toEqual(["CONFIRMED", "5400"]);
    const again = await placeOrder(other, input("once-2", { couponCodes: ["ONCE"] }));
    expect(again.userErrors).toMatchObject([{ code: "COUPON_EXHAUSTED", field: ["input", "couponCodes", "0"] }]);
    const cancel = "mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order { status } } }";
    await fetchData(buyer, cancel, { input: { orderId: order?.id, idempotencyKey: "cancel" } });
    await expect.poll(() => usesOf("ONCE"), { timeout: 10_000 }).toEqual({ used: 0, reserved: 0 });
    const { order: next } = await placeOrder(other, input("once-3", { couponCodes: ["ONCE"] }));
    expect(next?.status).toBe("CONFIRMED");
  });

  it("gives the use back when the payment is declined", async () => {
    const declined = input("declined", { couponCodes: ["DECLINED"], paymentMethod: "pm_card_chargeDeclined" });
    expect((await placeOrder(buyer, declined)).order?.status).toBe("REJECTED");
    expect(await usesOf("DECLINED")).toEqual({ used: 0, reserved: 0 });
  });

  it("is used once per account when the promotion limits it", async () => {
    expect((await placeOrder(buyer, input("each-1", { couponCodes: ["EACH"] }))).order?.status).toBe("CONFIRMED");
    const again = await placeOrder(buyer, input("each-2", { couponCodes: ["EACH"] }));
    expect(again.userErrors).toMatchObject([{ code: "COUPON_EXHAUSTED" }]);
    expect((await placeOrder(other, input("each-3", { couponCodes: ["EACH"] }))).order?.status).toBe("CONFIRMED");
  });

  it("counts an account and a guest with its address as one customer", async () => {
    await createPromotion("SHARED", { usageLimitPerCustomer: 1 });
    const address = (await fetchData<{ me: { email: string } }>(buyer, "{ me { email } }")).me.email;
    const placed = await placeOrder(buyer, input("shared-1", { couponCodes: ["SHARED"] }));
    expect(placed.order?.status).toBe("CONFIRMED");
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const without = await placeOrder(guest, input("shared-2", { couponCodes: ["SHARED"] }));
    expect(without.userErrors).toMatchObject([{ code: "EMAIL_REQUIRED", field: ["input", "email"] }]);
    const same = input("shared-3", { couponCodes: ["SHARED"], email: address.toUpperCase() });
    expect((await placeOrder(guest, same)).order).toMatchObject({ status: "REJECTED" });
    const another = input("shared-4", { couponCodes: ["SHARED"], email: "someone.else@example.com" });
    expect((await placeOrder(guest, another)).order?.status).toBe("CONFIRMED");
    await expect.poll(() => usesOf("SHARED"), { timeout: 10_000 }).toEqual({ used: 2, reserved: 0 });
  });

  it("is returned to a guest who signs in and retries, also when it used the code up", async () => {
    await createPromotion("LAST", { usageLimit: 1 });
    const account = await shop.signUp();
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const last = input("last", { couponCodes: ["LAST"], email: "guest@example.com" });
    const { order } = await placeOrder(guest, last);
    expect(order?.status).toBe("CONFIRMED");
    await login(guest, account.email);
    const owned = () => fetchData(account, "query ($id: ID!) { order(id: $id) { status } }", { id: order?.id });
    await expect.poll(owned).toEqual({ order: { status: "CONFIRMED" } });
    expect(await placeOrder(account, last)).toMatchObject({ order: { id: order?.id }, userErrors: [] });
    const others = await placeOrder(other, input("last-2", { couponCodes: ["LAST"] }));
    expect(others.userErrors).toMatchObject([{ code: "COUPON_EXHAUSTED" }]);
  });

  it("for first orders is rejected when the guest's email or the account has a confirmed order", async () => {
    await createPromotion("FIRST", { conditions: { firstOrder: true } });
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const later = asUser(shop, await startGuest({ url: shop.url }));
    const earlier = await placeOrder(guest, input("first-0", { email: "returning@example.com" }));
    expect(earlier.order?.status).toBe("CONFIRMED");
    const stored = () => shop.sql("order")`select status from orders where email = 'returning@example.com'`;
    await expect.poll(stored).toEqual([{ status: "CONFIRMED" }]);
    await placeOrder(buyer, input("first-4"));
    const listed = () => fetchData(buyer, "{ orders(first: 1) { edges { node { status } } } }");
    await expect.poll(listed).toEqual({ orders: { edges: [{ node: { status: "CONFIRMED" } }] } });
    const codes = { couponCodes: ["FIRST"] };
    const rejected = [{ code: "COUPON_NOT_APPLICABLE", field: ["input", "couponCodes", "0"] }];
    const again = input("first-1", { ...codes, email: "Returning@Example.com" });
    expect((await placeOrder(later, again)).userErrors).toMatchObject(rejected);
    expect((await placeOrder(buyer, input("first-2", codes))).userErrors).toMatchObject(rejected);
    const first = await placeOrder(later, input("first-3", { ...codes, email: "new@example.com" }));
    expect(first.order?.status).toBe("CONFIRMED");
  });

  it("reserves one use of a limited code when many orders are placed concurrently", async () => {
    await createPromotion("RACE", { usageLimit: 2 });
    const placed = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        placeOrder(index % 2 === 0 ? buyer : other, input(`race-${index}`, { couponCodes: ["RACE"] })),
      ),
    );
    expect(placed.filter(({ order }) => order?.status === "CONFIRMED")).toHaveLength(2);
    await expect.poll(() => usesOf("RACE"), { timeout: 10_000 }).toEqual({ used: 2, reserved: 0 });
  });

  it("is rejected for a code that does not exist, and for more than five", async () => {
    const invalid = await placeOrder(buyer, input("gone", { couponCodes: ["GONE"] }));
    expect(invalid.userErrors).toMatchObject([{ code: "COUPON_INVALID", field: ["input", "couponCodes", "0"] }]);
    const many = Array.from({ length: 6 }, (_, index) => `CODE-${index}`);
    expect((await placeOrder(buyer, input("many", { couponCodes: many }))).userErrors).toMatchObject([
      { code: "TOO_MANY_COUPONS" },
    ]);
  });
});

describe("the currency of an order", () => {
  it("is rejected when a line has no price in it", async () => {
    const { userErrors } = await placeOrder(buyer, input("dollars", { currency: "USD" }));
    expect(userErrors).toMatchObject([{ code: "NOT_SOLD_IN_CURRENCY", field: ["input", "lines", "0", "sku"] }]);
    expect(await errorCodes(buyer, details, { id: "ord_unknown" })).toEqual([]);
  });
});

describe("an order of a product with another price than a moment before", () => {
  it("has the prices of a price list when its stock is reserved, also when the list has just changed", async () => {
    const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
    const { savePriceList, setPriceListPrices } = PricingService.method;
    const { priceList } = await manager(savePriceList, {
      priceList: { slug: "listed", name: "Listed", type: PriceListType.SALE, active: true },
    });
    const priceListId = priceList?.id ?? "";
    const buy = async (amountMinor: bigint) => {
      const prices = [{ sku: "LISTED", currencyCode: "EUR", minQuantity: 1, amountMinor }];
      await manager(setPriceListPrices, { priceListId, prices });
      const more = { lines: [{ sku: "LISTED", quantity: 1 }] };
      const { order } = await placeOrder(buyer, input(`listed-${amountMinor}`, more));
      const expectedTotal = { amountMinor: String(amountMinor), currency: "EUR" };
      const expected = await placeOrder(buyer, input(`expected-${amountMinor}`, { ...more, expectedTotal }));
      return [order, expected.order].map((placed) => [placed?.status, placed?.total.amountMinor]);
    };
    for (const amountMinor of [2_000n, 1_500n]) {
      const placed = ["CONFIRMED", String(amountMinor)];
      expect(await buy(amountMinor)).toEqual([placed, placed]);
    }
  });

  it("is confirmed with the new base price as its expected total, although a quote of before is cached", async () => {
    const catalogManager = await shop.signUp("CATALOG_MANAGER");
    const more = { lines: [{ sku: "RAISED", quantity: 1 }] };
    const first = await placeOrder(buyer, input("raised-1", more));
    await importProducts(catalogManager, [productLine("RAISED", 100, "3500", "EUR")]);
    const expectedTotal = { amountMinor: "3500", currency: "EUR" };
    const second = await placeOrder(buyer, input("raised-2", { ...more, expectedTotal }));
    expect([first, second].map(({ order }) => [order?.status, order?.total.amountMinor])).toEqual([
      ["CONFIRMED", "3000"],
      ["CONFIRMED", "3500"],
    ]);
  });
});
