import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { DiscountClass, PriceListType, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { asUser, login, runMutation, startGuest } from "../support/accounts.ts";
import { errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  products: [productLine("LAMP", 50), productLine("DESK", 50), productLine("RUG", 50, "700", "EUR")],
});
const buyer = useUser(shop);

beforeAll(async () => {
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.savePromotion, {
    promotion: {
      slug: "ten-percent",
      name: "Ten percent",
      class: DiscountClass.ORDER,
      automatic: false,
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
    },
  });
  const promotionId = promotion?.id ?? "";
  await manager(PricingService.method.setPromotionActive, { id: promotionId, active: true });
  for (const code of ["TEN", "TENTH", "OLD"]) {
    await manager(PricingService.method.createCouponCodes, { promotionId, code, idempotencyKey: code });
  }
  const { couponCode } = await manager(PricingService.method.getCouponCode, { code: "OLD" });
  await manager(PricingService.method.setCouponCodeActive, { id: couponCode?.id ?? "", active: false });
  // Only LAMP has a price in euros besides its base price.
  const priceList = { slug: "euro", name: "Euro", type: PriceListType.OVERRIDE, active: true };
  const priceListId = (await manager(PricingService.method.savePriceList, { priceList })).priceList?.id ?? "";
  const prices = [{ sku: "LAMP", currencyCode: "EUR", minQuantity: 1, amountMinor: 900n }];
  await manager(PricingService.method.setPriceListPrices, { priceListId, prices });
});

interface Cart {
  readonly id: string;
  readonly status: string;
  readonly couponCodes: readonly string[];
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly unitPrice: object }[];
  readonly total: object;
}

const cartFields = `id status couponCodes lines { sku quantity unitPrice { amountMinor currency } }
  total { amountMinor currency }`;

async function readCart(api: Api, id: string): Promise<Cart> {
  const query = `query ($id: ID!) { order(id: $id) { ${cartFields} } }`;
  return (await fetchData<{ order: Cart }>(api, query, { id })).order;
}

async function createCart(api: Api, ...skus: readonly string[]): Promise<string> {
  const mutation = "mutation { createCart { order { id } } }";
  const { id } = (await fetchData<{ createCart: { order: { id: string } } }>(api, mutation)).createCart.order;
  for (const sku of skus) expect(await setLine(api, id, sku, 1)).toEqual([]);
  return id;
}

const setLine = (api: Api, cartId: string, sku: string, quantity: number) =>
  runMutation(api, "setCartLine", "SetCartLineInput", { cartId, sku, quantity });
const setCodes = (api: Api, cartId: string, ...couponCodes: readonly string[]) =>
  runMutation(api, "setCartCouponCodes", "SetCartCouponCodesInput", { cartId, couponCodes });
const setCurrency = (api: Api, cartId: string, currency: string) =>
  runMutation(api, "setCartCurrency", "SetCartCurrencyInput", { cartId, currency });

interface Quote {
  readonly market: { readonly slug: string };
  readonly lines: readonly object[];
  readonly couponCodes: readonly { readonly code: string; readonly status: string }[];
  readonly total: { readonly amountMinor: string; readonly currency: string };
  readonly problems: readonly { readonly code: string; readonly field: readonly string[] }[];
}

const quoteQuery = `query ($input: QuoteInput!) { quote(input: $input) {
  market { slug } lines { sku } couponCodes { code status } total { amountMinor currency } problems { code field }
} }`;

async function quote(api: Api, input: object): Promise<Quote> {
  return (await fetchData<{ quote: Quote }>(api, quoteQuery, { input })).quote;
}

const euros = (minor: number) => ({ amountMinor: String(minor), currency: "EUR" });
const dollars = (minor: number) => ({ amountMinor: String(minor), currency: "USD" });

describe("the coupon codes of a cart", () => {
  it("stay as the buyer wrote them, each once, until an empty list removes them", async () => {
    const cartId = await createCart(buyer, "LAMP");
    expect(await setCodes(buyer, cartId, " ten ", "Tenth", "TEN")).toEqual([]);
    expect((await readCart(buyer, cartId)).couponCodes).toEqual(["ten", "Tenth"]);
    expect(await setCodes(buyer, cartId)).toEqual([]);
    expect((await readCart(buyer, cartId)).couponCodes).toEqual([]);
  });

  it("must exist and be valid now, and are at most five; a refused list changes nothing", async () => {
    const cartId = await createCart(buyer, "LAMP");
    await setCodes(buyer, cartId, "TEN");
    expect(await setCodes(buyer, cartId, "TENTH", "NONE")).toEqual(["COUPON_INVALID input couponCodes 1"]);
    expect(await setCodes(buyer, cartId, "OLD")).toEqual(["COUPON_INVALID input couponCodes 0"]);
    const six = ["A", "B", "C", "D", "E", "F"];
    expect(await setCodes(buyer, cartId, ...six)).toEqual(["TOO_MANY_COUPONS input couponCodes"]);
    expect(await setCodes(await shop.signUp(), cartId, "TEN")).toEqual(["NOT_FOUND input cartId"]);
    expect((await readCart(buyer, cartId)).couponCodes).toEqual(["TEN"]);
  });

  it("count in a quote of the cart, unless the request has its own", async () => {
    const cartId = await createCart(buyer, "LAMP");
    await setCodes(buyer, cartId, "Ten");
    const own = await quote(buyer, { cartId });
    expect([own.total, own.couponCodes]).toEqual([dollars(900), [{ code: "Ten", status: "APPLIED" }]]);
    expect(await quote(buyer, { cartId, couponCodes: [] })).toMatchObject({ total: dollars(1_000), couponCodes: [] });
  });

  it("of a guest come after those of the account when the guest signs in", async () => {
    const account = await shop.signUp();
    const cartId = await createCart(account, "LAMP");
    await setCodes(account, cartId, "TENTH");
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    await setCodes(guest, await createCart(guest, "DESK"), "tenth", "TEN");
    await login(guest, account.email);
    expect((await readCart(account, cartId)).couponCodes).toEqual(["TENTH", "TEN"]);
  });
});

describe("the currency of a cart", () => {
  it("changes the prices of all lines, or nothing when one is not sold in it", async () => {
    const cartId = await createCart(buyer, "LAMP", "DESK");
    const before = await readCart(buyer, cartId);
    expect(await setCurrency(buyer, cartId, "EUR")).toEqual(["NOT_SOLD_IN_CURRENCY input currency"]);
    expect(await readCart(buyer, cartId)).toEqual(before);
    await setLine(buyer, cartId, "DESK", 0);
    expect(await setCurrency(buyer, cartId, "EUR")).toEqual([]);
    const line = { sku: "LAMP", quantity: 1, unitPrice: euros(900) };
    expect(await readCart(buyer, cartId)).toMatchObject({ lines: [line], total: euros(900) });
  });

  it("is the currency of every later line and of the quote", async () => {
    const cartId = await createCart(buyer);
    expect(await setCurrency(buyer, cartId, "EUR")).toEqual([]);
    expect(await setLine(buyer, cartId, "LAMP", 2)).toEqual([]);
    expect(await setLine(buyer, cartId, "RUG", 1)).toEqual([]);
    expect(await setLine(buyer, cartId, "DESK", 1)).toEqual(["NOT_SOLD_IN_CURRENCY input sku"]);
    expect((await readCart(buyer, cartId)).total).toEqual(euros(2_500));
    const destination = { countryCode: "SG" };
    const { market, problems } = await quote(buyer, { cartId, destination, couponCodes: ["TEN"] });
    expect([market.slug, problems]).toEqual(["tax-added", []]);
    expect((await quote(buyer, { cartId })).total).toEqual(euros(2_500));
    expect(await errorCodes(buyer, quoteQuery, { input: { cartId, currency: "USD" } })).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("a rejected cart", () => {
  it("is a cart again when its codes or its currency change", async () => {
    const cartId = await createCart(buyer, "LAMP");
    const declined = { cartId, paymentMethod: "pm_card_chargeDeclined" };
    const place = (idempotencyKey: string) => placeOrder(buyer, { ...declined, idempotencyKey });
    expect((await place(`${cartId} 1`)).order?.status).toBe("REJECTED");
    expect(await setCodes(buyer, cartId, "TEN")).toEqual([]);
    expect(await readCart(buyer, cartId)).toMatchObject({ status: "CART", couponCodes: ["TEN"] });
    expect((await place(`${cartId} 2`)).order?.status).toBe("REJECTED");
    expect(await setCurrency(buyer, cartId, "USD")).toEqual([]);
    expect(await readCart(buyer, cartId)).toMatchObject({ status: "CART", total: dollars(1_000) });
  });
});

describe("a cart that is placed", () => {
  const details = `query ($id: ID!) { order(id: $id) {
    status couponCodes currency: total { currency } total { amountMinor } discounts { code }
  } }`;
  const readOrder = async (id: string) => (await fetchData<{ order: object }>(buyer, details, { id })).order;

  it("has the discount of its codes, unless the request has its own", async () => {
    const cartId = await createCart(buyer, "LAMP");
    await setCodes(buyer, cartId, "Ten");
    await placeOrder(buyer, { cartId, idempotencyKey: cartId, expectedTotal: { amountMinor: "900", currency: "USD" } });
    expect(await readOrder(cartId)).toMatchObject({
      status: "CONFIRMED",
      couponCodes: ["Ten"],
      total: { amountMinor: "900" },
      discounts: [{ code: "Ten" }],
    });
    const other = await createCart(buyer, "LAMP");
    await setCodes(buyer, other, "TEN");
    await placeOrder(buyer, { cartId: other, idempotencyKey: other, couponCodes: [] });
    expect(await readOrder(other)).toMatchObject({ couponCodes: [], total: { amountMinor: "1000" }, discounts: [] });
  });

  it("has its currency, and no other one", async () => {
    const cartId = await createCart(buyer, "LAMP");
    await setCurrency(buyer, cartId, "EUR");
    const input = { cartId, idempotencyKey: cartId };
    const { userErrors } = await placeOrder(buyer, { ...input, currency: "USD" });
    expect(userErrors).toMatchObject([{ code: "CURRENCY_MISMATCH", field: ["input", "currency"] }]);
    await placeOrder(buyer, input);
    expect(await readOrder(cartId)).toMatchObject({
      status: "CONFIRMED",
      currency: { currency: "EUR" },
      total: { amountMinor: "900" },
    });
  });
});

describe("a quote of an empty cart", () => {
  it("has the problem NO_LINES, and the market and the codes", async () => {
    const cartId = await createCart(buyer);
    expect(await quote(buyer, { cartId, couponCodes: ["NONE"] })).toMatchObject({
      market: { slug: "tax-included" },
      lines: [],
      couponCodes: [{ code: "NONE", status: "INVALID" }],
      problems: [
        { code: "NO_LINES", field: ["input", "cartId"] },
        { code: "COUPON_INVALID", field: ["input", "couponCodes", "0"] },
      ],
    });
  });
});
