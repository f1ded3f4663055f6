import { describe, expect, it } from "vitest";
import { sendGraphql } from "../../dev/cli/shop/api.ts";
import { postBody, request } from "../support/graphql-request.ts";
import { address, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("THING", 5)] });
const customer = useUser(shop);

describe("placeOrder with bad input", () => {
  const line = { sku: "THING", quantity: 1 };

  it.each([
    {
      name: "quantity 0",
      input: { lines: [{ ...line, quantity: 0 }] },
      code: "INVALID_QUANTITY",
      field: "input.lines.0.quantity",
    },
    {
      name: "quantity -1",
      input: { lines: [{ ...line, quantity: -1 }] },
      code: "INVALID_QUANTITY",
      field: "input.lines.0.quantity",
    },
    {
      name: "quantity 10^9",
      input: { lines: [{ ...line, quantity: 1_000_000_000 }] },
      code: "INVALID_QUANTITY",
      field: "input.lines.0.quantity",
    },
    {
      name: "an unknown SKU",
      input: { lines: [{ ...line, sku: "NOPE" }] },
      code: "UNKNOWN_SKU",
      field: "input.lines.0.sku",
    },
    {
      name: "a name with a NUL character",
      input: { lines: [line], shippingAddress: { ...address, name: "A\u0000B" } },
      code: "INVALID_TEXT",
      field: "input.shippingAddress.name",
    },
    { name: "no lines", input: { lines: [] }, code: "CART_OR_LINES", field: "input.lines" },
    {
      name: "lines and a cart",
      input: { lines: [line], cartId: "ord_00000000000000000000000000" },
      code: "CART_OR_LINES",
      field: "input.lines",
    },
    {
      name: "an unknown cart",
      input: { cartId: "ord_00000000000000000000000000" },
      code: "NOT_FOUND",
      field: "input.cartId",
    },
    {
      name: "an empty idempotency key",
      input: { lines: [line], idempotencyKey: "" },
      code: "INVALID_IDEMPOTENCY_KEY",
      field: "input.idempotencyKey",
    },
    {
      name: "a card number as payment method",
      input: { lines: [line], paymentMethod: "4242424242424242" },
      code: "INVALID_PAYMENT_METHOD",
      field: "input.paymentMethod",
    },
    {
      name: "an unknown country",
      input: { lines: [line], shippingAddress: { ...address, countryCode: "Narnia" } },
      code: "INVALID_COUNTRY",
      field: "input.shippingAddress.countryCode",
    },
    {
      name: "an expected total in another currency than the price",
      input: { lines: [line], expectedTotal: { amountMinor: "1000", currency: "EUR" } },
      code: "CURRENCY_MISMATCH",
      field: "input.expectedTotal.currency",
    },
  ])("returns $code at $field for $name, and changes nothing", async ({ name, input, code, field }) => {
    const { order, userErrors } = await placeOrder(customer, { idempotencyKey: `bad ${name}`, ...input });
    expect(order).toBeNull();
    expect(userErrors.map((error) => [error.code, error.field.join(".")])).toEqual([[code, field]]);
    expect(await readStock(customer, "thing")).toEqual({ available: 5, reserved: 0 });
    const { data } = await sendGraphql<{ orders: { edges: unknown[] } }>(customer, "{ orders { edges { cursor } } }");
    expect(data?.orders.edges).toEqual([]);
  });
});

describe("an invalid request", () => {
  const placeOrderMutation = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }`;
  const headers = () => ({ authorization: `Bearer ${customer.token}` });

  it("with a malformed amount is rejected with the expected format", async () => {
    const input = {
      idempotencyKey: "money",
      lines: [{ sku: "THING", quantity: 1 }],
      paymentMethod: "pm_card_visa",
      shippingAddress: address,
      expectedTotal: { amountMinor: "12.50", currency: "USD" },
    };
    const { errors } = await sendGraphql(customer, placeOrderMutation, { input });
    expect(errors?.[0]?.message).toContain("64-bit integer");
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("with a NUL character is rejected in queries and in mutations", async () => {
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
    { list: "orders", position: ["+100000-01-01T00:00:00.000Z", "ord_0"] },
    { list: "orders", position: ["-000100-01-01T00:00:00.000Z", "ord_0"] },
    { list: "orders", position: ["2026-01-01T00:00:00.000Z", "\u0000"] },
    { list: "products", position: ["newest", "+100000-01-01T00:00:00.000Z", "prd_0"] },
    { list: "products", position: ["newest", "0", "\u0000"] },
  ])("with a forged cursor of $list is rejected: $position", async ({ list, position }) => {
    const after = Buffer.from(JSON.stringify(position)).toString("base64url");
    const query = `query ($after: String) { list: ${list}(after: $after) { edges { cursor } } }`;
    const { errors } = await sendGraphql(customer, query, { after });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("with a cursor of 31 February reads on from the next valid date", async () => {
    const after = Buffer.from(JSON.stringify(["newest", "2000-02-31", "prd_0"])).toString("base64url");
    const query = `query ($after: String) { products(after: $after) { edges { cursor } } }`;
    expect(await sendGraphql(customer, query, { after })).toEqual({ data: { products: { edges: [] } } });
  });

  it("with an unpaired surrogate in an idempotency key is rejected; a surrogate pair is accepted", async () => {
    const input = { lines: [{ sku: "NOPE", quantity: 1 }], paymentMethod: "pm_card_visa", shippingAddress: address };
    const place = async (escapedKey: string) => {
      const params = JSON.stringify({ query: placeOrderMutation, variables: { input } });
      const body = params.replace('"lines"', `"idempotencyKey":"${escapedKey}","lines"`);
      const { status, codes } = await postBody(shop.url, body, headers());
      return { status, codes };
    };
    for (const unpaired of ["a\\ud800b", "\\uDFFF", "\\udc5f\\ud83d"]) {
      expect(await place(unpaired)).toEqual({ status: 400, codes: ["BAD_USER_INPUT"] });
    }
    expect(await place("\\ud83d\\udc5f and \\\\ud800")).toEqual({ status: 200, codes: [] });
  });

  it("with an unknown field is rejected with the name of the field", async () => {
    const { errors } = await sendGraphql(customer, "{ products { edges { node { colour } } } }");
    expect(errors?.[0]?.message).toContain("colour");
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it.each([
    { name: "a body that is not JSON", body: "{", extra: {}, expected: 400 },
    {
      name: "a form",
      body: "query=%7Bme%7Bid%7D%7D",
      extra: { "content-type": "application/x-www-form-urlencoded" },
      expected: 415,
    },
    { name: "plain text", body: "{ me { id } }", extra: { "content-type": "text/plain" }, expected: 415 },
    {
      name: "a body of one megabyte",
      body: JSON.stringify({ query: `{ search(query: "${"x".repeat(1_000_000)}") { totalCount } }` }),
      // The gateway leaves the body unread and closes the connection, so no other request may use the connection.
      extra: { connection: "close" },
      expected: 413,
    },
  ])("with $name is rejected with $expected and one error", async ({ body, extra, expected }) => {
    const { status, codes } = await postBody(shop.url, body, { ...headers(), ...extra });
    expect({ status, codes }).toEqual({ status: expected, codes: ["BAD_USER_INPUT"] });
  });

  it("with an invalid access token is rejected, even when the query needs no user", async () => {
    for (const token of ["x", "a.b.c", `${customer.token?.slice(0, -4)}AAAA`]) {
      const { status, codes } = await request(shop.url, { query: "{ products { edges { cursor } } }" }, { token });
      expect({ status, codes }).toEqual({ status: 401, codes: ["UNAUTHENTICATED"] });
    }
  });

  it("with a query that is too deep, too wide or too long is rejected", async () => {
    const deep = `{ categories ${"{ children ".repeat(14)}{ id }${" }".repeat(14)} }`;
    const wide = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: me { id }`).join(" ")} }`;
    const long = `{ ${"me { id } ".repeat(800)} }`;
    for (const query of [deep, wide, long]) {
      const { errors, data } = await sendGraphql(customer, query);
      expect([data ?? null, errors?.[0]?.extensions?.code]).toEqual([null, "QUERY_TOO_COSTLY"]);
    }
  });
});
