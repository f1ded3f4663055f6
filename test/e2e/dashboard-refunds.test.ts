import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";

// Money that somebody gives back without the order, at the provider itself.

let shop: Shop;
let buyer: Api;
let support: Api;

beforeAll(async () => {
  shop = await openShop();
  [buyer, support] = [await shop.signUp(), await shop.signUp("SUPPORT")];
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("LAMP", 100)]);
});

afterAll(() => shop?.stop());

let keys = 0;
const newKey = () => `key-${++keys}`;

/** Three lamps at 10.00. */
async function buy(): Promise<string> {
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines: [{ sku: "LAMP", quantity: 3 }] });
  return order?.id ?? "";
}

const ledgerOf = async (orderId: string) => (await shop.ledger()).find((entry) => entry.orderId === orderId);
const paymentOf = async (orderId: string) => (await ledgerOf(orderId))?.id ?? "";

async function giveBack(orderId: string, amount: number): Promise<void> {
  const { stripeHost, secrets } = shop.stack.services;
  const response = await fetch(`http://${stripeHost}/v1/refunds`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.stripeKey}` },
    body: new URLSearchParams({ payment_intent: await paymentOf(orderId), amount: String(amount) }),
  });
  expect(response.status).toBe(200);
}

/** What staff give back through the order: the codes of what is wrong with that. */
async function refund(orderId: string, amountMinor: string): Promise<readonly string[]> {
  const query = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
  const amount = { amountMinor, currency: "USD" };
  const input = { orderId, amount, reason: "damaged", idempotencyKey: newKey() };
  const { refundOrder } = await fetchData<{ refundOrder: { userErrors: { code: string }[] } }>(support, query, {
    input,
  });
  return refundOrder.userErrors.map(({ code }) => code);
}

interface Reply {
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

async function read(id: string) {
  const query = `query ($id: ID!) { order(id: $id) {
    status transactions { kind status amount { amountMinor } providerReference } timeline { type actor data }
  } }`;
  const { status, transactions, timeline } = (await fetchData<Reply>(support, query, { id })).order;
  const refunds = transactions.filter(({ kind }) => kind === "REFUND");
  const told = refunds.map((entry) => [entry.status, entry.amount.amountMinor, entry.providerReference !== null]);
  const references = new Set(refunds.map(({ providerReference }) => providerReference));
  return { status, refunds: told, references: references.size, last: timeline.at(-1) };
}

const known = (id: string) => expect.poll(() => read(id), { timeout: 10_000 });

describe("before the provider has told of it", () => {
  beforeEach(() => shop.setWebhookCopies(0));
  afterEach(() => shop.setWebhookCopies(1));

  it.each([3_000, 1_000])("%d of 3,000 is not owed again when the order is cancelled", async (amount) => {
    const before = await readStock(buyer, "lamp");
    const id = await buy();
    await giveBack(id, amount);
    await cancelOrder(buyer, id, newKey());
    await known(id).toMatchObject({ status: "CANCELLED" });
    expect((await ledgerOf(id))?.refunded).toBe(3_000);
    expect(await readStock(buyer, "lamp")).toEqual(before);
  });

  it("staff who would give it back again are refused", async () => {
    const id = await buy();
    await giveBack(id, 1_000);
    expect(await refund(id, "2500")).toEqual([]);
    const { refunds, last } = await read(id);
    expect(refunds).toEqual([["FAILED", "2500", false]]);
    expect(JSON.stringify(last)).toContain("2000");
    expect((await ledgerOf(id))?.refunded).toBe(1_000);
  });
});

describe("once the provider has told of it", () => {
  it("it is the order's too, once, however often it is told", async () => {
    const id = await buy();
    await shop.setWebhookCopies(3);
    await giveBack(id, 1_000);
    await known(id).toMatchObject({ status: "PARTIALLY_REFUNDED", refunds: [["SUCCEEDED", "1000", true]] });
    expect(await refund(id, "2001")).toEqual(["REFUND_TOO_LARGE"]);
    // The provider tells as much of what the order gave back, which knows it already.
    expect(await refund(id, "500")).toEqual([]);
    await giveBack(id, 1_500);
    await known(id).toMatchObject({
      status: "REFUNDED",
      refunds: [
        ["SUCCEEDED", "1000", true],
        ["SUCCEEDED", "500", true],
        ["SUCCEEDED", "1500", true],
      ],
      references: 3,
      last: { type: "RefundNoted", actor: "system", data: { amount: { amountMinor: "1500" } } },
    });
    expect((await ledgerOf(id))?.refunded).toBe(3_000);
    await shop.setWebhookCopies(1);
  });

  it("it is known though the provider did not answer at first", async () => {
    const id = await buy();
    await shop.injectFault("error_500", `GET /v1/payment_intents/${await paymentOf(id)}`, 2);
    await giveBack(id, 1_000);
    await known(id).toMatchObject({ refunds: [["SUCCEEDED", "1000", true]] });
  });

  it("a cancellation gives back the rest", async () => {
    const before = await readStock(buyer, "lamp");
    const id = await buy();
    await giveBack(id, 1_000);
    await known(id).toMatchObject({ status: "PARTIALLY_REFUNDED" });
    await cancelOrder(buyer, id, newKey());
    await known(id).toMatchObject({
      status: "CANCELLED",
      refunds: [
        ["SUCCEEDED", "1000", true],
        ["SUCCEEDED", "2000", true],
      ],
    });
    expect(await readStock(buyer, "lamp")).toEqual(before);
  });
});
