import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, register, startGuest } from "../support/accounts.ts";
import { type GraphqlResponse, request } from "../support/graphql-request.ts";
import { importProducts, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const usAddress = {
  name: "A B",
  line1: "1 Test Street",
  city: "Springfield",
  postalCode: "12345",
  countryCode: "US",
};

const shop = useShop({ limits: true, products: [productLine("LGT-01-1", 1_000), productLine("GIFT", 1_000, "0")] });
const support = useUser(shop, "SUPPORT");

/** Returns a document with `count` aliases of placeOrder, each with its own key. */
function placeOrders(count: number, keyPrefix: string, { sku = "LGT-01-1", card = "pm_card_chargeDeclined" } = {}) {
  const aliases = Array.from(
    { length: count },
    (_, index) => `a${index}: placeOrder(input: {
      idempotencyKey: "${keyPrefix}-${index}", paymentMethod: "${card}",
      lines: [{ sku: "${sku}", quantity: 1 }], shippingAddress: $a
    }) { order { id status rejection { code message } timeline { type data } } userErrors { code } }`,
  );
  return `mutation ($a: OrderAddressInput!) { ${aliases.join(" ")} }`;
}

const countDeclined = async () => (await shop.ledger()).filter(({ authorized }) => authorized === 0).length;

type Send = (query: string) => Promise<GraphqlResponse>;
type Responses = readonly GraphqlResponse[];

/** A client at a network address of its own. */
async function createBuyer(ip: string) {
  const { token = "" } = asUser(shop, await startGuest({ url: shop.url }));
  const send: Send = (query) =>
    request(shop.url, { query, variables: { a: usAddress } }, { token, headers: { "cf-connecting-ip": ip } });
  return { token, send };
}

describe("stolen cards that one guest tests", () => {
  const testCards = async (ip: string, sendAll: (send: Send, documents: readonly string[]) => Promise<Responses>) => {
    const { send } = await createBuyer(ip);
    const before = await countDeclined();
    const documents = [0, 1, 2, 3].map((index) => placeOrders(15, `c${index}`));
    const errors = (await sendAll(send, documents)).flatMap((response) => response.errors);
    expect((await countDeclined()) - before).toBe(5);
    // The first refusal ends its document: the later aliases do not run.
    expect(errors.length).toBeGreaterThanOrEqual(4);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["RATE_LIMITED"]));
    for (const { extensions } of errors) {
      expect(extensions.retryAfterSeconds).toBeGreaterThan(0);
      expect(extensions.retryAfterSeconds).toBeLessThanOrEqual(900);
    }
    expect((await send(placeOrders(1, "free", { sku: "GIFT" }))).data.a0.order.status).toBe("CONFIRMED");
    expect((await send(placeOrders(1, "paid", { card: "pm_card_visa" }))).codes).toEqual(["RATE_LIMITED"]);
  };

  it("are tried five times in four documents one after the other", async () => {
    await testCards("192.0.2.2", async (send, documents) => {
      const responses: GraphqlResponse[] = [];
      for (const document of documents) responses.push(await send(document));
      return responses;
    });
  });

  it("are tried five times in four concurrent documents", async () => {
    await testCards("192.0.2.1", (send, documents) => Promise.all(documents.map(send)));
  });

  it("show the reason of the provider to staff only", async () => {
    const { send } = await createBuyer("192.0.2.3");
    const cards = ["pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_unknown"];
    for (const card of cards) {
      const { order } = (await send(placeOrders(1, card, { card }))).data.a0;
      expect(order.rejection).toEqual({ code: "PAYMENT_DECLINED", message: "the payment was declined" });
      const findDecline = (timeline: readonly { type: string; data: object }[]) =>
        timeline.find(({ type }) => type === "PaymentDeclined")?.data;
      const visible = findDecline(order.timeline);
      expect([visible !== undefined, Object.keys(visible ?? {}).includes("message")]).toEqual([true, false]);
      const query = "query ($id: ID!) { order(id: $id) { timeline { type data } } }";
      const found = await request(shop.url, { query, variables: { id: order.id } }, { token: support.token });
      expect(findDecline(found.data.order.timeline)).toMatchObject({ message: expect.stringMatching(/.+/) });
    }
  });
});

describe("stolen cards that one network address tests with a guest session each", () => {
  it("are tried twenty times", async () => {
    const ip = "192.0.2.9";
    const before = await countDeclined();
    const limited: GraphqlResponse[] = [];
    for (let count = 0; count < 5; count++) {
      const { send } = await createBuyer(ip);
      limited.push(await send(placeOrders(6, "key")));
    }
    expect((await countDeclined()) - before).toBe(20);
    expect(limited.flatMap(({ codes }) => codes)).toEqual(Array.from({ length: 5 }, () => "RATE_LIMITED"));
    const { send } = await createBuyer("192.0.2.10");
    expect((await send(placeOrders(1, "other", { card: "pm_card_visa" }))).data.a0.order.status).toBe("CONFIRMED");
  });
});

describe("declined payments within the limit", () => {
  it("do not stop repeated requests and payments that succeed", async () => {
    const { send } = await createBuyer("192.0.2.4");
    const declined = await send(placeOrders(5, "same"));
    const repeated = await send(placeOrders(5, "same"));
    expect(repeated.data).toEqual(declined.data);
    expect((await send(placeOrders(1, "more"))).codes).toEqual(["RATE_LIMITED"]);
  });

  it("are not counted when the payment succeeds", async () => {
    const { send } = await createBuyer("192.0.2.5");
    const paid = await Promise.all(
      [0, 1, 2].map((index) => send(placeOrders(4, `p${index}`, { card: "pm_card_visa" }))),
    );
    expect(paid.flatMap(({ codes }) => codes)).toEqual([]);
  });

  it("include payments that the customer fails to authenticate", async () => {
    const { send } = await createBuyer("192.0.2.6");
    await send(placeOrders(4, "plain"));
    const waiting = await send(placeOrders(1, "3ds", { card: "pm_card_threeDSecure2Required" }));
    const { id, status } = waiting.data.a0.order;
    expect(status).toBe("RESERVED");
    const payment = (await shop.ledger()).find(({ orderId }) => orderId === id);
    await shop.authenticatePayment(payment?.id ?? "", false);
    let polls = 0;
    const payNext = async () => (await send(placeOrders(1, `next-${++polls}`, { card: "pm_card_visa" }))).codes;
    await expect.poll(payNext, { timeout: 10_000 }).toEqual(["RATE_LIMITED"]);
  });
});

describe("orders found by number or email address", () => {
  const products = [productLine("FOUND", 1_000)];
  const quietShop = useShop({ products });
  const staff = useUser(quietShop, "SUPPORT");
  const buyer = useUser(quietShop);
  const other = useUser(quietShop);

  const findIds = async (api: Api, args: string, variables: object) => {
    const accountId = args.includes("$a") ? ", $a: ID" : "";
    const query = `query ($q: String${accountId}) { found: ${args} { edges { node { id } } } }`;
    type Found = { found: { edges: { node: { id: string } }[] } };
    return (await fetchData<Found>(api, query, variables)).found.edges.map(({ node }) => node.id);
  };

  it("are found by support in every spelling of the number, and by the owner", async () => {
    const { order } = await placeOrder(buyer, { idempotencyKey: "n", lines: [{ sku: "FOUND", quantity: 1 }] });
    const number = order?.number ?? "";
    const spellings = [
      number,
      number.toLowerCase(),
      number.replace("-", ""),
      `  ${number.replace("-", " ")} `,
      number.replaceAll("0", "o").replaceAll("1", "l"),
      number.replaceAll("0", "O").replaceAll("1", "I"),
    ];
    for (const q of spellings) {
      expect(await findIds(staff, "allOrders(first: 20, query: $q)", { q })).toEqual([order?.id]);
      expect(await findIds(buyer, "orders(query: $q)", { q })).toEqual([order?.id]);
      expect(await findIds(other, "orders(query: $q)", { q })).toEqual([]);
    }
    const q = number;
    expect(await findIds(staff, "allOrders(query: $q, status: [CONFIRMED])", { q })).toEqual([order?.id]);
    expect(await findIds(staff, "allOrders(query: $q, status: [REJECTED])", { q })).toEqual([]);
    expect(await findIds(staff, "allOrders(query: $q, accountId: $a)", { q, a: other.accountId })).toEqual([]);
    for (const text of ["lamp", number.slice(1), "%", order?.id]) {
      expect(await findIds(staff, "allOrders(query: $q)", { q: text })).toEqual([]);
    }
  });

  it("are found by the complete email address of their account, and not by a part of it", async () => {
    const { order } = await placeOrder(other, { idempotencyKey: "e", lines: [{ sku: "FOUND", quantity: 1 }] });
    const find = (q: string, a?: string) => findIds(staff, "allOrders(query: $q, accountId: $a)", { q, a });
    expect(await find(` ${other.email.toUpperCase()} `)).toEqual([order?.id]);
    expect(await find(other.email, other.accountId)).toEqual([order?.id]);
    expect(await find(other.email, buyer.accountId)).toEqual([]);
    expect(await find(other.email.slice(1))).toEqual([]);
    expect(await find(staff.email)).toEqual([]);
  });

  it.each([
    ["ΣΑΣtestΣ@bücher.example", "σαςTESTς@xn--bcher-kva.EXAMPLE"],
    ["STRASSE@example.com", "straße@example.com"],
    ["İzmir@example.com", "İZMIR@example.com"],
    [`${"Long".repeat(15)}@${"sub.".repeat(40)}example.com`, `${"LONG".repeat(15)}@${"SUB.".repeat(40)}EXAMPLE.COM`],
  ])(
    "are found by another spelling of the address with which the account was registered: %s",
    async (email, spelling) => {
      const account = asUser(quietShop, await register({ url: quietShop.url }, { email }));
      const lines = [{ sku: "FOUND", quantity: 1 }];
      const { order } = await placeOrder(account, { idempotencyKey: "spelling", lines });
      expect(await findIds(staff, "allOrders(query: $q)", { q: spelling })).toEqual([order?.id]);
    },
  );

  it("are not found by the address of another account that differs only in lower case", async () => {
    const account = asUser(quietShop, await register({ url: quietShop.url }, { email: "İstanbul@example.com" }));
    await placeOrder(account, { idempotencyKey: "other", lines: [{ sku: "FOUND", quantity: 1 }] });
    expect(await findIds(staff, "allOrders(query: $q)", { q: "i\u0307stanbul@example.com" })).toHaveLength(1);
    expect(await findIds(staff, "allOrders(query: $q)", { q: "istanbul@example.com" })).toEqual([]);
  });
});

describe("addresses in countries without postal codes", () => {
  const quietShop = useShop({ products: [productLine("SENT", 1_000)] });
  const buyer = useUser(quietShop);
  const hongKong = { name: "A", line1: "Flat 2, 8 Queen's Road", city: "Hong Kong", countryCode: "HK" };
  const place = async (shippingAddress: object) => {
    const input = {
      idempotencyKey: JSON.stringify(shippingAddress),
      lines: [{ sku: "SENT", quantity: 1 }],
      paymentMethod: "pm_card_visa",
      shippingAddress,
    };
    const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      order { shippingAddress { postalCode } } userErrors { code field } } }`;
    return (await fetchData<{ placeOrder: object }>(buyer, query, { input })).placeOrder;
  };
  const invalid = {
    order: null,
    userErrors: [{ code: "INVALID_TEXT", field: ["input", "shippingAddress", "postalCode"] }],
  };

  it.each(["HK", "AE", "QA"])("are accepted in %s without a code and with an empty one", async (countryCode) => {
    const sent = { order: { shippingAddress: { postalCode: "" } }, userErrors: [] };
    expect(await place({ ...hongKong, countryCode })).toEqual(sent);
    expect(await place({ ...hongKong, countryCode, postalCode: "" })).toEqual(sent);
    expect(await place({ ...hongKong, countryCode, postalCode: null })).toEqual(sent);
    expect(await place({ ...hongKong, countryCode, postalCode: "-" })).toEqual(invalid);
  });

  it("are rejected in other countries without a code", async () => {
    expect(await place({ ...hongKong, countryCode: "NL" })).toEqual(invalid);
    expect(await place({ ...hongKong, countryCode: "NL", postalCode: " " })).toEqual(invalid);
    expect(await place({ ...hongKong, countryCode: "NL", postalCode: "-" })).toEqual(invalid);
  });

  it("can be saved", async () => {
    const query = `mutation ($input: SaveAddressInput!) { saveAddress(input: $input) {
      account { addresses { postalCode } } userErrors { code field } } }`;
    expect(await fetchData(buyer, query, { input: hongKong })).toEqual({
      saveAddress: { account: { addresses: [{ postalCode: "" }] }, userErrors: [] },
    });
  });
});

describe("amounts that the payment provider rejects", () => {
  const quietShop = useShop({
    products: [
      productLine("CENTS-30", 10, "30"),
      productLine("CENTS-50", 10, "50"),
      productLine("HUGE", 10, "100000000000"),
      productLine("DINAR", 10, "5120", "KWD"),
      productLine("OLD-FILS", 20, "5120", "KWD"),
    ],
  });
  const buyer = useUser(quietShop);
  const staff = useUser(quietShop, "SUPPORT");
  const manager = useUser(quietShop, "CATALOG_MANAGER");
  const buy = (sku: string) =>
    placeOrder(buyer, { idempotencyKey: sku, lines: [{ sku, quantity: 1 }], shippingAddress: kuwait });
  const kuwait = { name: "A", line1: "B", city: "Kuwait", postalCode: "13001", countryCode: "KW" };

  it("are user errors of placeOrder that hold no stock, take no payment and keep the cart", async () => {
    for (const [sku, code] of [
      ["CENTS-30", "AMOUNT_TOO_SMALL"],
      ["HUGE", "AMOUNT_TOO_LARGE"],
    ] as const) {
      const { order, userErrors } = await buy(sku);
      expect([order, userErrors.map((error) => error.code)]).toEqual([null, [code]]);
      expect(await readStock(buyer, sku.toLowerCase())).toEqual({ available: 10, reserved: 0 });
    }
    expect(await quietShop.ledger()).toEqual([]);
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
      buyer,
      "mutation { createCart { order { id } } }",
    );
    const cartId = createCart.order.id;
    const setLine = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(buyer, setLine, { input: { cartId, sku: "CENTS-30", quantity: 1 } });
    const refused = await placeOrder(buyer, { idempotencyKey: "cart", cartId });
    expect(refused.userErrors.map(({ code }) => code)).toEqual(["AMOUNT_TOO_SMALL"]);
    await fetchData(buyer, setLine, { input: { cartId, sku: "CENTS-30", quantity: 2 } });
    expect((await placeOrder(buyer, { idempotencyKey: "cart", cartId })).order?.status).toBe("CONFIRMED");
    expect((await buy("CENTS-50")).order?.status).toBe("CONFIRMED");
  });

  it("name the SKU whose price in KWD was stored before prices were checked, in any quantity", async () => {
    await quietShop.sql("catalog")`update variants set price_minor = 5125 where sku = 'OLD-FILS'`;
    for (const quantity of [1, 2]) {
      const lines = [
        { sku: "DINAR", quantity: 1 },
        { sku: "OLD-FILS", quantity },
      ];
      const { order, userErrors } = await placeOrder(buyer, {
        idempotencyKey: `old ${quantity}`,
        lines,
        shippingAddress: kuwait,
      });
      expect(order).toBeNull();
      expect(userErrors).toEqual([
        expect.objectContaining({ code: "INVALID_AMOUNT", field: ["input", "lines", "1", "sku"] }),
      ]);
      expect(userErrors[0]?.message).toContain("OLD-FILS");
    }
    expect(await readStock(buyer, "old-fils")).toEqual({ available: 20, reserved: 0 });
  });

  it("are rejected as prices and refunds in KWD that are no multiple of 10", async () => {
    const create = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { userErrors { code field } } }`;
    const { categoryPaths: _, ...product } = productLine("FILS", 1, "1234", "KWD");
    expect(await fetchData(manager, create, { input: product })).toEqual({
      createProduct: {
        userErrors: [{ code: "INVALID_PRICE", field: ["input", "variants", "0", "price", "amountMinor"] }],
      },
    });
    await expect(importProducts(manager, [productLine("FILS", 1, "1234", "KWD")])).rejects.toThrow();
    const { order } = await buy("DINAR");
    expect([order?.status, order?.total.amountMinor]).toEqual(["CONFIRMED", "5120"]);
    const refund = async (amountMinor: string) => {
      const input = {
        orderId: order?.id,
        reason: "r",
        amount: { amountMinor, currency: "KWD" },
        idempotencyKey: amountMinor,
      };
      const query = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
      type Refunded = { refundOrder: { userErrors: { code: string }[] } };
      return (await fetchData<Refunded>(staff, query, { input })).refundOrder.userErrors.map(({ code }) => code);
    };
    expect(await refund("1234")).toEqual(["INVALID_AMOUNT"]);
    expect(await refund("1230")).toEqual([]);
  });
});
