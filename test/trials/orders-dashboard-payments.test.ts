import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, findOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("S", 50, "1999")] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

let keys = 0;
const newKey = () => `key-${++keys}`;

const paymentOf = async (id: string) => (await shop.ledger()).find(({ orderId }) => orderId === id);

/** Places an order whose cardholder has authenticated, which the order does not know yet. */
async function authorize(): Promise<string> {
  const lines = [{ sku: "S", quantity: 1 }];
  const paymentMethod = "pm_card_threeDSecure2Required";
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines, paymentMethod });
  const id = order?.id ?? "";
  await shop.authenticatePayment((await paymentOf(id))?.id ?? "", true);
  return id;
}

/** Captures or cancels the payment through the provider's API, as staff do in the Stripe dashboard. */
async function changeInDashboard(orderId: string, action: "capture" | "cancel", fields: Record<string, string> = {}) {
  const { stripeHost, secrets } = shop.stack.services;
  const response = await fetch(`http://${stripeHost}/v1/payment_intents/${(await paymentOf(orderId))?.id}/${action}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.stripeKey}` },
    body: new URLSearchParams(fields),
  });
  expect(response.status).toBe(200);
}

async function resume(orderId: string): Promise<void> {
  const query = "mutation ($i: ResumeOrderPaymentInput!) { resumeOrderPayment(input: $i) { userErrors { code } } }";
  await fetchData(buyer, query, { i: { orderId } });
}

/** Returns the status of the order, and what the provider captured and refunded. */
async function summarize(id: string) {
  const payment = await paymentOf(id);
  return [(await findOrder(buyer, id))?.status, payment?.captured, payment?.refunded];
}

const expectEventually = (id: string) => expect.poll(() => summarize(id), { timeout: 20_000 });

const findDifferences = async (id: string) => {
  const { differences } = await reconcileShop(openShopSources(shop, support));
  return differences.filter((difference) => difference.includes(id));
};

describe("a payment that staff changed in the Stripe dashboard", () => {
  beforeAll(() => shop.setWebhookCopies(0));
  afterAll(() => shop.setWebhookCopies(1));

  it("is accepted when it was captured in full", async () => {
    const id = await authorize();
    await changeInDashboard(id, "capture");
    await resume(id);
    await expectEventually(id).toEqual(["CONFIRMED", 1999, 0]);
    expect(await findDifferences(id)).toEqual([]);
  });

  it("is refunded when it was captured in part, and the order is rejected", async () => {
    const before = await readStock(buyer, "s");
    const id = await authorize();
    await changeInDashboard(id, "capture", { amount_to_capture: "500" });
    await resume(id);
    await expectEventually(id).toEqual(["REJECTED", 500, 500]);
    await expect.poll(() => readStock(buyer, "s"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
    expect(await findDifferences(id)).toEqual([]);
  });

  it("is refunded when it was captured and the order is cancelled", async () => {
    await shop.setWebhookCopies(0);
    const id = await authorize();
    await changeInDashboard(id, "capture");
    await shop.setWebhookCopies(1);
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toEqual(["CANCELLED", 1999, 1999]);
    expect(await findDifferences(id)).toEqual([]);
    await shop.setWebhookCopies(0);
  });

  it("is not captured when it was cancelled, and the order is rejected", async () => {
    const id = await authorize();
    await changeInDashboard(id, "cancel");
    await resume(id);
    await expectEventually(id).toEqual(["REJECTED", 0, 0]);
    expect(await findDifferences(id)).toEqual([]);
  });
});
