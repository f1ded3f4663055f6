import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { address, cancelOrder, errorCodes, findOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  // An order needs staff after one second of failed recovery.
  vars: { GIVE_UP_SECONDS: "1" },
  products: ["LAMP", "DESK", "CHAIR"].map((sku) => productLine(sku, 100)),
});
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

interface MutationResult {
  readonly order: {
    readonly id: string;
    readonly status: string;
    readonly refunded: { readonly amountMinor: string };
    readonly shipments: readonly { readonly carrier: string | null; readonly lines: readonly object[] }[];
    readonly transactions: readonly { readonly kind: string; readonly status: string }[];
    readonly paymentAction: { readonly clientSecret: string } | null;
    readonly timeline: readonly { readonly type: string; readonly actor: string }[];
  } | null;
  /** The user errors as `CODE field path`. */
  readonly errors: readonly string[];
}

const fields = `id status refunded { amountMinor } shipments { carrier trackingNumber lines { sku quantity } }
  transactions { kind status amount { amountMinor } } paymentAction { clientSecret } timeline { type actor data }`;

interface Mutation {
  readonly name: string;
  readonly args: string;
  readonly declarations: string;
  readonly variables: object;
}

/** Runs a mutation of an order. */
async function mutate(api: Api, { name, args, declarations, variables }: Mutation): Promise<MutationResult> {
  const query = `mutation (${declarations}) { result: ${name}(${args}) { order { ${fields} } userErrors { code field } } }`;
  type Data = { result: { order: MutationResult["order"]; userErrors: { code: string; field: string[] }[] } };
  const { result } = await fetchData<Data>(api, query, variables);
  return { order: result.order, errors: result.userErrors.map(({ code, field }) => [code, ...field].join(" ")) };
}

const mutateWithInput = (api: Api, name: string, input: object) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return mutate(api, { name, args: "input: $input", declarations: `$input: ${type}!`, variables: { input } });
};
const mutateById = (api: Api, name: string, id: string) =>
  mutate(api, { name, args: "orderId: $id", declarations: "$id: ID!", variables: { id } });

let keys = 0;
const newKey = () => `key-${++keys}`;
const refund = (orderId: string, amountMinor?: string, idempotencyKey = newKey()) =>
  mutateWithInput(support, "refundOrder", {
    orderId,
    reason: "damaged",
    idempotencyKey,
    ...(amountMinor === undefined ? {} : { amount: { amountMinor, currency: "USD" } }),
  });
const fulfil = (orderId: string, input: object = {}) =>
  mutateWithInput(support, "fulfilOrder", { orderId, idempotencyKey: newKey(), ...input });
const markDelivered = (orderId: string) => mutateById(support, "markDelivered", orderId);
const resumePayment = (orderId: string) => mutateById(buyer, "resumePayment", orderId);
const resolve = (orderId: string, resolution: "RETRY" | "GIVE_UP") =>
  mutateWithInput(support, "resolveOrder", { orderId, resolution, note: "looked at it" });

async function buy(lines: readonly object[], input: object = {}): Promise<string> {
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines, ...input });
  return order?.id ?? "";
}

const threeUnits = [
  { sku: "LAMP", quantity: 2 },
  { sku: "DESK", quantity: 1 },
];
const paymentOf = async (orderId: string) => (await shop.ledger()).find((entry) => entry.orderId === orderId);
const statusOf = async (orderId: string) => (await findOrder(buyer, orderId))?.status;

describe("a refund", () => {
  it("of a part and then of the rest is recorded by the order and by the payment provider", async () => {
    const id = await buy(threeUnits);
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
    expect((await paymentOf(id))?.refunded).toBe(3_000);
    expect((await refund(id)).errors).toEqual(["NOT_REFUNDABLE input orderId"]);
  });

  it("never exceeds the captured amount in total, also with 20 concurrent requests", async () => {
    const id = await buy([{ sku: "LAMP", quantity: 1 }]);
    const results = await Promise.all(Array.from({ length: 20 }, () => refund(id, "300")));
    expect(results.filter(({ errors }) => errors.length === 0)).toHaveLength(3);
    expect(new Set(results.flatMap(({ errors }) => errors))).toEqual(new Set(["REFUND_TOO_LARGE input amount"]));
    expect((await paymentOf(id))?.refunded).toBe(900);
    expect((await refund(id, "101")).errors).toEqual(["REFUND_TOO_LARGE input amount"]);
    expect((await refund(id, "0")).errors).toEqual(["INVALID_AMOUNT input amount"]);
    expect((await refund(id, "100")).order?.status).toBe("REFUNDED");
  });

  it("is made once per idempotency key", async () => {
    const id = await buy(threeUnits);
    const results = await Promise.all(Array.from({ length: 5 }, () => refund(id, "500", "one key")));
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    expect((await paymentOf(id))?.refunded).toBe(500);
    expect((await refund(id, "501", "one key")).errors).toEqual(["IDEMPOTENCY_KEY_REUSED input idempotencyKey"]);
  });

  it("is made once when the provider's response is lost", async () => {
    const id = await buy(threeUnits);
    await shop.injectFault("reset_after", "refunds");
    const { order } = await refund(id, "700");
    expect(order).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: { amountMinor: "700" } });
    expect((await paymentOf(id))?.refunded).toBe(700);
  });

  it("is rejected for an order without a payment and for an unknown order", async () => {
    const id = await buy(threeUnits, { paymentMethod: "pm_card_chargeDeclined" });
    expect((await refund(id)).errors).toEqual(["NOT_REFUNDABLE input orderId"]);
    expect((await refund(`ord_${"0".repeat(26)}`)).errors).toEqual(["NOT_FOUND input orderId"]);
  });
});

describe("fulfilOrder", () => {
  it("ships units in several shipments, of which the last fulfils the order", async () => {
    const id = await buy(threeUnits);
    const first = await fulfil(id, { lines: [{ sku: "LAMP", quantity: 1 }], carrier: "Post", trackingNumber: "T1" });
    expect(first.order).toMatchObject({ status: "CONFIRMED", shipments: [{ carrier: "Post", trackingNumber: "T1" }] });
    const rest = await fulfil(id);
    expect(rest.order?.status).toBe("FULFILLED");
    expect(rest.order?.shipments[1]?.lines).toEqual([
      { sku: "LAMP", quantity: 1 },
      { sku: "DESK", quantity: 1 },
    ]);
    expect((await fulfil(id)).errors).toEqual(["NOT_FULFILLABLE input orderId"]);
  });

  it("rejects more units than the order still needs, unknown SKUs, and an empty list of lines", async () => {
    const id = await buy(threeUnits);
    await fulfil(id, { lines: [{ sku: "LAMP", quantity: 1 }] });
    const lines = [
      { sku: "LAMP", quantity: 1 },
      { sku: "LAMP", quantity: 1 },
    ];
    expect((await fulfil(id, { lines })).errors).toEqual(["OVER_FULFILLED input lines 0 quantity"]);
    expect((await fulfil(id, { lines: [{ sku: "CHAIR", quantity: 1 }] })).errors).toHaveLength(1);
    // Without `lines` the mutation ships everything, so an empty list must not be read as absent.
    expect((await fulfil(id, { lines: [] })).errors).toEqual(["NO_LINES input lines"]);
  });

  it("ships the same units once when six requests are concurrent", async () => {
    const id = await buy([{ sku: "CHAIR", quantity: 3 }]);
    const results = await Promise.all(
      Array.from({ length: 6 }, () => fulfil(id, { lines: [{ sku: "CHAIR", quantity: 2 }] })),
    );
    expect(results.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });
});

describe("markDelivered", () => {
  it("delivers an order once it is completely shipped, and is idempotent", async () => {
    const id = await buy(threeUnits);
    await fulfil(id, { lines: [{ sku: "LAMP", quantity: 1 }] });
    expect((await markDelivered(id)).errors).toEqual(["NOT_DELIVERABLE orderId"]);
    await fulfil(id);
    const { order } = await markDelivered(id);
    expect(order?.status).toBe("DELIVERED");
    expect(order?.timeline.at(-1)).toMatchObject({
      type: "OrderDelivered",
      actor: expect.stringMatching(/^staff:/),
    });
    expect((await markDelivered(id)).order?.status).toBe("DELIVERED");
  });

  it("leaves the order refundable but not cancellable", async () => {
    const id = await buy(threeUnits);
    await fulfil(id);
    await markDelivered(id);
    expect((await refund(id, "100")).order?.status).toBe("PARTIALLY_REFUNDED");
    expect((await cancelOrder(buyer, id, "late")).userErrors[0]?.code).toBe("NOT_CANCELLABLE");
  });
});

describe("shipping costs and tax", () => {
  it.each([
    { name: "the default method", to: {}, input: {}, expected: { shipping: "0", tax: "174", total: "1000" } },
    {
      name: "express shipping",
      to: {},
      input: { shippingMethod: "express" },
      expected: { shipping: "1500", tax: "434", total: "2500" },
    },
    {
      name: "a country with tax on top of the price",
      to: { countryCode: "CA" },
      input: {},
      expected: { shipping: "0", tax: "50", total: "1050" },
    },
    {
      name: "a country with tax on top of shipping",
      to: { countryCode: "CA" },
      input: { shippingMethod: "express" },
      expected: { shipping: "1500", tax: "125", total: "2625" },
    },
    {
      name: "a country without tax",
      to: { countryCode: "US" },
      input: {},
      expected: { shipping: "0", tax: "0", total: "1000" },
    },
  ])("are charged as part of the total for $name", async ({ to, input, expected }) => {
    const lines = [{ sku: "LAMP", quantity: 1 }];
    const id = await buy(lines, { shippingAddress: { ...address, ...to }, ...input });
    const query = `query ($id: ID!) { order(id: $id) {
      shipping { amountMinor } tax { amountMinor } total { amountMinor }
      transactions { kind amount { amountMinor } }
    } }`;
    type Amount = { amountMinor: string };
    type Data = {
      order: { shipping: Amount; tax: Amount; total: Amount; transactions: { kind: string; amount: Amount }[] };
    };
    const { order } = await fetchData<Data>(buyer, query, { id });
    const { shipping, tax, total } = order;
    expect({ shipping: shipping.amountMinor, tax: tax.amountMinor, total: total.amountMinor }).toEqual(expected);
    expect((await paymentOf(id))?.captured).toBe(Number(expected.total));
  });

  it("are shown per line and per rate, in an order, in lists and in a cart", async () => {
    const lines = [
      { sku: "LAMP", quantity: 3 },
      { sku: "DESK", quantity: 1 },
    ];
    const placeTo = async (countryCode: string) => {
      const shippingAddress = { ...address, countryCode };
      const input = { idempotencyKey: newKey(), lines, shippingAddress, shippingMethod: "express" };
      return (await placeOrder(buyer, input)).order?.id ?? "";
    };
    const ids = [await placeTo("NL"), await placeTo("CA")];
    const amount = "{ amountMinor }";
    const priceFields = `id discountTotal ${amount} discounts { name } taxesIncluded taxSource reverseChargeAmount ${amount}
      taxLines { name ratePpm taxableAmount ${amount} amount ${amount} }
      lines { sku discountTotal ${amount} discountedTotal ${amount} compareAtUnitPrice ${amount} tax ${amount}
        reverseChargeAmount ${amount} taxLines { name ratePpm taxableAmount ${amount} amount ${amount} } }`;
    const zero = { amountMinor: "0" };
    const taxLine = (name: string, ratePpm: number, taxable: string, tax: string) => ({
      name,
      ratePpm,
      taxableAmount: { amountMinor: taxable },
      amount: { amountMinor: tax },
    });
    const line = (sku: string, total: string, taxLines: readonly { amount: object }[]) => ({
      sku,
      discountTotal: zero,
      discountedTotal: { amountMinor: total },
      compareAtUnitPrice: null,
      tax: taxLines[0]?.amount ?? zero,
      reverseChargeAmount: zero,
      taxLines,
    });
    const order = { discountTotal: zero, discounts: [], taxSource: "RATE_TABLE", reverseChargeAmount: zero };
    const expected = [
      {
        ...order,
        id: ids[0],
        taxesIncluded: true,
        // 521 in the lamps, 174 in the desk and 260 in the shipping of 1,500.
        taxLines: [taxLine("VAT", 210_000, "4545", "955")],
        lines: [
          line("LAMP", "3000", [taxLine("VAT", 210_000, "2479", "521")]),
          line("DESK", "1000", [taxLine("VAT", 210_000, "826", "174")]),
        ],
      },
      {
        ...order,
        id: ids[1],
        taxesIncluded: false,
        taxLines: [taxLine("GST", 50_000, "5500", "275")],
        lines: [
          line("LAMP", "3000", [taxLine("GST", 50_000, "3000", "150")]),
          line("DESK", "1000", [taxLine("GST", 50_000, "1000", "50")]),
        ],
      },
    ];
    for (const [index, id] of ids.entries()) {
      const found = await fetchData<object>(buyer, `{ order(id: "${id}") { ${priceFields} } }`);
      expect(found).toEqual({ order: expected[index] });
    }
    const list = await fetchData<object>(buyer, `{ orders(first: 2) { edges { node { ${priceFields} } } } }`);
    expect(list).toEqual({ orders: { edges: expected.toReversed().map((node) => ({ node })) } });

    const createCart = "mutation { createCart { order { id } } }";
    const { createCart: cart } = await fetchData<{ createCart: { order: { id: string } } }>(buyer, createCart);
    const setLine = "mutation ($input: SetCartLineInput!) { setCartLine(input: $input) { userErrors { code } } }";
    await fetchData(buyer, setLine, { input: { cartId: cart.order.id, sku: "LAMP", quantity: 2 } });
    expect(await fetchData<object>(buyer, `{ cart { ${priceFields} } }`)).toEqual({
      cart: { ...order, id: cart.order.id, taxesIncluded: true, taxLines: [], lines: [line("LAMP", "2000", [])] },
    });
  });

  it("are not available for a method that does not ship to the country", async () => {
    const input = { idempotencyKey: newKey(), lines: [{ sku: "LAMP", quantity: 1 }], shippingMethod: "courier" };
    const shippingAddress = { ...address, countryCode: "US" };
    const { userErrors } = await placeOrder(buyer, { ...input, shippingAddress });
    expect(userErrors.map(({ code, field }) => [code, ...field].join(" "))).toEqual([
      "SHIPPING_UNAVAILABLE input shippingMethod",
    ]);
  });

  it("are part of the total that expectedTotal is compared with", async () => {
    const input = { lines: [{ sku: "LAMP", quantity: 1 }], shippingMethod: "express" };
    const placeExpecting = (amountMinor: string) =>
      placeOrder(buyer, { ...input, idempotencyKey: newKey(), expectedTotal: { amountMinor, currency: "USD" } });
    expect((await placeExpecting("1000")).order?.rejection?.code).toBe("PRICE_CHANGED");
    expect((await placeExpecting("2500")).order?.status).toBe("CONFIRMED");
  });
});

describe("a payment that requires customer authentication (3-D Secure)", () => {
  const placeUnauthenticated = async () => {
    const input = { idempotencyKey: newKey(), lines: threeUnits, paymentMethod: "pm_card_authenticationRequired" };
    const { order } = await placeOrder(buyer, input);
    expect(order?.status).toBe("RESERVED");
    return order?.id ?? "";
  };
  const authenticate = async (id: string, agrees: boolean) => {
    const paymentId = (await paymentOf(id))?.id ?? "";
    await shop.authenticatePayment(paymentId, agrees);
  };

  it("exposes its client secret to the buyer only, until it is authenticated", async () => {
    const id = await placeUnauthenticated();
    const query = `query ($id: ID!) { order(id: $id) { paymentAction { clientSecret } timeline { data } } }`;
    const read = (api: Api) =>
      fetchData<{ order: { paymentAction: { clientSecret: string } | null } }>(api, query, { id });
    const secret = (await read(buyer)).order.paymentAction?.clientSecret ?? "";
    expect(secret).toMatch(/^pi_.*_secret_/);
    expect(JSON.stringify(await read(support))).not.toContain(secret);
    await authenticate(id, true);
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("CONFIRMED");
    expect((await read(buyer)).order.paymentAction).toBeNull();
  });

  it("is captured when the webhook reports the authentication", async () => {
    const id = await placeUnauthenticated();
    await authenticate(id, true);
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("CONFIRMED");
    expect((await paymentOf(id))?.captured).toBe(3_000);
  });

  it("is captured by resumePayment when no webhook is delivered", async () => {
    const id = await placeUnauthenticated();
    expect((await resumePayment(id)).order?.status).toBe("RESERVED");
    await shop.setWebhookCopies(0);
    await authenticate(id, true);
    await shop.setWebhookCopies(1);
    expect((await resumePayment(id)).order?.status).toBe("CONFIRMED");
  });

  it("rejects the order and releases its stock when the customer declines", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await placeUnauthenticated();
    await authenticate(id, false);
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("REJECTED");
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
  });

  it("can be cancelled before the authentication", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await placeUnauthenticated();
    await cancelOrder(buyer, id, newKey());
    await expect.poll(() => statusOf(id), { timeout: 5_000 }).toBe("CANCELLED");
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
    expect((await paymentOf(id))?.status).toBe("canceled");
  });
});

describe("Stripe webhooks", () => {
  const eventOf = (orderId: string, id = `evt_${newKey()}`) =>
    JSON.stringify({
      id,
      object: "event",
      type: "payment_intent.succeeded",
      data: { object: { object: "payment_intent", status: "succeeded", metadata: { order_id: orderId } } },
    });
  const deliver = (payload: string, secret: string, timestamp = Math.floor(Date.now() / 1000)) => {
    const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
    return fetch(`${shop.url}/webhooks/stripe`, {
      method: "POST",
      headers: { "content-type": "application/json", "stripe-signature": `t=${timestamp},v1=${signature}` },
      body: payload,
    });
  };

  it("are accepted only with a valid and recent signature", async () => {
    const { stripeWebhookSecret: secret } = shop.stack.services.secrets;
    const payload = eventOf(await buy(threeUnits));
    expect((await deliver(payload, "whsec_wrong")).status).toBe(400);
    expect((await deliver(payload, secret, Math.floor(Date.now() / 1000) - 400)).status).toBe(400);
    expect((await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", body: payload })).status).toBe(400);
    expect((await deliver(payload, secret)).status).toBe(200);
    expect((await deliver(payload.replace("succeeded", "canceled"), "whsec_wrong")).status).toBe(400);
  });

  it("change nothing when one is delivered three times concurrently, even if it claims another status", async () => {
    const { stripeWebhookSecret: secret } = shop.stack.services.secrets;
    const declined = await buy(threeUnits, { paymentMethod: "pm_card_chargeDeclined" });
    const paid = await buy(threeUnits);
    for (const id of [declined, paid]) {
      const before = await findOrder(buyer, id);
      const payload = eventOf(id);
      const responses = await Promise.all([1, 2, 3].map(() => deliver(payload, secret)));
      expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await findOrder(buyer, id)).toEqual(before);
    }
    expect((await paymentOf(paid))?.captured).toBe(3_000);
  });
});

describe("resolveOrder, for an order that needs attention", () => {
  const placeStuckOrder = async (match: string, mode = "down") => {
    await shop.injectFault(mode, match, 1_000);
    const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines: threeUnits });
    const id = order?.id ?? "";
    await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe("NEEDS_ATTENTION");
    return id;
  };
  const clearFaults = () => shop.clearFaults();

  it("retries the capture, which is made once", async () => {
    const id = await placeStuckOrder("capture");
    expect((await resolve(id, "GIVE_UP")).errors).toEqual(["NOT_RESOLVABLE input resolution"]);
    await clearFaults();
    const { order } = await resolve(id, "RETRY");
    expect(order?.status).toBe("CONFIRMED");
    expect((await paymentOf(id))?.captured).toBe(3_000);
    expect(order?.timeline.map(({ type }) => type)).toContain("ResolutionChosen");
    expect((await resolve(id, "RETRY")).errors).toEqual(["NOT_RESOLVABLE input orderId"]);
  });

  it("rejects the order on RETRY and releases its stock when the authorization has expired", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await placeStuckOrder("capture");
    const { stripeHost, secrets } = shop.stack.services;
    const expired = await fetch(`http://${stripeHost}/v1/payment_intents/${(await paymentOf(id))?.id}/cancel`, {
      method: "POST",
      headers: { authorization: `Bearer ${secrets.stripeKey}` },
    });
    expect(expired.status).toBe(200);
    await clearFaults();
    await resolve(id, "RETRY");
    await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe("REJECTED");
    expect((await findOrder(buyer, id))?.rejection?.code).toBe("PAYMENT_DECLINED");
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
    expect(await paymentOf(id)).toMatchObject({ status: "canceled", captured: 0 });
  });

  it("cancels the order on GIVE_UP and releases its stock when nothing was captured", async () => {
    const before = await readStock(buyer, "lamp");
    // The payment is authorized, and the order does not know its id.
    const id = await placeStuckOrder("payment_intents", "reset_after");
    expect(await paymentOf(id)).toMatchObject({ status: "requires_capture" });
    await clearFaults();
    await resolve(id, "GIVE_UP");
    await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe("CANCELLED");
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
    expect(await paymentOf(id)).toMatchObject({ status: "canceled", captured: 0 });
  });
});

describe("allOrders", () => {
  it("lists all orders for support, filtered by account or status, and is forbidden for customers", async () => {
    const other = await shop.signUp();
    await placeOrder(other, { idempotencyKey: "mine", lines: threeUnits });
    const query = `query ($accountId: ID, $status: [OrderStatus!]) {
      allOrders(accountId: $accountId, status: $status, first: 100) { edges { node { id account { id } status } } }
    }`;
    type Data = { allOrders: { edges: { node: { account: { id: string }; status: string } }[] } };
    const list = async (variables: object) =>
      (await fetchData<Data>(support, query, variables)).allOrders.edges.map(({ node }) => node);
    expect((await list({ accountId: other.accountId })).map(({ account }) => account.id)).toEqual([other.accountId]);
    const owners = new Set((await list({})).map(({ account }) => account.id));
    expect(owners).toEqual(new Set([other.accountId, buyer.accountId]));
    expect(new Set((await list({ status: ["REFUNDED"] })).map(({ status }) => status))).toEqual(new Set(["REFUNDED"]));
    expect(await errorCodes(buyer, query)).toEqual(["FORBIDDEN"]);
    expect(await errorCodes(support, query, { accountId: "" })).toEqual(["BAD_USER_INPUT"]);
  });
});
