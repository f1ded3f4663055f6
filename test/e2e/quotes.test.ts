import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { DiscountClass, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { address, errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 10, "3000", "EUR"), productLine("DESK", 10, "20000", "EUR")] });
const buyer = useUser(shop);

beforeAll(async () => {
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.savePromotion, {
    promotion: {
      slug: "ten-percent",
      name: "Ten percent",
      class: DiscountClass.ORDER,
      automatic: false,
      conditions: { minAmounts: [{ amountMinor: 5_000n, currencyCode: "EUR" }] },
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
    },
  });
  const promotionId = promotion?.id ?? "";
  await manager(PricingService.method.setPromotionActive, { id: promotionId, active: true });
  await manager(PricingService.method.createCouponCodes, { promotionId, code: "TEN", idempotencyKey: "ten" });
});

interface Quote {
  readonly lines: readonly object[];
  readonly discounts: readonly object[];
  readonly shippingOptions: readonly { readonly code: string }[];
  readonly shippingMethod: string | null;
  readonly total: { readonly amountMinor: string; readonly currency: string };
  readonly couponCodes: readonly { readonly status: string; readonly message: string }[];
  readonly problems: readonly { readonly code: string; readonly field: readonly string[] }[];
  readonly [field: string]: unknown;
}

const amount = "{ amountMinor }";
const query = `query ($input: QuoteInput!) { quote(input: $input) {
  lines { sku quantity unitPrice ${amount} total ${amount} discountTotal ${amount} discountedTotal ${amount} tax ${amount}
    taxLines { name ratePpm taxableAmount ${amount} amount ${amount} } product { slug } }
  subtotal ${amount} discounts { name class code amount ${amount} allocations { sku amount ${amount} } } discountTotal ${amount}
  shippingOptions { code name price ${amount} } shippingMethod shipping ${amount} tax ${amount} taxesIncluded taxSource
  taxLines { ratePpm amount ${amount} } reverseChargeAmount ${amount} total { amountMinor currency }
  couponCodes { code status message } problems { code field }
} }`;

async function quote(api: Api, input: object): Promise<Quote> {
  return (await fetchData<{ quote: Quote }>(api, query, { input })).quote;
}

const money = (minor: number) => ({ amountMinor: String(minor) });

describe("a quote", () => {
  const lines = [{ sku: "lamp", quantity: 2 }];
  const destination = { countryCode: "NL", postalCode: "3511 AB" };

  it("shows a visitor the goods, the discount of a code, shipping, tax and the total", async () => {
    const visitor = { url: shop.url };
    const result = await quote(visitor, { lines, destination, couponCodes: ["ten"] });
    expect(result).toMatchObject({
      lines: [
        {
          sku: "LAMP",
          quantity: 2,
          unitPrice: money(3_000),
          total: money(6_000),
          discountTotal: money(600),
          discountedTotal: money(5_400),
          tax: money(937),
          taxLines: [{ ratePpm: 210_000, taxableAmount: money(4_463), amount: money(937) }],
          product: { slug: "lamp" },
        },
      ],
      subtotal: money(6_000),
      discounts: [
        {
          name: "Ten percent",
          class: "ORDER",
          code: "ten",
          amount: money(600),
          allocations: [{ sku: "LAMP", amount: money(600) }],
        },
      ],
      discountTotal: money(600),
      shippingMethod: "standard",
      taxesIncluded: true,
      taxSource: "RATE_TABLE",
      reverseChargeAmount: money(0),
      total: { amountMinor: "5400", currency: "EUR" },
      couponCodes: [{ code: "ten", status: "APPLIED" }],
      problems: [],
    });
    expect(result.shippingOptions.map(({ code }) => code)).toEqual(["standard", "express", "courier"]);
  });

  it.each([
    { countryCode: "NL", shippingMethod: "express" },
    { countryCode: "CA", shippingMethod: "express" },
    { countryCode: "US" },
  ])("has the lines, amounts and shipping method that the order has: %o", async ({ countryCode, ...method }) => {
    const choice = { lines, couponCodes: ["ten"], ...method };
    const fields = `market { slug } shippingMethod subtotal ${amount} shipping ${amount} tax ${amount} total ${amount}
      discountTotal ${amount} discounts { name class code amount ${amount} allocations { sku amount ${amount} } }
      taxesIncluded taxSource taxLines { name ratePpm taxableAmount ${amount} amount ${amount} }
      reverseChargeAmount ${amount} lines {
        sku name quantity unitPrice ${amount} compareAtUnitPrice ${amount} total ${amount} discountTotal ${amount}
        discountedTotal ${amount} tax ${amount} taxLines { name ratePpm taxableAmount ${amount} amount ${amount} }
        reverseChargeAmount ${amount} refundableAmount ${amount} product { slug } unfulfilledQuantity shippedQuantity
        cancelledQuantity refundedQuantity restockedQuantity
      }`;
    const quoting = `query ($input: QuoteInput!) { quote(input: $input) { ${fields} problems { code } } }`;
    const input = { ...choice, destination: { countryCode, postalCode: address.postalCode } };
    const { problems, ...quoted } = (await fetchData<{ quote: Quote }>(buyer, quoting, { input })).quote;
    expect(problems).toEqual([]);
    const { order } = await placeOrder(buyer, {
      ...choice,
      idempotencyKey: `quote-${countryCode}`,
      shippingAddress: { ...address, countryCode },
      expectedTotal: { amountMinor: quoted.total.amountMinor, currency: "EUR" },
    });
    expect(order?.status).toBe("CONFIRMED");
    const ordered = await fetchData<{ order: object }>(buyer, `query ($id: ID!) { order(id: $id) { ${fields} } }`, {
      id: order?.id,
    });
    expect(ordered.order).toEqual(quoted);
  });

  it("has neither shipping nor tax without a destination", async () => {
    const result = await quote({ url: shop.url }, { lines });
    expect(result).toMatchObject({ shippingOptions: [], shippingMethod: null, tax: money(0), total: money(6_000) });
  });

  it("says why a code does not apply, and what placing the order would reject", async () => {
    const { couponCodes, problems } = await quote(
      { url: shop.url },
      {
        lines: [
          { sku: "LAMP", quantity: 1 },
          { sku: "NONE", quantity: 1 },
        ],
        couponCodes: ["TEN", "NOTHING"],
      },
    );
    expect(couponCodes).toEqual([
      { code: "TEN", status: "NOT_APPLICABLE", message: "Add goods for €20.00 more to use this code." },
      { code: "NOTHING", status: "INVALID", message: "This code does not exist or is not valid now." },
    ]);
    expect(problems).toEqual([
      { code: "UNKNOWN_SKU", field: ["input", "lines", "1", "sku"] },
      { code: "COUPON_NOT_APPLICABLE", field: ["input", "couponCodes", "0"] },
      { code: "COUPON_INVALID", field: ["input", "couponCodes", "1"] },
    ]);
  });

  it("prices a cart for its owner, and hides it from everyone else", async () => {
    const create = "mutation { createCart { order { id } } }";
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(buyer, create);
    const cartId = createCart.order.id;
    const set = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(buyer, set, { input: { cartId, sku: "DESK", quantity: 1 } });
    expect((await quote(buyer, { cartId, destination })).total.amountMinor).toBe("20000");
    const small = await quote(buyer, { cartId, shippingMethod: "drone", destination });
    expect(small.problems).toEqual([{ code: "SHIPPING_UNAVAILABLE", field: ["input", "shippingMethod"] }]);
    expect(await errorCodes({ url: shop.url }, query, { input: { cartId } })).toEqual(["NOT_FOUND"]);
  });

  it("requires either a cart or lines", async () => {
    expect(await errorCodes(buyer, query, { input: {} })).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("a shipping method with a carrier", () => {
  const destination = { countryCode: "CH", region: "ZH", postalCode: "8001" };
  const lines = [
    { sku: "LAMP", quantity: 2 },
    { sku: "DESK", quantity: 1 },
  ];
  const carrierEmulator = () => shop.stack.services.easypost;

  beforeAll(async () => {
    const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
    const flat = { code: "flat", name: "Flat", taxClassCode: "exempt", active: true };
    await manager(PricingService.method.saveShippingZone, {
      shippingZone: {
        slug: "swiss",
        name: "Switzerland",
        countryCodes: ["CH"],
        methods: [
          { ...flat, rates: [{ price: { amountMinor: 9_900n, currencyCode: "EUR" } }] },
          { ...flat, code: "parcel", name: "Parcel", carrier: "dhl-express", minDeliveryDays: 1, maxDeliveryDays: 3 },
          { ...flat, code: "post", name: "Post", carrier: "usps" },
        ],
      },
    });
    await shop.sql("catalog")`update variants set weight_grams = 1000 where sku = 'LAMP'`;
    await shop.sql("catalog")`update variants set weight_grams = 8000 where sku = 'DESK'`;
  });
  afterEach(() => carrierEmulator().setRejecting(false));

  const optionsOf = ({ shippingOptions }: Quote) =>
    (shippingOptions as readonly { code: string; price: { amountMinor: string } }[]).map(({ code, price }) => [
      code,
      price.amountMinor,
    ]);

  it("has the price that the carrier quotes for the weight, if the carrier serves the destination in the currency", async () => {
    const result = await quote({ url: shop.url }, { lines, destination });
    // 10 kg are 352.8 ounces: 15.00 + 352.8 * 0.15.
    expect(optionsOf(result)).toEqual([
      ["parcel", "6792"],
      ["flat", "9900"],
    ]);
    expect(result).toMatchObject({ shippingMethod: "parcel", shipping: money(6_792), problems: [] });
    expect(carrierEmulator().requests().at(-1)).toEqual({
      shipment: {
        from_address: { country: "NL", state: "NH", city: "Amsterdam", zip: "1012 AB" },
        to_address: { country: "CH", state: "ZH", zip: "8001" },
        parcel: { weight: 352.8 },
      },
    });
    const lighter = await quote({ url: shop.url }, { lines: lines.slice(0, 1), destination });
    expect(optionsOf(lighter)[0]).toEqual(["parcel", "2559"]);
  });

  it("is not requested for a destination without one", async () => {
    const before = carrierEmulator().requests().length;
    await quote({ url: shop.url }, { lines, destination: { countryCode: "NL" } });
    expect(carrierEmulator().requests().length).toBe(before);
  });

  it("is not offered while the carrier does not respond, and other methods are", async () => {
    carrierEmulator().setRejecting(true);
    const result = await quote({ url: shop.url }, { lines, destination });
    expect(optionsOf(result)).toEqual([["flat", "9900"]]);
    expect(result).toMatchObject({ shippingMethod: "flat", problems: [] });
    const requested = await quote({ url: shop.url }, { lines, destination, shippingMethod: "parcel" });
    expect(requested.problems).toEqual([{ code: "SHIPPING_UNAVAILABLE", field: ["input", "shippingMethod"] }]);
  });

  const place = (idempotencyKey: string, more: object = {}) => {
    const shippingAddress = { ...address, ...destination };
    return placeOrder(buyer, { lines, shippingAddress, shippingMethod: "parcel", idempotencyKey, ...more });
  };

  it("has the same price in the order", async () => {
    const { total } = await quote(buyer, { lines, destination, shippingMethod: "parcel" });
    const { order } = await place("by parcel", { expectedTotal: total });
    expect([order?.status, order?.total.amountMinor]).toEqual(["CONFIRMED", total.amountMinor]);
  });

  it("cannot be ordered while the carrier does not respond, and other methods can", async () => {
    carrierEmulator().setRejecting(true);
    const { order, userErrors } = await place("outage");
    expect([order, userErrors.map(({ code, field }) => [code, field.join(".")])]).toEqual([
      null,
      [["SHIPPING_UNAVAILABLE", "input.shippingMethod"]],
    ]);
    expect((await place("by flat rate", { shippingMethod: "flat" })).order?.status).toBe("CONFIRMED");
  });
});
