import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import {
  CouponCodeState,
  DiscountClass,
  PriceListType,
  PricingService,
  QuoteProblem,
  TaxRounding,
} from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { productLine, reasonOf } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const method = PricingService.method;
const shop = useShop({
  products: [
    { ...productLine("SOFA", 5), brand: "Fjord", categoryPaths: ["Home/Sofas"] },
    { ...productLine("LAMP", 5, "3000"), brand: "Lumen", categoryPaths: ["Home/Lamps"] },
    { ...productLine("BOOK", 5, "500", "EUR"), categoryPaths: ["Books"] },
    productLine("ENDED", 5),
  ],
});
let orders: Rpc;
let manager: Rpc;
let admin: Rpc;

const usd = (amountMinor: bigint) => ({ amountMinor, currencyCode: "USD" });
const eur = (amountMinor: bigint) => ({ amountMinor, currencyCode: "EUR" });
const hour = 3_600_000;
const at = (ms: number) => timestampFromDate(new Date(Date.now() + ms));
const sofa = { sku: "SOFA", quantity: 1 };
const lamp = { sku: "LAMP", quantity: 2 };
const utrecht = { countryCode: "NL", postalCode: "3511 AB" };

beforeAll(async () => {
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  admin = await shop.rpc("catalog", { accountId: "acc_admin", roles: ["ADMIN"] });
  const { product } = await orders(CatalogService.method.getProduct, { key: { case: "slug", value: "ended" } });
  await manager(CatalogService.method.deleteProduct, { id: product?.id ?? "" });
});

const quote = (lines: readonly { sku: string; quantity: number }[], priceContext: object = {}) =>
  orders(method.quote, { lines: [...lines], priceContext });

/** Returns the unit price of the SOFA, with its compare-at price. */
async function sofaPrice(priceContext: object = {}, quantity = 1): Promise<readonly (bigint | undefined)[]> {
  const { lines } = await quote([{ sku: "SOFA", quantity }], priceContext);
  return [lines[0]?.unitPrice?.amountMinor, lines[0]?.compareAtUnitPrice?.amountMinor];
}

let lists = 0;
async function createPriceList(fields: object, ...prices: { amountMinor: bigint; [field: string]: unknown }[]) {
  const priceList = { slug: `list-${++lists}`, name: "List", type: PriceListType.SALE, active: true, ...fields };
  const priceListId = (await manager(method.savePriceList, { priceList })).priceList?.id ?? "";
  await manager(method.setPriceListPrices, {
    priceListId,
    prices: prices.map((price) => ({ sku: "SOFA", currencyCode: "USD", minQuantity: 1, ...price })),
  });
}

afterEach(async () => {
  const { priceLists } = await manager(method.listPriceLists, { pageSize: 100 });
  for (const { id } of priceLists) await manager(method.deletePriceList, { id });
  const { promotions } = await manager(method.listPromotions, { pageSize: 100 });
  for (const { id } of promotions) await manager(method.setPromotionActive, { id, active: false });
});

describe("the lines of a quote", () => {
  it("add up lines of one SKU in any case, and leave out SKUs that are not on sale", async () => {
    const { lines } = await quote([lamp, { sku: "ENDED", quantity: 1 }, sofa, { sku: "lamp", quantity: 3 }]);
    expect(lines.map(({ sku, name, quantity, unitPrice }) => [sku, name, quantity, unitPrice?.amountMinor])).toEqual([
      ["LAMP", "Product LAMP", 5, 3_000n],
      ["SOFA", "Product SOFA", 1, 1_000n],
    ]);
  });

  it("can be empty: then the quote has the market and the states of the codes", async () => {
    const { market, lines, couponCodes } = await quote([], { couponCodes: ["NONE"] });
    expect([market?.id === "", lines, couponCodes.length]).toEqual([false, [], 1]);
  });

  it("have the weight of the variant", async () => {
    await shop.sql("catalog")`update variants set weight_grams = 12000 where sku = 'SOFA'`;
    const { lines } = await quote([sofa, lamp]);
    expect(lines.map(({ weightGrams }) => weightGrams)).toEqual([12_000, undefined]);
  });
});

describe("the market of a quote", () => {
  it("is the one that the context names, else that of the destination, else the first", async () => {
    const slugOf = async (context: object) => (await quote([sofa], context)).market?.slug;
    expect(await slugOf({})).toBe("tax-included");
    expect(await slugOf({ destination: { countryCode: "CA" } })).toBe("tax-added");
    expect(await slugOf({ destination: { countryCode: "BR" } })).toBe("rest-of-world");
    expect(await slugOf({ marketSlug: "tax-added", destination: utrecht })).toBe("tax-added");
    const { market } = await quote([sofa]);
    expect(market).toMatchObject({ taxesIncluded: true, taxRounding: TaxRounding.LINE });
    expect(market?.countryCodes).toContain("NL");
    expect(await reasonOf(quote([sofa], { marketSlug: "unknown" }))).toBe("NOT_FOUND");
  });

  it("reports NOT_SOLD_IN_MARKET for a destination of another market", async () => {
    const problemsOf = async (marketSlug: string, countryCode: string) =>
      (await quote([sofa], { marketSlug, destination: { countryCode } })).problems;
    expect(await problemsOf("tax-added", "NL")).toEqual([QuoteProblem.NOT_SOLD_IN_MARKET]);
    expect(await problemsOf("rest-of-world", "NL")).toEqual([QuoteProblem.NOT_SOLD_IN_MARKET]);
    expect(await problemsOf("tax-added", "CA")).toEqual([]);
    expect(await problemsOf("rest-of-world", "BR")).toEqual([]);
  });
});

describe("the currency of a quote", () => {
  const bookAndSofa = [sofa, { sku: "BOOK", quantity: 1 }];

  it("is the default of the market, or the one base currency of all lines", async () => {
    const currencyOf = async (skus: readonly { sku: string; quantity: number }[], currencyCode = "") =>
      (await quote(skus, { currencyCode })).currencyCode;
    expect(await currencyOf([sofa])).toBe("USD");
    expect(await currencyOf([{ sku: "BOOK", quantity: 1 }])).toBe("EUR");
    expect(await currencyOf(bookAndSofa)).toBe("USD");
    expect(await currencyOf([sofa], "JPY")).toBe("JPY");
  });

  it("is never converted: a line without a price in it is not sold", async () => {
    const mixed = await quote(bookAndSofa);
    expect([mixed.lines.map(({ sku }) => sku), mixed.skusNotSoldInCurrency]).toEqual([["SOFA"], ["BOOK"]]);
    await shop.sql("catalog")`insert into variant_prices (sku, currency, amount_minor) values ('BOOK', 'USD', 777)`;
    const sold = await quote(bookAndSofa);
    expect(sold.lines.map(({ unitPrice }) => unitPrice)).toMatchObject([usd(1_000n), usd(777n)]);
    expect(sold.skusNotSoldInCurrency).toEqual([]);
    const [book] = (await quote([{ sku: "BOOK", quantity: 1 }], { currencyCode: "EUR" })).lines;
    expect(book?.unitPrice).toMatchObject(eur(500n));
    await shop.sql("catalog")`delete from variant_prices`;
  });

  it("must be one of the market's", async () => {
    const market = {
      slug: "nordics",
      name: "Nordics",
      countryCodes: ["SE"],
      currencyCodes: ["EUR"],
      taxesIncluded: true,
    };
    await admin(method.saveMarket, { market: { ...market, taxRounding: TaxRounding.ORDER } });
    const asked = await quote([sofa], { marketSlug: "nordics", currencyCode: "USD" });
    expect([asked.lines, asked.skusNotSoldInCurrency]).toEqual([[], ["SOFA"]]);
    const absent = await quote([sofa], { marketSlug: "nordics" });
    expect([absent.currencyCode, absent.skusNotSoldInCurrency]).toEqual(["EUR", ["SOFA"]]);
  });
});

describe("the price lists of a quote", () => {
  it("apply a SALE price where it is lower than the base price, and show the base price", async () => {
    await createPriceList({ priority: 1 }, { amountMinor: 900n });
    expect(await sofaPrice()).toEqual([900n, 1_000n]);
    // A list with a higher price does not apply, also with a higher priority.
    await createPriceList({ priority: 9 }, { amountMinor: 1_000n });
    expect(await sofaPrice()).toEqual([900n, 1_000n]);
  });

  it("apply an OVERRIDE price whether lower or higher, without a compare-at price", async () => {
    await createPriceList({ type: PriceListType.OVERRIDE, priority: 1 }, { amountMinor: 1_500n });
    expect(await sofaPrice()).toEqual([1_500n, undefined]);
    await createPriceList({ priority: 2 }, { amountMinor: 800n });
    expect(await sofaPrice()).toEqual([800n, 1_000n]);
  });

  it("let the higher priority win, then the lower price", async () => {
    await createPriceList({ priority: 5 }, { amountMinor: 700n });
    await createPriceList({ priority: 5 }, { amountMinor: 650n });
    await createPriceList({ priority: 4 }, { amountMinor: 100n });
    expect(await sofaPrice()).toEqual([650n, 1_000n]);
  });

  it("use the price with the highest minimum quantity that the line reaches", async () => {
    await createPriceList({}, { amountMinor: 900n }, { amountMinor: 800n, minQuantity: 5 });
    expect(await sofaPrice({}, 4)).toEqual([900n, 1_000n]);
    expect(await sofaPrice({}, 5)).toEqual([800n, 1_000n]);
  });

  it("apply only while they are active", async () => {
    await createPriceList({ active: false }, { amountMinor: 1n });
    await createPriceList({ startTime: at(hour) }, { amountMinor: 2n });
    await createPriceList({ endTime: at(-hour) }, { amountMinor: 3n });
    expect(await sofaPrice()).toEqual([1_000n, undefined]);
    await createPriceList({ startTime: at(-hour), endTime: at(hour) }, { amountMinor: 4n });
    expect(await sofaPrice()).toEqual([4n, 1_000n]);
  });

  it("apply to their markets, customer groups and currencies only", async () => {
    const { markets } = await orders(method.listMarkets, {});
    const marketIds = markets.filter(({ slug }) => slug === "tax-added").map(({ id }) => id);
    await createPriceList({ priority: 1, marketIds }, { amountMinor: 900n });
    await createPriceList({ priority: 2, customerGroupIds: ["grp_a", "grp_b"] }, { amountMinor: 800n });
    await createPriceList({ priority: 3 }, { amountMinor: 1n, currencyCode: "EUR" });
    expect(await sofaPrice()).toEqual([1_000n, undefined]);
    expect(await sofaPrice({ marketSlug: "tax-added" })).toEqual([900n, 1_000n]);
    expect(await sofaPrice({ marketSlug: "tax-added", customerGroupIds: ["grp_x", "grp_b"] })).toEqual([800n, 1_000n]);
  });
});

describe("the tax rates of a quote", () => {
  const rate = { taxClassCode: "standard", countryCode: "US", combinable: true };

  it("are those of the destination, from wide to narrow", async () => {
    for (const taxRate of [
      { ...rate, name: "City", region: "ny", postalCodePrefix: "100", ratePpm: 3 },
      { ...rate, name: "County", postalCodePrefix: "10", ratePpm: 5 },
      { ...rate, name: "State", region: "NY", ratePpm: 2 },
      { ...rate, name: "Country", ratePpm: 1 },
      { ...rate, name: "Later", ratePpm: 9, startTime: at(hour) },
      { ...rate, name: "Other class", taxClassCode: "standard", ratePpm: 9, countryCode: "MX" },
      { ...rate, name: "Zone", region: "PR", ratePpm: 4, combinable: false },
    ]) {
      await manager(method.saveTaxRate, { taxRate });
    }
    const namesAt = async (region: string, postalCode: string) => {
      const destination = { countryCode: "US", region, postalCode };
      const { lines, shippingMethods } = await quote([sofa], { destination });
      expect(shippingMethods[0]?.taxRates).toEqual(lines[0]?.taxRates);
      return lines[0]?.taxRates.map(({ name, ratePpm }) => `${name} ${ratePpm}`);
    };
    expect(await namesAt("CA", "90210")).toEqual(["Country 1"]);
    expect(await namesAt("ny", "12207")).toEqual(["Country 1", "State 2"]);
    expect(await namesAt("Ny", "10 001")).toEqual(["Country 1", "State 2", "County 5", "City 3"]);
    expect(await namesAt("PR", "00901")).toEqual(["Zone 4"]);
    expect((await quote([sofa])).lines[0]?.taxRates).toEqual([]);
  });

  it("are those of the tax class of the variant", async () => {
    await manager(method.saveTaxClass, { taxClass: { code: "reduced", name: "Reduced" } });
    const reduced = { name: "Low VAT", taxClassCode: "reduced", countryCode: "NL", ratePpm: 90_000, combinable: true };
    await manager(method.saveTaxRate, { taxRate: reduced });
    await shop.sql("catalog")`update variants set tax_class = 'reduced' where sku = 'LAMP'`;
    const { lines } = await quote([sofa, lamp], { destination: utrecht });
    expect(lines.map(({ taxRates }) => taxRates.map(({ ratePpm }) => ratePpm))).toEqual([[210_000], [90_000]]);
  });
});

describe("the shipping methods of a quote", () => {
  const rates = [{ price: usd(100n) }, { fromWeightGrams: 5, toAmount: usd(9n), price: usd(50n) }, { price: eur(90n) }];
  const inZone = (slug: string, fields: object, method: object = {}) => ({
    shippingZone: {
      slug,
      name: slug,
      ...fields,
      methods: [
        { code: slug, name: slug, taxClassCode: "exempt", active: true, rates, ...method },
        { code: "off", name: "Off", taxClassCode: "exempt", active: false, rates },
        {
          code: "yen",
          name: "Yen",
          taxClassCode: "exempt",
          active: true,
          rates: [{ price: { amountMinor: 1n, currencyCode: "JPY" } }],
        },
      ],
    },
  });

  it("are the active ones of the most specific zone, with their rates in the currency", async () => {
    const carrier = { carrier: "usps", rates: [], minDeliveryDays: 1, maxDeliveryDays: 3 };
    for (const request of [
      inZone("country", { countryCodes: ["US"] }),
      inZone("region", { countryCodes: ["US"], regions: ["AK"] }, carrier),
      inZone("prefix", { countryCodes: ["US"], postalCodePrefixes: ["99"] }),
      inZone("long-prefix", { countryCodes: ["US"], postalCodePrefixes: ["99 5", "8"] }),
    ]) {
      await manager(method.saveShippingZone, request);
    }
    const methodsAt = async (destination: object) => (await quote([sofa], { destination })).shippingMethods;
    const codesAt = async (destination: object) => (await methodsAt(destination)).map(({ code }) => code);
    expect(await codesAt({ countryCode: "US", region: "CA", postalCode: "10001" })).toEqual(["country"]);
    expect(await codesAt({ countryCode: "US", region: "ak", postalCode: "10001" })).toEqual(["region"]);
    expect(await codesAt({ countryCode: "US", region: "AK", postalCode: "99701" })).toEqual(["prefix"]);
    expect(await codesAt({ countryCode: "US", region: "AK", postalCode: "995-01" })).toEqual(["long-prefix"]);
    expect(await codesAt({ countryCode: "NL" })).toEqual(["standard", "express", "courier"]);
    expect(await codesAt({ countryCode: "BR" })).toEqual(["standard", "express"]);
    expect((await quote([sofa])).shippingMethods).toEqual([]);
    const [country] = await methodsAt({ countryCode: "US" });
    expect(country?.rates).toMatchObject(rates.slice(0, 2));
    const [region] = await methodsAt({ countryCode: "US", region: "AK" });
    expect(region).toMatchObject({ carrier: "usps", rates: [], minDeliveryDays: 1, maxDeliveryDays: 3 });
  });
});

const promotion = {
  name: "Promotion",
  class: DiscountClass.ORDER,
  automatic: true,
  priority: 3,
  combinesWith: [DiscountClass.SHIPPING],
  reward: { reward: { case: "percentage" as const, value: { basisPoints: 1_000 } } },
};
let promotions = 0;

async function createPromotion(fields: object = {}, ...codes: readonly string[]): Promise<string> {
  const created = await manager(method.savePromotion, {
    promotion: { ...promotion, slug: `promotion-${++promotions}`, ...fields },
  });
  const id = created.promotion?.id ?? "";
  for (const code of codes) {
    await manager(method.createCouponCodes, { promotionId: id, code, idempotencyKey: `code-${code}` });
  }
  await manager(method.setPromotionActive, { id, active: true });
  return id;
}

describe("the candidates of a quote", () => {
  const idsOf = async (context: object = {}, lines = [sofa]) =>
    (await quote(lines, context)).candidates.map(({ promotionId }) => promotionId);

  it("have the version, the conditions and the reward in the currency", async () => {
    const id = await createPromotion({
      class: DiscountClass.PRODUCT,
      conditions: { minAmounts: [eur(1n), usd(500n)], minQuantity: 2, items: { skus: ["lamp"] }, firstOrder: true },
      reward: {
        reward: {
          case: "percentage",
          value: { basisPoints: 2_500, maxAmounts: [usd(300n), eur(2n)], items: { brands: ["fjord"] } },
        },
      },
    });
    const [candidate] = (await quote([lamp, sofa])).candidates;
    expect(candidate).toMatchObject({
      promotionId: id,
      version: 2,
      name: "Promotion",
      class: DiscountClass.PRODUCT,
      priority: 3,
      combinesWith: [DiscountClass.SHIPPING],
      conditions: { minAmount: usd(500n), minQuantity: 2, matches: [0] },
      reward: { case: "percentage", value: { basisPoints: 2_500, maxAmount: usd(300n), matches: [1] } },
      firstOrder: true,
      limitedPerCustomer: true,
    });
    expect(candidate?.code).toBeUndefined();
  });

  it("are the automatic promotions that are active now", async () => {
    const live = await createPromotion({ startTime: at(-hour), endTime: at(hour) });
    await createPromotion({ startTime: at(hour) });
    await createPromotion({ endTime: at(-hour) });
    await createPromotion({ automatic: false });
    await manager(method.setPromotionActive, { id: await createPromotion(), active: false });
    expect(await idsOf()).toEqual([live]);
  });

  it("meet their conditions on market, customer group, country and currency", async () => {
    const { markets } = await orders(method.listMarkets, {});
    const marketIds = markets.filter(({ slug }) => slug === "tax-added").map(({ id }) => id);
    const byMarket = await createPromotion({ conditions: { marketIds } });
    const byGroup = await createPromotion({ conditions: { customerGroupIds: ["grp_a"] } });
    const byCountry = await createPromotion({ conditions: { countryCodes: ["NL", "BE"] } });
    const byCurrency = await createPromotion({ conditions: { minAmounts: [eur(1n)] } });
    const inCurrency = await createPromotion({
      reward: { reward: { case: "fixedAmount", value: { amounts: [eur(5n)] } } },
    });
    expect(await idsOf()).toEqual([]);
    expect(await idsOf({ marketSlug: "tax-added" })).toEqual([byMarket]);
    expect(await idsOf({ customerGroupIds: ["grp_b", "grp_a"] })).toEqual([byGroup]);
    expect(await idsOf({ destination: utrecht })).toEqual([byCountry]);
    const { candidates } = await quote([{ sku: "BOOK", quantity: 1 }], { currencyCode: "EUR" });
    expect(candidates.map(({ promotionId }) => promotionId)).toEqual([byCurrency, inCurrency]);
    expect(candidates[1]?.reward).toMatchObject({ case: "fixedAmount", value: { amount: eur(5n), matches: [0] } });
  });

  it("match lines by SKU, product, brand and category, minus exclusions and sale items", async () => {
    const { product } = await orders(CatalogService.method.getProduct, { key: { case: "slug", value: "sofa" } });
    const { categories } = await orders(CatalogService.method.listCategories, {});
    const home = categories.find(({ name }) => name === "Home")?.id ?? "";
    const matchesOf = async (items: object) => {
      const id = await createPromotion({
        class: DiscountClass.PRODUCT,
        reward: { reward: { case: "percentage", value: { basisPoints: 1, items } } },
      });
      const { candidates } = await quote([lamp, sofa]);
      const found = candidates.find(({ promotionId }) => promotionId === id);
      return found?.reward.case === "percentage" ? found.reward.value.matches : undefined;
    };
    expect(await matchesOf({})).toEqual([0, 1]);
    expect(await matchesOf({ skus: ["Sofa"] })).toEqual([1]);
    expect(await matchesOf({ productIds: [product?.id ?? ""] })).toEqual([1]);
    expect(await matchesOf({ brands: ["Lumen"] })).toEqual([0]);
    expect(await matchesOf({ categoryIds: [home] })).toEqual([0, 1]);
    expect(await matchesOf({ categoryIds: [home], excludedSkus: ["sofa"] })).toEqual([0]);
    expect(await matchesOf({ skus: ["NONE"] })).toEqual([]);
    await createPriceList({}, { amountMinor: 900n });
    expect(await matchesOf({ excludeSaleItems: true })).toEqual([0]);
  });

  it("have the lines of both selections of buy X get Y", async () => {
    await createPromotion({
      class: DiscountClass.PRODUCT,
      reward: {
        reward: {
          case: "buyXGetY",
          value: { buyItems: { skus: ["LAMP"] }, buyQuantity: 2, getItems: {}, getQuantity: 1, basisPoints: 10_000 },
        },
      },
    });
    expect((await quote([lamp, sofa])).candidates[0]?.reward).toMatchObject({
      case: "buyXGetY",
      value: { buyMatches: [0], buyQuantity: 2, getMatches: [0, 1], getQuantity: 1, basisPoints: 10_000 },
    });
  });

  it("leave out promotions whose limit is reached, in total or for a key of the customer", async () => {
    const total = await createPromotion({ usageLimit: 5 });
    const perCustomer = await createPromotion({ usageLimitPerCustomer: 2 });
    const sql = shop.sql("catalog");
    await sql`update promotions set reserved = 2, used = 3 where id = ${total}`;
    await sql`insert into promotion_customers (promotion_id, customer_key, usage_limit, reserved, used)
      values (${perCustomer}, 'acc_1', 2, 1, 1), (${perCustomer}, 'acc_2', 2, 1, 0)`;
    expect(await idsOf({ customerKeys: ["acc_2"] })).toEqual([perCustomer]);
    expect(await idsOf({ customerKeys: ["acc_2", "acc_1"] })).toEqual([]);
    expect(await idsOf()).toEqual([perCustomer]);
  });
});

describe("the coupon codes of a quote", () => {
  it("are candidates, or have the reason why not, in the order of the request", async () => {
    const spring = await createPromotion({ automatic: false }, "SPRING", "SPRING-2");
    const full = await createPromotion({ automatic: false, usageLimit: 1 }, "FULL");
    const group = await createPromotion({ automatic: false, conditions: { customerGroupIds: ["grp_a"] } }, "GROUP");
    await shop.sql("catalog")`update promotions set used = 1 where id = ${full}`;
    const couponCodes = ["unknown", "FULL", "group", "sPRING", "SPRING-2"];
    const response = await quote([sofa], { couponCodes });
    expect(response.couponCodes.map(({ code, state, promotionId }) => [code, state, promotionId])).toEqual([
      ["unknown", CouponCodeState.INVALID, ""],
      ["FULL", CouponCodeState.EXHAUSTED, full],
      ["group", CouponCodeState.NOT_APPLICABLE, group],
      ["sPRING", CouponCodeState.CANDIDATE, spring],
      ["SPRING-2", CouponCodeState.NOT_COMBINABLE, spring],
    ]);
    expect(response.candidates.map(({ promotionId, code }) => [promotionId, code])).toEqual([[spring, "sPRING"]]);
    expect(await reasonOf(quote([sofa], { couponCodes: [...couponCodes, "sixth"] }))).toBe("TOO_MANY_COUPONS");
  });

  it("are INVALID while they, or their promotions, are inactive, and EXHAUSTED at their own limit", async () => {
    const states = async (couponCodes: string[]) =>
      (await quote([sofa], { couponCodes })).couponCodes.map(({ state }) => state);
    await createPromotion({ automatic: false, startTime: at(hour) }, "LATER");
    await createPromotion({ automatic: false, endTime: at(-hour) }, "OVER");
    const off = await createPromotion({ automatic: false }, "PAUSED");
    await manager(method.setPromotionActive, { id: off, active: false });
    await createPromotion({ automatic: false }, "CODE-OFF", "CODE-FULL");
    await shop.sql("catalog")`update coupon_codes set active = false where code = 'CODE-OFF'`;
    await shop.sql("catalog")`update coupon_codes set usage_limit = 1, reserved = 1 where code = 'CODE-FULL'`;
    const { INVALID, EXHAUSTED } = CouponCodeState;
    expect(await states(["LATER", "OVER", "PAUSED", "CODE-OFF", "CODE-FULL"])).toEqual([
      INVALID,
      INVALID,
      INVALID,
      INVALID,
      EXHAUSTED,
    ]);
    expect(await states(["'; drop table promotions; --", "%"])).toEqual([INVALID, INVALID]);
  });
});

describe("a quote with cached terms", () => {
  const recent = (lines: readonly { sku: string; quantity: number }[], priceContext: object = {}) =>
    orders(method.quote, { lines: [...lines], priceContext, allowCachedTerms: true });

  /** Requests the quote twice. The second one finds the terms of the first one. */
  async function recentTwice(lines: readonly { sku: string; quantity: number }[], priceContext: object = {}) {
    await recent(lines, priceContext);
    return recent(lines, priceContext);
  }

  it.each([
    ["in the default currency", [lamp, { sku: "ENDED", quantity: 1 }, sofa, { sku: "lamp", quantity: 3 }], {}],
    ["in the only currency of its lines", [{ sku: "BOOK", quantity: 2 }], { currencyCode: "EUR" }],
    ["for an address", [sofa, lamp], { destination: { countryCode: "US", region: "PR", postalCode: "901" } }],
    ["for a destination of another market", [sofa], { marketSlug: "tax-added", destination: utrecht }],
  ])("is the current quote: %s", async (_name, lines, context) => {
    const { hasCachedTerms, ...cached } = await recentTwice(lines, context);
    expect(hasCachedTerms).toBe(true);
    const { hasCachedTerms: isCached, ...current } = await quote(lines, context);
    expect(isCached).toBe(false);
    expect(cached).toEqual(current);
  });

  it("has the price list, the promotion and the base price of this moment", async () => {
    const priceOf = async (context: object = {}) => {
      const { lines, hasCachedTerms } = await recentTwice([sofa], context);
      return [lines[0]?.unitPrice?.amountMinor, hasCachedTerms];
    };
    expect(await priceOf()).toEqual([1_000n, true]);
    await createPriceList({}, { amountMinor: 900n });
    expect(await priceOf()).toEqual([900n, false]);
    expect((await recent([sofa])).basePricesOnly).toBe(false);
    const { priceLists } = await manager(method.listPriceLists, { pageSize: 100 });
    for (const { id } of priceLists) await manager(method.deletePriceList, { id });
    await createPriceList({ customerGroupIds: ["grp_a"] }, { amountMinor: 800n });
    expect(await priceOf()).toEqual([1_000n, true]);
    expect(await priceOf({ customerGroupIds: ["grp_a"] })).toEqual([800n, false]);
    await createPromotion({});
    expect((await recent([sofa])).candidates).toHaveLength(1);
  });

  it("is not returned for coupon codes, or when a line has no price in the currency", async () => {
    await createPromotion({ automatic: false }, "CACHED");
    const { candidates, hasCachedTerms } = await recentTwice([sofa], { couponCodes: ["CACHED"] });
    expect([candidates.length, hasCachedTerms]).toEqual([1, false]);
    const unsold = await recentTwice([sofa, { sku: "BOOK", quantity: 1 }], { currencyCode: "EUR" });
    expect([unsold.skusNotSoldInCurrency, unsold.hasCachedTerms]).toEqual([["SOFA"], false]);
  });

  it("has the taxes of its own address where they depend on the address", async () => {
    const taxRate = { name: "City", taxClassCode: "standard", countryCode: "US", region: "NY", combinable: true };
    await manager(method.saveTaxRate, { taxRate: { ...taxRate, ratePpm: 45_000 } });
    const namesAt = async (region: string) => {
      const { lines } = await recentTwice([sofa], { destination: { countryCode: "US", region, postalCode: "10001" } });
      return lines[0]?.taxRates.map(({ name }) => name);
    };
    expect(await namesAt("NY")).toContain("City");
    expect(await namesAt("CA")).not.toContain("City");
  });
});
