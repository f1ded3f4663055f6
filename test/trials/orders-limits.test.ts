import { describe, expect, it } from "vitest";
import { asUser, startGuest } from "../support/accounts.ts";
import { type GraphqlResponse, request } from "../support/graphql-request.ts";
import { productLine } from "../support/harness.ts";
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
      expect(findDecline(order.timeline)).toMatchObject({ code: "", message: "" });
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
    await expect.poll(payNext).toEqual(["RATE_LIMITED"]);
  });
});
