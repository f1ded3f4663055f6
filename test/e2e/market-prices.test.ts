import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { asUser, login, register } from "../support/accounts.ts";
import { countCalls } from "../support/call-counter.ts";
import { type RequestOptions, request } from "../support/graphql-request.ts";
import { address, importProducts, productLine, waitForOutbox } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const manager = useUser(shop, "CATALOG_MANAGER");
const admin = useUser(shop, "ADMIN");
const customer = useUser(shop);

const inEuros = (sku: string, amountMinor: string, euros: string) => {
  const line = productLine(sku, 1_000, amountMinor);
  return { ...line, variants: [{ ...line.variants[0], basePrices: [{ amountMinor: euros, currency: "EUR" }] }] };
};

/** Runs a mutation with an input. Returns the field of its payload. */
async function mutate<T>(mutation: string, input: object, selection: string, api: Api = manager): Promise<T> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { result: ${selection} userErrors { code } } }`;
  const { result } = await fetchData<{ result: { result: T; userErrors: object[] } }>(api, query, { input });
  expect(result.userErrors).toEqual([]);
  return result.result;
}

let lists = 0;
async function createPriceList(fields: object, ...prices: object[]): Promise<string> {
  const input = { slug: `list-${++lists}`, name: "List", type: "SALE", ...fields };
  const { id } = await mutate<{ id: string }>("createPriceList", input, "priceList { id }");
  const withCurrency = prices.map((price) => ({ currency: "USD", ...price }));
  await mutate("setPriceListPrices", { priceListId: id, prices: withCurrency }, "priceList { id }");
  return id;
}
const later = (ms: number) => new Date(Date.now() + ms).toISOString();

const euro = { "x-stoa-market": "euro" };
const inPoland = { "cf-ipcountry": "PL" };
const inCanada = { "cf-ipcountry": "CA" };

beforeAll(async () => {
  const market = { slug: "euro", name: "Euro", countryCodes: ["PL"], currencies: ["EUR", "USD"], taxesIncluded: true };
  await mutate("createMarket", market, "market { id }", admin);
  const products = ["SOFA", "LAMP", "RUG", "KIT", "BED"].map((sku) => inEuros(sku, "1000", "900"));
  await importProducts(manager, products);
  await waitForOutbox(shop);
});

let pages = 0;
/** Returns a query of one price that no cache has. */
const newPage = (slug: string) =>
  `query Page${++pages} { product(slug: "${slug}") { variants { price { amountMinor currency } } } }`;

interface Seen {
  readonly price: string | undefined;
  readonly cache: string | null;
  readonly codes: readonly string[];
}
async function see(query: string, options: RequestOptions = {}): Promise<Seen> {
  const { data, codes, headers } = await request(shop.url, { query }, options);
  const price = data?.product?.variants[0].price;
  return { price: price && `${price.amountMinor} ${price.currency}`, cache: headers.get("cache-status"), codes };
}
const priceSeen = async (...args: Parameters<typeof see>) => (await see(...args)).price;
const hit = "stoa; hit";

describe("the market of a request", () => {
  it("is the one that x-stoa-market names, or that of the visitor's country, or the first one", async () => {
    const query = newPage("sofa");
    expect(await priceSeen(query, { headers: euro })).toBe("900 EUR");
    expect(await priceSeen(query, { headers: inPoland })).toBe("900 EUR");
    expect(await priceSeen(query)).toBe("1000 USD");
    for (const headers of [inCanada, { "cf-ipcountry": "BR" }, { "cf-ipcountry": "T1" }, { "cf-ipcountry": "XX" }]) {
      expect(await priceSeen(query, { headers })).toBe("1000 USD");
    }
    expect(await priceSeen(query, { headers: { ...inPoland, "x-stoa-market": "tax-added" } })).toBe("1000 USD");
    expect(await priceSeen(query, { headers: inPoland, token: manager.token })).toBe("900 EUR");
  });

  it("is rejected if it does not exist, where prices are read", async () => {
    const headers = { "x-stoa-market": "none" };
    expect((await see(newPage("sofa"), { headers })).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await request(shop.url, { query: "{ categories { name } }" }, { headers })).codes).toEqual([]);
  });

  it("decides the currency of quotes and carts that name no other one", async () => {
    const lines = [{ sku: "SOFA", quantity: 1 }];
    const query = "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor currency } } }";
    const quote = async (headers: Record<string, string>) =>
      (await request(shop.url, { query, variables: { input: { lines } } }, { headers, token: manager.token })).data
        ?.quote;
    expect(await quote(euro)).toEqual({ total: { amountMinor: "900", currency: "EUR" } });
    expect(await quote({})).toEqual({ total: { amountMinor: "1000", currency: "USD" } });
    // A quote without the header uses the market of its destination, here the first one.
    expect(await quote(inPoland)).toEqual({ total: { amountMinor: "1000", currency: "USD" } });
  });

  it("decides the currency of an empty cart, which its later lines have in any market", async () => {
    const line = "sku quantity unitPrice { amountMinor currency }";
    const change = async (field: string, input: object, options: RequestOptions) => {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) {
        order { id lines { ${line} } } userErrors { code } } }`;
      const { order } = (await request(shop.url, { query, variables: { input } }, options)).data[field];
      type Line = { sku: string; quantity: number; unitPrice: { amountMinor: string; currency: string } };
      const lines = (order.lines as Line[]).map(
        ({ sku, quantity, unitPrice: { amountMinor, currency } }) => `${quantity} ${sku} ${amountMinor} ${currency}`,
      );
      return { cartId: order.id as string, lines };
    };
    for (const [from, later, price] of [
      [inPoland, {}, "900 EUR"],
      [{}, euro, "1000 USD"],
    ] as const) {
      const { token } = await shop.signUp();
      const add = (sku: string, headers: Record<string, string>) =>
        change("addToCart", { sku, quantity: 1, idempotencyKey: sku }, { token, headers });
      const { cartId, lines } = await add("SOFA", from);
      expect(lines).toEqual([`1 SOFA ${price}`]);
      const setLine = { cartId, sku: "SOFA", quantity: 2 };
      expect((await change("setCartLine", setLine, { token, headers: later })).lines).toEqual([`2 SOFA ${price}`]);
      expect((await add("LAMP", later)).lines).toEqual([`2 SOFA ${price}`, `1 LAMP ${price}`]);
    }
  });

  it("is the market of an order that is placed with the header, and charges the price that its products show", async () => {
    const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      order { status market { slug } total { currency } lines { unitPrice { amountMinor } } } userErrors { code } } }`;
    const place = async (countryCode: string, headers: Record<string, string>) => {
      const shippingAddress = { ...address, countryCode, postalCode: "00-950" };
      const lines = [{ sku: "BED", quantity: 1 }];
      const idempotencyKey = `${countryCode} ${JSON.stringify(headers)}`;
      const input = { idempotencyKey, lines, paymentMethod: "pm_card_visa", shippingAddress };
      const token = customer.token;
      return (await request(shop.url, { query, variables: { input } }, { headers, token })).data.placeOrder;
    };
    const unitPrice = { amountMinor: "900" };
    const order = { status: "CONFIRMED", market: { slug: "euro" }, total: { currency: "EUR" }, lines: [{ unitPrice }] };
    expect(await priceSeen(newPage("bed"), { headers: euro })).toBe("900 EUR");
    expect(await place("PL", euro)).toEqual({ order, userErrors: [] });
    // Without the header the market of the destination decides, not that of the visitor.
    expect(await place("PL", inCanada)).toEqual({ order, userErrors: [] });
    expect(await place("BR", euro)).toMatchObject({ order: null, userErrors: [{ code: "NOT_SOLD_IN_MARKET" }] });
  });

  it("has the fields of prices in all currencies and quantities", async () => {
    await createPriceList(
      {},
      { sku: "KIT", currency: "EUR", amountMinor: "800" },
      { sku: "KIT", currency: "EUR", amountMinor: "700", minQuantity: 10 },
    );
    const money = "{ amountMinor currency }";
    const query = `{ product(slug: "kit") { priceRange { min ${money} max ${money} } variants {
      price ${money} compareAtPrice ${money} one: unitPrice ${money} ten: unitPrice(quantity: 10) ${money}
      dollars: unitPrice(currency: USD, quantity: 10) ${money} yen: unitPrice(currency: JPY) ${money}
    } } }`;
    const eur = (amountMinor: string) => ({ amountMinor, currency: "EUR" });
    const usd = (amountMinor: string) => ({ amountMinor, currency: "USD" });
    const read = async (headers = {}) => (await request(shop.url, { query }, { headers })).data?.product;
    expect(await read(euro)).toEqual({
      priceRange: { min: eur("800"), max: eur("800") },
      variants: [
        {
          price: eur("800"),
          compareAtPrice: eur("900"),
          one: eur("800"),
          ten: eur("700"),
          dollars: usd("1000"),
          yen: null,
        },
      ],
    });
    expect((await read()).variants[0]).toMatchObject({ price: usd("1000"), compareAtPrice: null, ten: usd("1000") });
    const invalid = '{ product(slug: "kit") { variants { unitPrice(quantity: 0) { amountMinor } } } }';
    expect((await request(shop.url, { query: invalid })).codes).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("the response cache", () => {
  it("separates the markets, and shares a response in a market", async () => {
    const query = newPage("rug");
    for (const method of ["GET", "POST"] as const) {
      const first = await Promise.all([see(query, { method, headers: euro }), see(query, { method })]);
      expect(first.map(({ price }) => price)).toEqual(["900 EUR", "1000 USD"]);
    }
    for (let count = 0; count < 3; count++) {
      for (const method of ["GET", "POST"] as const) {
        expect(await see(query, { method, headers: euro })).toEqual({ price: "900 EUR", cache: hit, codes: [] });
        expect(await see(query, { method, headers: inPoland })).toEqual({ price: "900 EUR", cache: hit, codes: [] });
        expect(await see(query, { method })).toEqual({ price: "1000 USD", cache: hit, codes: [] });
      }
    }
    const { headers } = await request(shop.url, { query });
    expect(headers.get("vary")).toContain("x-stoa-market");
  });

  it.each(["SALE", "OVERRIDE"])(
    "has no price of an ended %s list, and each price of one that has started",
    async (type) => {
      const [startsAt, endsAt] = [later(2_000), later(7_000)];
      await createPriceList({ type, startsAt, endsAt }, { sku: "LAMP", amountMinor: "500" });
      const queries = [
        newPage("lamp"),
        `query Range${pages} { products(first: 50) { edges { node { slug priceRange { min { amountMinor } } } } } }`,
        `query Search${pages} { search(query: "lamp") { edges { node { slug priceRange { min { amountMinor } } } } } }`,
      ];
      const pricesSeen = async () => {
        const responses = await Promise.all(queries.map((query) => request(shop.url, { query }, { method: "GET" })));
        return responses.map(({ text }) => {
          const product = text.includes('"slug"') ? text.slice(text.indexOf('"slug":"lamp"')) : text;
          return /"amountMinor":"(\d+)"/.exec(product)?.[1];
        });
      };
      const [starts, ends] = [Date.parse(startsAt), Date.parse(endsAt)];
      let [before, during, after] = [0, 0, 0];
      while (after < 3) {
        const sentAt = Date.now();
        const prices = await pricesSeen();
        const receivedAt = Date.now();
        if (receivedAt < starts) {
          expect(prices).toEqual(["1000", "1000", "1000"]);
          before++;
        } else if (sentAt > starts + 500 && receivedAt < ends) {
          expect(prices).toEqual(["500", "500", "500"]);
          during++;
        } else if (sentAt > ends + 500) {
          expect(prices).toEqual(["1000", "1000", "1000"]);
          after++;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect([before > 0, during > 0]).toEqual([true, true]);
      expect((await request(shop.url, { query: queries[0] }, { method: "GET" })).headers.get("cache-status")).toBe(hit);
    },
  );

  it("shows a price list that a partner changes within two seconds", async () => {
    const query = newPage("bed");
    expect([await priceSeen(query), (await see(query)).cache]).toEqual(["1000 USD", hit]);
    // The gateway does not see the write.
    const rpc = await shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });
    const priceList = { slug: "direct", name: "Direct", type: 2, active: true };
    const saved = await rpc(PricingService.method.savePriceList, { priceList });
    const prices = [{ sku: "BED", currencyCode: "USD", minQuantity: 1, amountMinor: 400n }];
    await rpc(PricingService.method.setPriceListPrices, { priceListId: saved.priceList?.id ?? "", prices });
    await expect.poll(() => priceSeen(query), { timeout: 2_000 }).toBe("400 USD");
    await rpc(PricingService.method.deletePriceList, { id: saved.priceList?.id ?? "" });
    await expect.poll(() => priceSeen(query), { timeout: 2_000 }).toBe("1000 USD");
  });
});

describe("prices of customer groups", () => {
  const createCustomer = async (email: string, group: string) => {
    const { id } = await mutate<{ id: string }>(
      "createCustomerGroup",
      { slug: group, name: group },
      "customerGroup { id }",
    );
    const { account } = await register({ url: shop.url }, { email });
    await mutate("setCustomerGroups", { accountId: account?.id ?? "", customerGroupIds: [id] }, "account { id }");
    return { id, api: asUser(shop, await login({ url: shop.url }, email)) };
  };

  it("are seen by their members only, in a thousand mixed requests", async () => {
    const trade = await createCustomer("trade@example.com", "trade");
    const press = await createCustomer("press@example.com", "press");
    await createPriceList({ customerGroupIds: [trade.id] }, { sku: "SOFA", amountMinor: "600" });
    await createPriceList({ customerGroupIds: [press.id] }, { sku: "SOFA", amountMinor: "700" });
    const callers: readonly [string, RequestOptions][] = [
      ["600 USD", { token: trade.api.token }],
      ["700 USD", { token: press.api.token }],
      ["1000 USD", {}],
      ["1000 USD", { method: "GET" }],
      ["900 EUR", { headers: euro }],
      ["900 EUR", { headers: { ...euro, authorization: `Bearer ${trade.api.token}` } }],
    ];
    const queries = [newPage("sofa"), newPage("sofa")];
    const seen = new Map<string, number>();
    for (let batch = 0; batch < 50; batch++) {
      const requests = Array.from({ length: 20 }, async (_, index) => {
        const [expected, options] = callers[(batch * 7 + index * 5) % callers.length] ?? ["", {}];
        const { price, cache } = await see(queries[index % 2] ?? "", options);
        expect(price).toBe(expected);
        if (cache === hit) seen.set(expected, (seen.get(expected) ?? 0) + 1);
      });
      await Promise.all(requests);
    }
    // Only visitors without an account share cached responses.
    expect([...seen.keys()].sort()).toEqual(["1000 USD", "900 EUR"]);
  });
});

describe("the calls and statements of a product list", () => {
  it("are the same with price lists and in another market", async () => {
    await createPriceList({}, { sku: "RUG", amountMinor: "1" });
    await waitForOutbox(shop);
    const query =
      "{ products(first: 10) { edges { node { name priceRange { min { formatted } } variants { compareAtPrice { formatted } unitPrice(quantity: 3) { formatted } } } } } }";
    await fetchData(manager, query);
    expect(await countCalls(shop, manager, query)).toEqual({ rpcs: ["ListProducts"], statements: 1, errors: [] });
    const page =
      '{ product(slug: "rug") { variants { price { formatted } product { priceRange { max { formatted } } } } } }';
    await fetchData(manager, page);
    expect(await countCalls(shop, manager, page)).toEqual({ rpcs: ["BatchGetProducts"], statements: 1, errors: [] });
  });
});
