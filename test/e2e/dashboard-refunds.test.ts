import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

let keys = 0;
const newKey = () => `key-${++keys}`;

/** Buys three lamps at 10.00. */
async function buy(): Promise<string> {
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines: [{ sku: "LAMP", quantity: 3 }] });
  return order?.id ?? "";
}

const paymentOf = async (orderId: string) => (await shop.ledger()).find((entry) => entry.orderId === orderId);

/** Makes a refund through the provider's API, as a merchant does in the Stripe dashboard. */
async function refundInDashboard(orderId: string, amount: number): Promise<void> {
  const { stripeHost, secrets } = shop.stack.services;
  const paymentId = (await paymentOf(orderId))?.id ?? "";
  const response = await fetch(`http://${stripeHost}/v1/refunds`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.stripeKey}` },
    body: new URLSearchParams({ payment_intent: paymentId, amount: String(amount) }),
  });
  expect(response.status).toBe(200);
}

/** Runs `refundOrder` as support and returns the codes of its user errors. */
async function refund(orderId: string, amountMinor: string): Promise<readonly string[]> {
  const query = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
  const amount = { amountMinor, currency: "USD" };
  const input = { orderId, amount, reason: "damaged", idempotencyKey: newKey() };
  type Data = { refundOrder: { userErrors: { code: string }[] } };
  const { refundOrder } = await fetchData<Data>(support, query, { input });
  return refundOrder.userErrors.map(({ code }) => code);
}

interface OrderData {
  readonly order: {
    readonly status: string;
    readonly transactions: readonly {
      readonly kind: string;
      readonly status: string;
      readonly amount: { readonly amountMinor: string };
      readonly providerReference: string | null;
    }[];
    readonly timeline: readonly { readonly type: string; readonly actor: string; readonly data: object }[];
  };
}

/** Reads an order. `refunds` are `[status, amount, has a provider reference]`. */
async function read(id: string) {
  const query = `query ($id: ID!) { order(id: $id) {
    status transactions { kind status amount { amountMinor } providerReference } timeline { type actor data }
  } }`;
  const { status, transactions, timeline } = (await fetchData<OrderData>(support, query, { id })).order;
  const refunds = transactions.filter(({ kind }) => kind === "REFUND");
  return {
    status,
    refunds: refunds.map((entry) => [entry.status, entry.amount.amountMinor, entry.providerReference !== null]),
    uniqueReferences: new Set(refunds.map(({ providerReference }) => providerReference)).size,
    lastEvent: timeline.at(-1),
  };
}

const expectEventually = (id: string) => expect.poll(() => read(id), { timeout: 10_000 });

describe("a refund in the Stripe dashboard, before its webhook is delivered", () => {
  beforeEach(() => shop.setWebhookCopies(0));
  afterEach(() => shop.setWebhookCopies(1));

  it.each([3_000, 1_000])("of %d of 3,000 is subtracted from the refund of a cancellation", async (amount) => {
    const before = await readStock(buyer, "lamp");
    const id = await buy();
    await refundInDashboard(id, amount);
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toMatchObject({ status: "CANCELLED" });
    expect((await paymentOf(id))?.refunded).toBe(3_000);
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
  });

  it("makes a refund by staff fail that would exceed the captured amount", async () => {
    const id = await buy();
    await refundInDashboard(id, 1_000);
    expect(await refund(id, "2500")).toEqual([]);
    const { refunds, lastEvent } = await read(id);
    expect(refunds).toEqual([["FAILED", "2500", false]]);
    expect(JSON.stringify(lastEvent)).toContain("2000");
    expect((await paymentOf(id))?.refunded).toBe(1_000);
  });
});

describe("a refund in the Stripe dashboard, after its webhook is delivered", () => {
  it("is recorded by the order once, however often the webhook is delivered", async () => {
    const id = await buy();
    await shop.setWebhookCopies(3);
    await refundInDashboard(id, 1_000);
    await expectEventually(id).toMatchObject({ status: "PARTIALLY_REFUNDED", refunds: [["SUCCEEDED", "1000", true]] });
    expect(await refund(id, "2001")).toEqual(["REFUND_TOO_LARGE"]);
    // The provider also sends webhooks of the refund that the order made. The order has recorded that refund already.
    expect(await refund(id, "500")).toEqual([]);
    await refundInDashboard(id, 1_500);
    await expectEventually(id).toMatchObject({
      status: "REFUNDED",
      refunds: [
        ["SUCCEEDED", "1000", true],
        ["SUCCEEDED", "500", true],
        ["SUCCEEDED", "1500", true],
      ],
      uniqueReferences: 3,
      lastEvent: { type: "RefundNoted", actor: "system", data: { amount: { amountMinor: "1500" } } },
    });
    expect((await paymentOf(id))?.refunded).toBe(3_000);
    await shop.setWebhookCopies(1);
  });

  it("is recorded when the provider's API fails at first", async () => {
    const id = await buy();
    await shop.injectFault("error_500", `GET /v1/payment_intents/${(await paymentOf(id))?.id ?? ""}`, 2);
    await refundInDashboard(id, 1_000);
    await expectEventually(id).toMatchObject({ refunds: [["SUCCEEDED", "1000", true]] });
  });

  it("leaves the rest to the refund of a cancellation", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await buy();
    await refundInDashboard(id, 1_000);
    await expectEventually(id).toMatchObject({ status: "PARTIALLY_REFUNDED" });
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toMatchObject({
      status: "CANCELLED",
      refunds: [
        ["SUCCEEDED", "1000", true],
        ["SUCCEEDED", "2000", true],
      ],
    });
    await expect.poll(() => readStock(buyer, "lamp"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
  });
});
