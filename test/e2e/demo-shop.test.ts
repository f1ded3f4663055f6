import { beforeAll, describe, expect, it } from "vitest";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { getDemoProducts } from "../../dev/cli/demo/products.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { type Api, fetchData, signIn } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import { runMutation } from "../support/accounts.ts";
import { address, placeOrder } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ limits: true });
let customer: Api;
let trade: Api;

beforeAll(async () => {
  expect(await seedWhenEmpty(shop.url, shop.stack.services)).toBe(true);
  const signInAs = async (name: string) => ({
    url: shop.url,
    token: await signIn(shop.url, `${name}@stoa.example`, demoPassword),
  });
  customer = await signInAs("customer");
  trade = await signInAs("trade");
});

interface Quote {
  readonly market: object;
  readonly total: object;
  readonly problems: readonly object[];
  readonly [field: string]: unknown;
}

const amount = "{ amountMinor }";
const quoteQuery = `query ($input: QuoteInput!) { quote(input: $input) {
  market { slug } lines { unitPrice ${amount} compareAtUnitPrice ${amount} } discounts { name code amount ${amount} }
  shipping ${amount} taxLines { name amount ${amount} } taxesIncluded total { amountMinor currency } problems { code }
} }`;

async function quote(api: Api, input: object): Promise<Quote> {
  return (await fetchData<{ quote: Quote }>(api, quoteQuery, { input })).quote;
}

interface Order {
  readonly sku: string;
  readonly quantity: number;
  readonly to?: { readonly countryCode: string; readonly region?: string; readonly postalCode?: string };
  readonly more?: object;
}

const amsterdam = { countryCode: "NL", postalCode: "1011" };
const seattle = { countryCode: "US", region: "WA", postalCode: "98101" };
const dallas = { countryCode: "US", region: "TX", postalCode: "75001" };
let orders = 0;

/** Quotes an order, places it, and expects that it costs the quoted total. Returns the quote. */
async function order(api: Api, { sku, quantity, to = amsterdam, more = {} }: Order): Promise<Quote> {
  const lines = [{ sku, quantity }];
  const quoted = await quote(api, { lines, destination: to, ...more });
  expect(quoted.problems).toEqual([]);
  const { order: placed, userErrors } = await placeOrder(api, {
    idempotencyKey: `demo ${orders++}`,
    lines,
    shippingAddress: { ...address, ...to },
    expectedTotal: quoted.total,
    ...more,
  });
  expect([userErrors, placed?.status]).toEqual([[], "CONFIRMED"]);
  const query = "query ($id: ID!) { order(id: $id) { market { slug } total { amountMinor currency } } }";
  const { order: read } = await fetchData<{ order: object }>(api, query, { id: placed?.id });
  expect(read).toEqual({ market: quoted.market, total: quoted.total });
  return quoted;
}

const euros = (minor: number) => ({ amountMinor: String(minor), currency: "EUR" });
const dollars = (minor: number) => ({ amountMinor: String(minor), currency: "USD" });
const minor = (value: number) => ({ amountMinor: String(value) });

describe("an order in the demo shop", () => {
  it("has the price of the product, without a discount, if it is a plain one", async () => {
    const plain = { discounts: [], shipping: minor(0), taxesIncluded: true, total: dollars(17_800) };
    expect(await order(customer, { sku: "LGT-01-1", quantity: 2 })).toMatchObject(plain);
    const products = getDemoProducts().filter(({ categoryPaths: [path] }) => path?.startsWith("Kitchen/"));
    for (const { variants } of products.slice(0, 3)) {
      const [{ sku, price } = { sku: "", price: undefined }] = variants;
      expect((await order(customer, { sku, quantity: 1 })).total).toEqual(price);
    }
  });

  it("is in euros with the tax inside in Europe, if the product has a price in euros", async () => {
    expect(await order(customer, { sku: "SHO-02-1", quantity: 1 })).toMatchObject({
      market: { slug: "europe" },
      taxesIncluded: true,
      taxLines: [{ name: "VAT", amount: minor(1_024) }],
      total: euros(5_900),
    });
  });

  it("is in dollars with the tax of the state and the city on top in the United States", async () => {
    expect(await order(customer, { sku: "SHO-02-1", quantity: 1, to: seattle })).toMatchObject({
      market: { slug: "united-states" },
      taxesIncluded: false,
      taxLines: [
        { name: "WA state tax", amount: minor(384) },
        { name: "Seattle tax", amount: minor(227) },
      ],
      total: dollars(6_511),
    });
    const { taxLines } = await order(customer, { sku: "SHO-02-1", quantity: 1, to: dallas });
    expect(taxLines).toEqual([{ name: "TX state tax", amount: minor(369) }]);
    const elsewhere = { countryCode: "US", postalCode: "12345" };
    expect((await order(customer, { sku: "LGT-01-1", quantity: 1, to: elsewhere })).total).toEqual(dollars(8_900));
  });

  it.each([amsterdam, seattle])("has the price of the sale: %o", async (to) => {
    const { lines, discounts } = await order(customer, { sku: "CMP-01-1", quantity: 1, to });
    expect(lines).toEqual([{ unitPrice: minor(29_900), compareAtUnitPrice: minor(34_900) }]);
    expect(discounts).toEqual([]);
  });

  it("has a discount on clothing from 200 on", async () => {
    expect(await order(customer, { sku: "SHT-01-1", quantity: 3 })).toMatchObject({
      discounts: [{ name: "10 % off clothing from 200", code: null, amount: minor(2_370) }],
      total: dollars(21_330),
    });
    expect((await order(customer, { sku: "SHT-01-1", quantity: 2 })).total).toEqual(dollars(15_800));
  });

  it("has a discount with the code without a limit", async () => {
    const withCode = { sku: "LGT-01-1", quantity: 1, more: { couponCodes: ["WELCOME10"] } };
    expect(await order(customer, withCode)).toMatchObject({
      discounts: [{ code: "WELCOME10", amount: minor(890) }],
      total: dollars(8_010),
    });
  });

  it("has express shipping by weight, which the code with a limit makes free", async () => {
    const express = { sku: "CHR-01-1", to: seattle, more: { shippingMethod: "express" } };
    expect((await order(customer, { ...express, quantity: 1 })).shipping).toEqual(minor(1_500));
    expect((await order(customer, { ...express, quantity: 2 })).shipping).toEqual(minor(3_900));
    const free = { shippingMethod: "express", couponCodes: ["SHIPFREE"] };
    expect(await order(customer, { ...express, quantity: 2, more: free })).toMatchObject({
      discounts: [{ code: "SHIPFREE", amount: minor(3_900) }],
    });
    const manager = { url: shop.url, token: await signIn(shop.url, "manager@stoa.example", demoPassword) };
    const usage = `{ couponCode(code: "SHIPFREE") { usageLimit usageCount reservedCount } }`;
    const used = { couponCode: { usageLimit: 100, usageCount: 1, reservedCount: 0 } };
    await expect.poll(() => fetchData(manager, usage), { timeout: 10_000 }).toEqual(used);
  });

  it("has the prices of the trade customers for their account only", async () => {
    expect((await order(trade, { sku: "CHR-01-1", quantity: 1 })).total).toEqual(euros(12_900));
    expect((await order(trade, { sku: "CHR-01-1", quantity: 10 })).total).toEqual(euros(109_000));
    expect((await order(customer, { sku: "CHR-01-1", quantity: 1 })).total).toEqual(dollars(15_900));
  });
});

describe("a product in the demo shop", () => {
  it.each([
    ["europe", "canvas-sneaker", euros(5_900), null],
    ["united-states", "canvas-sneaker", dollars(5_900), null],
    ["europe", "ridge-two-person-tent", euros(29_900), euros(34_900)],
    ["europe", "halden-reading-lamp", dollars(8_900), null],
    ["tax-included", "ridge-two-person-tent", dollars(34_900), null],
    // The first market, the United States.
    ["", "ridge-two-person-tent", dollars(29_900), dollars(34_900)],
  ])("has the price of the market %j: %s", async (market, slug, price, compareAtPrice) => {
    const money = "{ amountMinor currency }";
    const query = `{ product(slug: "${slug}") { variants { price ${money} compareAtPrice ${money} } } }`;
    const headers = { "content-type": "application/json", ...(market === "" ? {} : { "x-stoa-market": market }) };
    const body = JSON.stringify({ query });
    const response = await fetch(`${shop.url}/graphql`, { method: "POST", headers, body });
    const { data } = (await response.json()) as { data: { product: { variants: readonly object[] } } };
    expect(data.product.variants[0]).toEqual({ price, compareAtPrice });
  });
});

describe("a cart in the demo shop", () => {
  it("is placed in the currency of the prices that it shows", async () => {
    const mutation = "mutation { createCart { order { id } } }";
    type Data = { createCart: { order: { id: string } } };
    const cartId = (await fetchData<Data>(customer, mutation)).createCart.order.id;
    const line = { cartId, sku: "SHO-02-1", quantity: 1 };
    expect(await runMutation(customer, "setCartLine", "SetCartLineInput", line)).toEqual([]);
    const { total } = await quote(customer, { cartId, destination: amsterdam });
    expect(total).toEqual(dollars(5_900));
    const shippingAddress = { ...address, ...amsterdam };
    const input = { idempotencyKey: "demo cart", cartId, shippingAddress, expectedTotal: total };
    expect((await placeOrder(customer, input)).order?.status).toBe("CONFIRMED");
  });
});

describe("filling the demo shop", () => {
  it("uses up no registrations of the user of this machine", async () => {
    const password = "correct horse battery";
    for (let user = 0; user < 10; user++) {
      const input = { email: `user-${user}@example.com`, firstName: "A", lastName: "B", password };
      expect(await runMutation({ url: shop.url }, "register", "RegisterInput", input)).toEqual([]);
    }
  });
});

describe("an import into the demo shop", () => {
  it("keeps the prices in euros and the weights of a product", async () => {
    const query = `{ product(slug: "canvas-sneaker") { variants { weightGrams basePrices { amountMinor currency } } } }`;
    const manager = { url: shop.url, token: await signIn(shop.url, "manager@stoa.example", demoPassword) };
    const before = await fetchData<{ product: { variants: readonly object[] } }>(manager, query);
    expect(before.product.variants[0]).toMatchObject({
      weightGrams: 1_000,
      basePrices: [dollars(5_900), euros(5_900)],
    });
    const sneaker = getDemoProducts().find(({ slug }) => slug === "canvas-sneaker");
    const [result] = await importLines(manager, [JSON.stringify({ ...sneaker, brand: "Other" })]);
    expect(result).toMatchObject({ result: "updated" });
    expect(await fetchData(manager, query)).toEqual(before);
  });
});
