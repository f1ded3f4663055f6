import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  address,
  cancelOrder,
  errorCodes,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";

let shop: Shop;
let buyer: Api & { readonly accountId: string };
let support: Api;

beforeAll(async () => {
  // Recovery gives up after a second, so that somebody can be seen to decide.
  shop = await openShop({ vars: { GIVE_UP_SECONDS: "1" } });
  [buyer, support] = [await shop.signUp(), await shop.signUp("SUPPORT")];
  const lines = ["LAMP", "DESK", "CHAIR"].map((sku) => productLine(sku, 100));
  await importProducts(await shop.signUp("CATALOG_MANAGER"), lines);
});

afterAll(() => shop?.stop());

interface After {
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly refunded: { readonly amountMinor: string };
    readonly shipments: readonly { readonly carrier: string | null; readonly lines: readonly object[] }[];
    readonly transactions: readonly { readonly kind: string; readonly status: string }[];
    readonly paymentAction: { readonly clientSecret: string } | null;
    readonly timeline: readonly { readonly type: string; readonly actor: string }[];
  } | null;
  readonly errors: readonly string[];
}

const fields = `id status refunded { amountMinor } shipments { carrier trackingNumber lines { sku quantity } }
  transactions { kind status amount { amountMinor } } paymentAction { clientSecret } timeline { type actor data }`;

/** A mutation of an order: the order after it, and its user errors as `CODE path`. */
async function change(by: Api, name: string, args: string, declared: string, variables: object): Promise<After> {
  const query = `mutation (${declared}) { done: ${name}(${args}) { order { ${fields} } userErrors { code field } } }`;
  type Reply = { done: { order: After["order"]; userErrors: { code: string; field: string[] }[] } };
  const { done } = await fetchData<Reply>(by, query, variables);
  return { order: done.order, errors: done.userErrors.map(({ code, field }) => [code, ...field].join(" ")) };
}

const withInput = (by: Api, name: string, input: object) =>
  change(by, name, "input: $input", `$input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!`, { input });

let keys = 0;
const newKey = () => `key-${++keys}`;
const refund = (orderId: string, amountMinor?: string, idempotencyKey = newKey()) =>
  withInput(support, "refundOrder", {
    orderId,
    reason: "damaged",
    idempotencyKey,
    ...(amountMinor === undefined ? {} : { amount: { amountMinor, currency: "USD" } }),
  });
const fulfil = (orderId: string, input: object = {}) =>
  withInput(support, "fulfilOrder", { orderId, idempotencyKey: newKey(), ...input });
const deliver = (orderId: string) => change(support, "markDelivered", "orderId: $id", "$id: ID!", { id: orderId });
const resolve = (orderId: string, resolution: "RETRY" | "GIVE_UP") =>
  withInput(support, "resolveOrder", { orderId, resolution, note: "looked at it" });

async function buy(lines: readonly object[], more: object = {}): Promise<string> {
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines, ...more });
  return order?.id ?? "";
}

const two = [
  { sku: "LAMP", quantity: 2 },
  { sku: "DESK", quantity: 1 },
];
const ledgerOf = async (orderId: string) => (await shop.ledger()).find((entry) => entry.orderId === orderId);

describe("a refund", () => {
  it("of a part, then of the rest, is in the ledger on both sides", async () => {
    const id = await buy(two);
    const part = await refund(id, "1000");
    expect(part.order).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: { amountMinor: "1000" } });
    const rest = await refund(id);
    expect(rest.order).toMatchObject({ status: "REFUNDED", refunded: { amountMinor: "3000" } });
    expect(rest.order?.transactions.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "AUTHORIZATION SUCCEEDED",
      "CAPTURE SUCCEEDED",
      "REFUND SUCCEEDED",
      "REFUND SUCCEEDED",
    ]);
    expect((await ledgerOf(id))?.refunded).toBe(3_000);
    expect((await refund(id)).errors).toEqual(["NOT_REFUNDABLE input orderId"]);
  });

  it("is never more in sum than was captured, also when many ask at once", async () => {
    const id = await buy([{ sku: "LAMP", quantity: 1 }]);
    const all = await Promise.all(Array.from({ length: 20 }, () => refund(id, "300")));
    expect(all.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    expect(new Set(all.flatMap(({ errors }) => errors))).toEqual(new Set(["REFUND_TOO_LARGE input amount"]));
    expect((await ledgerOf(id))?.refunded).toBe(900);
    expect((await refund(id, "101")).errors).toEqual(["REFUND_TOO_LARGE input amount"]);
    expect((await refund(id, "0")).errors).toEqual(["INVALID_AMOUNT input amount"]);
    expect((await refund(id, "100")).order?.status).toBe("REFUNDED");
  });

  it("with one key is made once", async () => {
    const id = await buy(two);
    const answers = await Promise.all(Array.from({ length: 5 }, () => refund(id, "500", "one key")));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect((await ledgerOf(id))?.refunded).toBe(500);
    expect((await refund(id, "501", "one key")).errors).toEqual(["IDEMPOTENCY_KEY_REUSED input idempotencyKey"]);
  });

  it("whose answer is lost is not made twice", async () => {
    const id = await buy(two);
    await shop.injectFault("reset_after", "refunds");
    const { order } = await refund(id, "700");
    expect(order).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: { amountMinor: "700" } });
    expect((await ledgerOf(id))?.refunded).toBe(700);
  });

  it("needs something that was paid", async () => {
    const id = await buy(two, { paymentMethod: "pm_card_chargeDeclined" });
    expect((await refund(id)).errors).toEqual(["NOT_REFUNDABLE input orderId"]);
    expect((await refund(`ord_${"0".repeat(26)}`)).errors).toEqual(["NOT_FOUND input orderId"]);
  });
});

describe("shipping", () => {
  it("in parts, with tracking, ends with delivery", async () => {
    const id = await buy(two);
    const first = await fulfil(id, { lines: [{ sku: "LAMP", quantity: 1 }], carrier: "Post", trackingNumber: "T1" });
    expect(first.order).toMatchObject({ status: "CONFIRMED", shipments: [{ carrier: "Post", trackingNumber: "T1" }] });
    expect((await deliver(id)).errors).toEqual(["NOT_DELIVERABLE orderId"]);
    const over = await fulfil(id, {
      lines: [
        { sku: "LAMP", quantity: 1 },
        { sku: "LAMP", quantity: 1 },
      ],
    });
    expect(over.errors).toEqual(["OVER_FULFILLED input lines 0 quantity"]);
    expect((await fulfil(id, { lines: [{ sku: "CHAIR", quantity: 1 }] })).errors).toHaveLength(1);
    // An empty list is not the absence of one: it would send everything.
    expect((await fulfil(id, { lines: [] })).errors).toEqual(["NO_LINES input lines"]);
    const rest = await fulfil(id);
    expect(rest.order?.status).toBe("FULFILLED");
    expect(rest.order?.shipments[1]?.lines).toEqual([
      { sku: "LAMP", quantity: 1 },
      { sku: "DESK", quantity: 1 },
    ]);
    expect((await fulfil(id)).errors).toEqual(["NOT_FULFILLABLE input orderId"]);
    const delivered = await deliver(id);
    expect(delivered.order?.status).toBe("DELIVERED");
    expect(delivered.order?.timeline.at(-1)).toMatchObject({
      type: "OrderDelivered",
      actor: expect.stringMatching(/^staff:/),
    });
    expect((await deliver(id)).order?.status).toBe("DELIVERED");
    expect((await refund(id, "100")).order?.status).toBe("PARTIALLY_REFUNDED");
    expect((await cancelOrder(buyer, id, "late")).userErrors[0]?.code).toBe("NOT_CANCELLABLE");
  });

  it("of the same units by two at once sends them once", async () => {
    const id = await buy([{ sku: "CHAIR", quantity: 3 }]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => fulfil(id, { lines: [{ sku: "CHAIR", quantity: 2 }] })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });
});

describe("shipping and tax", () => {
  it.each([
    ["by default", {}, {}, { shipping: "0", tax: "174", total: "1000" }],
    ["by express", {}, { shippingMethod: "express" }, { shipping: "1500", tax: "434", total: "2500" }],
    ["with tax on top", { countryCode: "CA" }, {}, { shipping: "0", tax: "50", total: "1050" }],
    [
      "with tax on shipping too",
      { countryCode: "CA" },
      { shippingMethod: "express" },
      { shipping: "1500", tax: "125", total: "2625" },
    ],
    ["where there is no tax", { countryCode: "US" }, {}, { shipping: "0", tax: "0", total: "1000" }],
  ])("%s", async (_name, to, more, expected) => {
    const lines = [{ sku: "LAMP", quantity: 1 }];
    const id = await buy(lines, { shippingAddress: { ...address, ...to }, ...more });
    const query = `query ($id: ID!) { order(id: $id) {
      shipping { amountMinor } tax { amountMinor } total { amountMinor }
      transactions { kind amount { amountMinor } }
    } }`;
    type Amount = { amountMinor: string };
    type Reply = {
      order: { shipping: Amount; tax: Amount; total: Amount; transactions: { kind: string; amount: Amount }[] };
    };
    const { order } = await fetchData<Reply>(buyer, query, { id });
    const { shipping, tax, total } = order;
    expect({ shipping: shipping.amountMinor, tax: tax.amountMinor, total: total.amountMinor }).toEqual(expected);
    expect((await ledgerOf(id))?.captured).toBe(Number(expected.total));
  });

  it("where a method does not go is refused", async () => {
    const input = { idempotencyKey: newKey(), lines: [{ sku: "LAMP", quantity: 1 }], shippingMethod: "courier" };
    const far = { ...address, countryCode: "US" };
    const { userErrors } = await placeOrder(buyer, { ...input, shippingAddress: far });
    expect(userErrors.map(({ code, field }) => [code, ...field].join(" "))).toEqual([
      "SHIPPING_UNAVAILABLE input shippingMethod",
    ]);
  });

  it("count in what the buyer expected to pay", async () => {
    const input = { lines: [{ sku: "LAMP", quantity: 1 }], shippingMethod: "express" };
    const expecting = (amountMinor: string) =>
      placeOrder(buyer, { ...input, idempotencyKey: newKey(), expectedTotal: { amountMinor, currency: "USD" } });
    expect((await expecting("1000")).order?.rejection?.code).toBe("PRICE_CHANGED");
    expect((await expecting("2500")).order?.status).toBe("CONFIRMED");
  });
});

describe("a card whose holder is asked to confirm", () => {
  const place = async () => {
    const input = { idempotencyKey: newKey(), lines: two, paymentMethod: "pm_card_authenticationRequired" };
    const { order } = await placeOrder(buyer, input);
    expect(order?.status).toBe("RESERVED");
    return order?.id ?? "";
  };
  const paymentOf = async (id: string) => (await ledgerOf(id))?.id ?? "";
  const authenticate = async (id: string, agrees: boolean) => {
    const url = `http://${shop.stack.services.stripeHost}/sandbox/payment_intents/${await paymentOf(id)}/authenticate`;
    await fetch(url, { method: "POST", body: JSON.stringify({ agrees }) });
  };
  const statusOf = async (id: string) => (await findOrder(buyer, id))?.status;

  it("pays once they have, and the webhook says so", async () => {
    const id = await place();
    const query = `query ($id: ID!) { order(id: $id) { paymentAction { clientSecret } timeline { data } } }`;
    const read = (by: Api) =>
      fetchData<{ order: { paymentAction: { clientSecret: string } | null } }>(by, query, { id });
    const secret = (await read(buyer)).order.paymentAction?.clientSecret ?? "";
    expect(secret).toMatch(/^pi_.*_secret_/);
    expect(JSON.stringify(await read(support))).not.toContain(secret);
    await authenticate(id, true);
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("CONFIRMED");
    expect((await read(buyer)).order.paymentAction).toBeNull();
    expect((await ledgerOf(id))?.captured).toBe(3_000);
  });

  it("pays when the client itself says that they have", async () => {
    const id = await place();
    expect((await change(buyer, "resumePayment", "orderId: $id", "$id: ID!", { id })).order?.status).toBe("RESERVED");
    await shop.setWebhookCopies(0);
    await authenticate(id, true);
    await shop.setWebhookCopies(1);
    expect((await change(buyer, "resumePayment", "orderId: $id", "$id: ID!", { id })).order?.status).toBe("CONFIRMED");
  });

  it("holds nothing once they have declined", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await place();
    await authenticate(id, false);
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("REJECTED");
    expect(await readStock(buyer, "lamp")).toEqual(before);
  });

  it("can be cancelled while they are asked", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await place();
    await cancelOrder(buyer, id, newKey());
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("CANCELLED");
    expect(await readStock(buyer, "lamp")).toEqual(before);
    expect((await ledgerOf(id))?.status).toBe("canceled");
  });
});

describe("webhooks", () => {
  const event = (orderId: string, id = `evt_${newKey()}`) =>
    JSON.stringify({
      id,
      object: "event",
      type: "payment_intent.succeeded",
      data: { object: { object: "payment_intent", status: "succeeded", metadata: { order_id: orderId } } },
    });
  const send = (payload: string, secret: string, at = Math.floor(Date.now() / 1000)) => {
    const signature = createHmac("sha256", secret).update(`${at}.${payload}`).digest("hex");
    return fetch(`${shop.url}/webhooks/stripe`, {
      method: "POST",
      headers: { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` },
      body: payload,
    });
  };

  it("are taken only when signed, and just now", async () => {
    const { stripeWebhookSecret: secret } = shop.stack.services.secrets;
    const payload = event(await buy(two));
    expect((await send(payload, "whsec_wrong")).status).toBe(400);
    expect((await send(payload, secret, Math.floor(Date.now() / 1000) - 400)).status).toBe(400);
    expect((await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", body: payload })).status).toBe(400);
    expect((await send(payload, secret)).status).toBe(200);
    expect((await send(payload.replace("succeeded", "canceled"), "whsec_wrong")).status).toBe(400);
  });

  it("that come three times at once settle nothing thrice, whatever they say", async () => {
    const { stripeWebhookSecret: secret } = shop.stack.services.secrets;
    const declined = await buy(two, { paymentMethod: "pm_card_chargeDeclined" });
    const paid = await buy(two);
    for (const id of [declined, paid]) {
      const before = await findOrder(buyer, id);
      const payload = event(id);
      const answers = await Promise.all([1, 2, 3].map(() => send(payload, secret)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await findOrder(buyer, id)).toEqual(before);
    }
    expect((await ledgerOf(paid))?.captured).toBe(3_000);
  });
});

describe("an order that recovery gave up", () => {
  const stuck = async (match: string) => {
    await shop.injectFault("down", match, 1_000);
    const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines: two });
    const id = order?.id ?? "";
    await expect.poll(async () => (await findOrder(buyer, id))?.status, { timeout: 15_000 }).toBe("NEEDS_ATTENTION");
    return id;
  };
  const heal = () => fetch(`http://${shop.stack.services.stripeHost}/sandbox/faults`, { method: "DELETE" });

  it("goes on where it was when staff say so, and takes the money once", async () => {
    const id = await stuck("capture");
    expect((await resolve(id, "GIVE_UP")).errors).toEqual(["NOT_RESOLVABLE input resolution"]);
    await heal();
    const { order } = await resolve(id, "RETRY");
    expect(order?.status).toBe("CONFIRMED");
    expect((await ledgerOf(id))?.captured).toBe(3_000);
    expect(order?.timeline.map(({ type }) => type)).toContain("ResolutionChosen");
    expect((await resolve(id, "RETRY")).errors).toEqual(["NOT_RESOLVABLE input orderId"]);
  });

  it("lets go of all when its authorization has lapsed meanwhile: nothing was taken, and nothing can be", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await stuck("capture");
    const { services: engines } = shop.stack;
    const lapsed = await fetch(`http://${engines.stripeHost}/v1/payment_intents/${(await ledgerOf(id))?.id}/cancel`, {
      method: "POST",
      headers: { authorization: `Bearer ${engines.secrets.stripeKey}` },
    });
    expect(lapsed.status).toBe(200);
    await heal();
    await resolve(id, "RETRY");
    await expect.poll(async () => (await findOrder(buyer, id))?.status, { timeout: 10_000 }).toBe("REJECTED");
    expect((await findOrder(buyer, id))?.rejection?.code).toBe("PAYMENT_DECLINED");
    expect(await readStock(buyer, "lamp")).toEqual(before);
    expect(await ledgerOf(id)).toMatchObject({ status: "canceled", captured: 0 });
  });

  it("is undone when staff give it up before anything was taken", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await stuck("confirm");
    await heal();
    await resolve(id, "GIVE_UP");
    await expect.poll(async () => (await findOrder(buyer, id))?.status, { timeout: 10_000 }).toBe("CANCELLED");
    expect(await readStock(buyer, "lamp")).toEqual(before);
    expect(await ledgerOf(id)).toMatchObject({ status: "canceled", captured: 0 });
  });
});

describe("staff", () => {
  it("list everybody's orders, or one account's, by status", async () => {
    const other = await shop.signUp();
    await placeOrder(other, { idempotencyKey: "mine", lines: two });
    const query = `query ($accountId: ID, $status: [OrderStatus!]) {
      allOrders(accountId: $accountId, status: $status, first: 100) { edges { node { id account { id } status } } }
    }`;
    type Reply = { allOrders: { edges: { node: { account: { id: string }; status: string } }[] } };
    const list = async (variables: object) =>
      (await fetchData<Reply>(support, query, variables)).allOrders.edges.map(({ node }) => node);
    expect((await list({ accountId: other.accountId })).map(({ account }) => account.id)).toEqual([other.accountId]);
    const owners = new Set((await list({})).map(({ account }) => account.id));
    expect(owners).toEqual(new Set([other.accountId, buyer.accountId]));
    expect(new Set((await list({ status: ["REFUNDED"] })).map(({ status }) => status))).toEqual(new Set(["REFUNDED"]));
    expect(await errorCodes(buyer, query)).toEqual(["FORBIDDEN"]);
    expect(await errorCodes(support, query, { accountId: "" })).toEqual(["BAD_USER_INPUT"]);
  });
});
