import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendGraphql } from "../../dev/cli/shop/api.ts";
import {
  address,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";

let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  customer = await shop.signUp();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 5)]);
});

afterAll(() => shop?.stop());

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; codes: unknown[] }> {
  const response = await fetch(`${shop.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${customer.token}`, ...headers },
    body,
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions?: { code?: unknown } }[] };
  return { status: response.status, codes: errors.map(({ extensions }) => extensions?.code) };
}

describe("an order with bad input", () => {
  const line = { sku: "THING", quantity: 1 };

  it.each([
    ["quantity 0", { lines: [{ ...line, quantity: 0 }] }, "INVALID_QUANTITY", "input.lines.0.quantity"],
    ["quantity -1", { lines: [{ ...line, quantity: -1 }] }, "INVALID_QUANTITY", "input.lines.0.quantity"],
    ["quantity 10^9", { lines: [{ ...line, quantity: 1_000_000_000 }] }, "INVALID_QUANTITY", "input.lines.0.quantity"],
    ["an unknown SKU", { lines: [{ ...line, sku: "NOPE" }] }, "UNKNOWN_SKU", "input.lines.0.sku"],
    [
      "a name that nothing can store",
      { lines: [line], shippingAddress: { ...address, name: "A\u0000B" } },
      "INVALID_TEXT",
      "input.shippingAddress.name",
    ],
    ["no lines", { lines: [] }, "CART_OR_LINES", "input.lines"],
    ["lines and a cart", { lines: [line], cartId: "ord_00000000000000000000000000" }, "CART_OR_LINES", "input.lines"],
    ["a cart that is not", { cartId: "ord_00000000000000000000000000" }, "NOT_FOUND", "input.cartId"],
    ["an empty key", { lines: [line], idempotencyKey: "" }, "INVALID_IDEMPOTENCY_KEY", "input.idempotencyKey"],
    [
      "a card number",
      { lines: [line], paymentMethod: "4242424242424242" },
      "INVALID_PAYMENT_METHOD",
      "input.paymentMethod",
    ],
    [
      "a country that is not",
      { lines: [line], shippingAddress: { ...address, countryCode: "Narnia" } },
      "INVALID_COUNTRY",
      "input.shippingAddress.countryCode",
    ],
    [
      "a currency that the price is not in",
      { lines: [line], expectedTotal: { amountMinor: "1000", currency: "EUR" } },
      "CURRENCY_MISMATCH",
      "input.expectedTotal.currency",
    ],
  ])("%s is a user error at its field and changes nothing", async (name, input, code, field) => {
    const answer = await placeOrder(customer, { idempotencyKey: `bad ${name}`, ...input });
    expect(answer.order).toBeNull();
    expect(answer.userErrors.map((error) => [error.code, error.field.join(".")])).toEqual([[code, field]]);
    expect(await readStock(customer, "thing")).toEqual({ available: 5, reserved: 0 });
    const { data } = await sendGraphql<{ orders: { edges: unknown[] } }>(customer, "{ orders { edges { cursor } } }");
    expect(data?.orders.edges).toEqual([]);
  });
});

describe("a request that is not one", () => {
  const mutation = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }`;

  it("a malformed amount names what an amount is", async () => {
    const input = {
      idempotencyKey: "money",
      lines: [{ sku: "THING", quantity: 1 }],
      paymentMethod: "pm_card_visa",
      shippingAddress: address,
      expectedTotal: { amountMinor: "12.50", currency: "USD" },
    };
    const { errors } = await sendGraphql(customer, mutation, { input });
    expect(errors?.[0]?.message).toContain("64-bit integer");
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("a text that nothing can store is refused wherever it stands", async () => {
    const variables = { text: "a\u0000b" };
    const search = "query ($text: String!) { search(query: $text) { totalCount } }";
    const login =
      "mutation ($text: String!) { login(input: { email: $text, password: $text }) { userErrors { code } } }";
    expect((await sendGraphql(customer, search, variables)).errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
    expect((await sendGraphql(customer, login, variables)).data).toEqual({
      login: { userErrors: [{ code: "INVALID_TEXT" }] },
    });
  });

  it.each([
    ["orders", ["+100000-01-01T00:00:00.000Z", "ord_0"]],
    ["orders", ["-000100-01-01T00:00:00.000Z", "ord_0"]],
    ["orders", ["2026-01-01T00:00:00.000Z", "\u0000"]],
    ["products", ["newest", "+100000-01-01T00:00:00.000Z", "prd_0"]],
    ["products", ["newest", "0", "\u0000"]],
  ])("a cursor of %s that somebody made up is refused: %j", async (list, position) => {
    const after = Buffer.from(JSON.stringify(position)).toString("base64url");
    const query = `query ($after: String) { list: ${list}(after: $after) { edges { cursor } } }`;
    const { errors } = await sendGraphql(customer, query, { after });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("a date that is in no calendar is the next one that is", async () => {
    const after = Buffer.from(JSON.stringify(["newest", "2000-02-31", "prd_0"])).toString("base64url");
    const query = `query ($after: String) { products(after: $after) { edges { cursor } } }`;
    expect(await sendGraphql(customer, query, { after })).toEqual({ data: { products: { edges: [] } } });
  });

  it("half of a character is refused, in a key above all, and a whole one is not", async () => {
    const input = { lines: [{ sku: "NOPE", quantity: 1 }], paymentMethod: "pm_card_visa", shippingAddress: address };
    const place = (key: string) =>
      JSON.stringify({ query: mutation, variables: { input } }).replace('"lines"', `"idempotencyKey":"${key}","lines"`);
    for (const half of ["a\\ud800b", "\\uDFFF", "\\udc5f\\ud83d"]) {
      expect(await post(place(half))).toEqual({ status: 400, codes: ["BAD_USER_INPUT"] });
    }
    expect(await post(place("\\ud83d\\udc5f and \\\\ud800"))).toEqual({ status: 200, codes: [] });
  });

  it("an unknown field is named", async () => {
    const { errors } = await sendGraphql(customer, "{ products { edges { node { colour } } } }");
    expect(errors?.[0]?.message).toContain("colour");
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it.each([
    ["a body that is not JSON", "{", {}, 400],
    ["a form", "query=%7Bme%7Bid%7D%7D", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["a text", "{ me { id } }", { "content-type": "text/plain" }, 415],
    [
      "a body of a megabyte",
      JSON.stringify({ query: `{ search(query: "${"x".repeat(1_000_000)}") { totalCount } }` }),
      // It is refused unread, and the connection ends with it: nobody else is to be sent over it.
      { connection: "close" },
      413,
    ],
  ])("%s is refused with one line", async (_name, body, headers, status) => {
    const reply = await post(body, headers);
    expect(reply).toEqual({ status, codes: ["BAD_USER_INPUT"] });
  });

  it("a token that is not ours is refused, whatever is asked", async () => {
    const query = JSON.stringify({ query: "{ products { edges { cursor } } }" });
    for (const token of ["x", "a.b.c", `${customer.token?.slice(0, -4)}AAAA`]) {
      expect(await post(query, { authorization: `Bearer ${token}` })).toEqual({
        status: 401,
        codes: ["UNAUTHENTICATED"],
      });
    }
  });

  it("a query that is too deep, too wide or too long is refused", async () => {
    const deep = `{ categories ${"{ children ".repeat(14)}{ id }${" }".repeat(14)} }`;
    const wide = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: me { id }`).join(" ")} }`;
    const long = `{ ${"me { id } ".repeat(800)} }`;
    for (const query of [deep, wide, long]) {
      const { errors, data } = await sendGraphql(customer, query);
      expect([data ?? null, errors?.[0]?.extensions?.code]).toEqual([null, "QUERY_TOO_COSTLY"]);
    }
  });
});
