import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login, refresh, register, startGuest } from "../support/accounts.ts";
import { productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("SOFA", 1_000)] });
const manager = useUser(shop, "CATALOG_MANAGER");

/** Runs a mutation with an input. Returns the field of its payload. */
async function mutate<T>(mutation: string, input: object, selection: string, api: Api = manager): Promise<T> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { result: ${selection} userErrors { code } } }`;
  const { result } = await fetchData<{ result: { result: T; userErrors: object[] } }>(api, query, { input });
  expect(result.userErrors).toEqual([]);
  return result.result;
}

const createGroup = async (slug: string) =>
  (await mutate<{ id: string }>("createCustomerGroup", { slug, name: slug }, "customerGroup { id }")).id;
const setGroups = (accountId: string, ...customerGroupIds: string[]) =>
  mutate("setCustomerGroups", { accountId, customerGroupIds }, "account { id }");

async function createPrices(slug: string, amountMinor: string, fields: object, currency = "USD") {
  const list = await mutate<{ id: string; customerGroups: object[] }>(
    "createPriceList",
    { slug, name: slug, type: "OVERRIDE", ...fields },
    "priceList { id customerGroups { slug } }",
  );
  const prices = [{ sku: "SOFA", currency, amountMinor }];
  await mutate("setPriceListPrices", { priceListId: list.id, prices }, "priceList { id }");
  return list;
}

async function createPromotion(slug: string, fields: object) {
  const input = { slug, name: slug, class: "ORDER", reward: { percentage: { basisPoints: 1_000 } }, ...fields };
  const selection = "promotion { id conditions { customerGroups { slug } } }";
  const promotion = await mutate<{ id: string }>("createPromotion", input, selection);
  await mutate("setPromotionActive", { id: promotion.id, active: true }, "promotion { id }");
  return promotion;
}

/** Registers a customer of these groups. */
async function createCustomer(email: string, ...groupIds: string[]) {
  const { account } = await register({ url: shop.url }, { email });
  const accountId = account?.id ?? "";
  await setGroups(accountId, ...groupIds);
  const session = await login({ url: shop.url }, email);
  return { accountId, session, api: asUser(shop, session) };
}

const quoteQuery = `query ($input: QuoteInput!) { quote(input: $input) {
  lines { unitPrice { amountMinor } } discounts { name } total { amountMinor } couponCodes { status message }
} }`;

interface Quote {
  readonly lines: readonly { readonly unitPrice: { readonly amountMinor: string } }[];
  readonly discounts: readonly { readonly name: string }[];
  readonly total: { readonly amountMinor: string };
  readonly couponCodes: readonly { readonly status: string; readonly message: string }[];
}

async function quote(api: Api, fields: object = {}): Promise<Quote> {
  const input = { lines: [{ sku: "SOFA", quantity: 1 }], ...fields };
  return (await fetchData<{ quote: Quote }>(api, quoteQuery, { input })).quote;
}

/** Returns the unit price, the discounts and the total. */
async function priceOf(api: Api, fields: object = {}) {
  const { lines, discounts, total } = await quote(api, fields);
  return [lines[0]?.unitPrice.amountMinor, ...discounts.map(({ name }) => name), total.amountMinor];
}

const groups = { trade: "", press: "" };
let trader: Awaited<ReturnType<typeof createCustomer>>;
let journalist: Awaited<ReturnType<typeof createCustomer>>;
let other: Awaited<ReturnType<typeof createCustomer>>;

const [basePrice, tradePrice, pressPrice] = [
  ["1000", "1000"],
  ["800", "800"],
  ["950", "Press discount", "855"],
];

beforeAll(async () => {
  groups.trade = await createGroup("trade");
  groups.press = await createGroup("press");
  await createPrices("trade-prices", "800", { customerGroupIds: [groups.trade] });
  await createPrices("press-prices", "950", { customerGroupIds: [groups.press] });
  await createPromotion("press", {
    name: "Press discount",
    automatic: true,
    conditions: { customerGroupIds: [groups.press] },
  });
  trader = await createCustomer("trader@example.com", groups.trade);
  journalist = await createCustomer("journalist@example.com", groups.press);
  other = await createCustomer("other@example.com");
});

describe("price lists and promotions for customer groups", () => {
  it("show their groups, and replace them in an update", async () => {
    const list = await createPrices("empty", "1", { active: false, customerGroupIds: [groups.press, groups.trade] });
    expect(list.customerGroups).toEqual([{ slug: "press" }, { slug: "trade" }]);
    const selection = "priceList { customerGroups { slug } }";
    const update = (fields: object) => mutate("updatePriceList", { id: list.id, ...fields }, selection);
    expect(await update({ customerGroupIds: [groups.trade] })).toEqual({ customerGroups: [{ slug: "trade" }] });
    expect(await update({ name: "Same groups" })).toEqual({ customerGroups: [{ slug: "trade" }] });
    expect(await update({ customerGroupIds: [] })).toEqual({ customerGroups: [] });
    const conditions = { customerGroupIds: [groups.trade] };
    expect(await createPromotion("shown", { automatic: false, conditions })).toMatchObject({
      conditions: { customerGroups: [{ slug: "trade" }] },
    });
  });
});

describe("the quote of a customer", () => {
  it("has the prices and promotions of the customer's own groups", async () => {
    const visitor = { url: shop.url };
    const guest = asUser(shop, await startGuest(visitor));
    expect(await priceOf(trader.api)).toEqual(tradePrice);
    expect(await priceOf(journalist.api)).toEqual(pressPrice);
    for (const api of [other.api, guest, visitor]) expect(await priceOf(api)).toEqual(basePrice);
  });

  it("has the prices of all of the customer's groups", async () => {
    const { api } = await createCustomer("both@example.com", groups.trade, groups.press);
    expect(await priceOf(api)).toEqual(["800", "Press discount", "720"]);
  });

  it("has the group prices for the lines of the customer's cart", async () => {
    const create = "mutation { createCart { order { id } } }";
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(trader.api, create);
    const cartId = createCart.order.id;
    await mutate("setCartLine", { cartId, sku: "SOFA", quantity: 2 }, "order { id }", trader.api);
    expect(await priceOf(trader.api, { lines: null, cartId })).toEqual(["800", "1600"]);
  });

  it("includes currencies in which only the customer's group has a price", async () => {
    await createPrices("trade-euros", "700", { customerGroupIds: [groups.trade] }, "EUR");
    const create = "mutation { createCart { order { id } } }";
    const set = `mutation ($input: SetCartCurrencyInput!) { set: setCartCurrency(input: $input) {
      order { lines { unitPrice { amountMinor currency } } } userErrors { code }
    } }`;
    const setEuros = async (api: Api) => {
      const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(api, create);
      const cartId = createCart.order.id;
      await mutate("setCartLine", { cartId, sku: "SOFA", quantity: 1 }, "order { id }", api);
      return (await fetchData<{ set: object }>(api, set, { input: { cartId, currency: "EUR" } })).set;
    };
    const lines = [{ unitPrice: { amountMinor: "700", currency: "EUR" } }];
    expect(await setEuros(trader.api)).toEqual({ order: { lines }, userErrors: [] });
    expect(await setEuros(other.api)).toMatchObject({ userErrors: [{ code: "NOT_SOLD_IN_CURRENCY" }] });
  });

  it("does not apply a code of another group, and does not name the group", async () => {
    const conditions = { customerGroupIds: [groups.trade] };
    const { id: promotionId } = await createPromotion("trade-code", { automatic: false, conditions });
    const codes = { promotionId, code: "TRADE10", idempotencyKey: "trade" };
    await mutate("createCouponCodes", codes, "couponCodes { id }");
    const couponCodes = ["TRADE10"];
    expect((await quote(trader.api, { couponCodes })).couponCodes).toMatchObject([{ status: "APPLIED" }]);
    for (const api of [other.api, { url: shop.url }]) {
      const [code] = (await quote(api, { couponCodes })).couponCodes;
      expect(code).toMatchObject({ status: "NOT_APPLICABLE", message: expect.not.stringMatching(/trade/i) });
    }
  });

  it("changes with the next access token when staff change the groups", async () => {
    const { accountId, session, api } = await createCustomer("changing@example.com", groups.trade);
    await setGroups(accountId, groups.press);
    expect(await priceOf(api)).toEqual(tradePrice);
    const next = await refresh({ url: shop.url }, session.refreshToken);
    expect(await priceOf(asUser(shop, next))).toEqual(pressPrice);
    await setGroups(accountId);
    const last = await refresh({ url: shop.url }, next.refreshToken);
    expect(await priceOf(asUser(shop, last))).toEqual(basePrice);
  });

  it("is never the quote of another caller: 300 mixed requests that the response cache could serve", async () => {
    const url = new URL(`${shop.url}/graphql`);
    url.searchParams.set(
      "query",
      `{ quote(input: { lines: [{ sku: "SOFA", quantity: 1 }] }) { total { amountMinor } } }`,
    );
    const expected = [
      [trader.api.token, "800"],
      [journalist.api.token, "855"],
      [other.api.token, "1000"],
      [undefined, "1000"],
    ] as const;
    const send = async (index: number) => {
      const [token, total] = expected[(index * 7) % 4] ?? expected[3];
      const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
      expect(response.headers.get("cache-control")).toContain("no-store");
      expect(await response.json()).toEqual({ data: { quote: { total: { amountMinor: total } } } });
    };
    for (let batch = 0; batch < 15; batch++) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => send(batch * 20 + index + Math.floor(index / 4))));
    }
  });
});
