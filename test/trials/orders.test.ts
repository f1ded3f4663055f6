import { createHmac } from "node:crypto";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { beforeAll, describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { asUser, login, runMutation, startGuest } from "../support/accounts.ts";
import { cancelOrder, findOrder, placeOrder, productLine, reasonOf } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const usAddress = { name: "A B", line1: "1 Test Street", city: "Springfield", postalCode: "12345", countryCode: "US" };

const shop = useShop({ products: [productLine("S", 50, "1999")] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

let keys = 0;
const newKey = () => `key-${++keys}`;

interface OrderData {
  readonly id: string;
  readonly status: string;
  readonly refunded: { readonly amountMinor: string };
  readonly transactions: readonly {
    readonly kind: string;
    readonly status: string;
    readonly providerReference: string | null;
    readonly failureReason: string | null;
  }[];
  readonly timeline: readonly { readonly type: string }[];
}

const fields = `id status refunded { amountMinor } transactions { kind status providerReference failureReason }
  timeline { type }`;

async function readOrder(api: Api, id: string): Promise<OrderData> {
  const query = `query ($id: ID!) { order(id: $id) { ${fields} } }`;
  return (await fetchData<{ order: OrderData }>(api, query, { id })).order;
}

async function buy(input: object = {}): Promise<string> {
  const lines = [{ sku: "S", quantity: 1 }];
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines, shippingAddress: usAddress, ...input });
  return order?.id ?? "";
}

/** Refunds the order as support. Returns the codes of its user errors. */
async function refund(orderId: string): Promise<readonly string[]> {
  const query = "mutation ($i: RefundOrderInput!) { refundOrder(input: $i) { userErrors { code } } }";
  const input = { orderId, reason: "r", idempotencyKey: newKey() };
  type Data = { refundOrder: { userErrors: { code: string }[] } };
  return (await fetchData<Data>(support, query, { i: input })).refundOrder.userErrors.map(({ code }) => code);
}

/** Returns the refunds of the order, oldest first. */
async function refundsOf(id: string) {
  return (await readOrder(support, id)).transactions.filter(({ kind }) => kind === "REFUND");
}

async function failLatestRefund(id: string): Promise<void> {
  await shop.endRefund((await refundsOf(id)).at(-1)?.providerReference ?? "", "fail");
}

/** Returns the status of the order, its refunded amount and the statuses of its refunds. */
async function summarize(id: string) {
  const { status, refunded } = await readOrder(support, id);
  return [status, refunded.amountMinor, ...(await refundsOf(id)).map((entry) => entry.status)];
}

const expectEventually = (id: string) => expect.poll(() => summarize(id), { timeout: 15_000 });

/** Sends a signed event, as the payment provider does. */
async function sendEvent(type: string, object: object): Promise<number> {
  const payload = JSON.stringify({ id: `evt_${newKey()}`, object: "event", type, data: { object } });
  const seconds = Math.floor(Date.now() / 1000);
  const secret = shop.stack.services.secrets.stripeWebhookSecret;
  const signature = createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex");
  const headers = { "stripe-signature": `t=${seconds},v1=${signature}` };
  return (await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", headers, body: payload })).status;
}

const findDifferences = async (id: string) => {
  const { differences } = await reconcileShop(openShopSources(shop, support));
  return differences.filter((difference) => difference.includes(id));
};

describe("a refund that fails days after it succeeded", () => {
  it("no longer counts as refunded, and the order can be refunded again", async () => {
    const id = await buy();
    expect(await refund(id)).toEqual([]);
    expect(await summarize(id)).toEqual(["REFUNDED", "1999", "SUCCEEDED"]);
    await failLatestRefund(id);
    await expectEventually(id).toEqual(["CONFIRMED", "0", "FAILED"]);
    const { timeline, transactions } = await readOrder(support, id);
    expect(timeline.filter(({ type }) => type === "RefundFailed")).toHaveLength(1);
    expect(transactions.at(-1)?.failureReason).toBe("expired_or_canceled_card");
    expect((await readOrder(buyer, id)).transactions.at(-1)?.failureReason).toBeNull();
    expect(await findDifferences(id)).toEqual([]);
    expect(await refund(id)).toEqual([]);
    expect(await summarize(id)).toEqual(["REFUNDED", "1999", "FAILED", "SUCCEEDED"]);
    expect(await findDifferences(id)).toEqual([]);
  });

  describe("without the provider's own events", () => {
    beforeAll(() => shop.setWebhookCopies(0));

    it.each([
      [["refund.failed", "charge.refund.updated", "refund.updated", "charge.refunded"]],
      [["charge.refunded", "refund.updated", "charge.refund.updated", "refund.failed", "refund.failed"]],
      [["refund.updated"]],
    ])("is recorded once from the events %j, which may name the payment alone", async (types) => {
      const id = await buy();
      await refund(id);
      const [made] = await refundsOf(id);
      await failLatestRefund(id);
      const paymentId = (await shop.ledger()).find(({ orderId }) => orderId === id)?.id;
      const failed = { id: made?.providerReference, object: "refund", amount: 1999, payment_intent: paymentId };
      for (const type of types) {
        const object =
          type === "charge.refunded"
            ? { object: "charge", payment_intent: paymentId, metadata: { order_id: id } }
            : { ...failed, metadata: { key: "k" }, status: "failed" };
        expect(await sendEvent(type, object)).toBe(200);
      }
      expect(await summarize(id)).toEqual(["CONFIRMED", "0", "FAILED"]);
      const { timeline } = await readOrder(support, id);
      expect(timeline.filter(({ type }) => type === "RefundFailed")).toHaveLength(1);
    });
  });

  it("makes a cancelled order need attention, and RETRY refunds the money", async () => {
    await shop.setWebhookCopies(1);
    const id = await buy();
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toEqual(["CANCELLED", "1999", "SUCCEEDED"]);
    await failLatestRefund(id);
    await expectEventually(id).toEqual(["NEEDS_ATTENTION", "0", "FAILED", "PENDING"]);
    const retry = "mutation ($i: ResolveOrderInput!) { resolveOrder(input: $i) { userErrors { code } } }";
    await fetchData(support, retry, { i: { orderId: id, resolution: "RETRY", note: "again" } });
    await expectEventually(id).toEqual(["CANCELLED", "1999", "FAILED", "SUCCEEDED"]);
    expect((await shop.ledger()).find(({ orderId }) => orderId === id)?.refunded).toBe(1999);
    expect(await findDifferences(id)).toEqual([]);
  });
});

describe("a refund that the provider has not completed", () => {
  it.each([
    ["complete", ["REFUNDED", "1999", "SUCCEEDED"]],
    ["fail", ["CONFIRMED", "0", "FAILED"]],
  ] as const)("is PENDING and counts as refunded, until it ends: %s", async (end, expected) => {
    const id = await buy({ paymentMethod: "pm_card_pendingRefund" });
    await refund(id);
    expect(await summarize(id)).toEqual(["REFUNDED", "1999", "PENDING"]);
    expect(await refund(id)).toEqual(["NOT_REFUNDABLE"]);
    expect(await findDifferences(id)).toEqual([]);
    await shop.endRefund((await refundsOf(id)).at(-1)?.providerReference ?? "", end);
    await expectEventually(id).toEqual(expected);
    expect(await findDifferences(id)).toEqual([]);
  });
});

describe("order(asOf:) of an order that a guest placed before signing in", () => {
  it("is refused for the guest's old token, which the login revoked, and shows the past to the present owner", async () => {
    const session = await startGuest({ url: shop.url });
    const guest = asUser(shop, session);
    const lines = [{ sku: "S", quantity: 1 }];
    const { order } = await placeOrder(guest, { idempotencyKey: newKey(), lines, shippingAddress: usAddress });
    const at = new Date().toISOString();
    const { accessToken } = await login(guest, buyer.email);
    const owner = { url: shop.url, token: accessToken ?? "" };
    const query = `query ($o: ID!, $t: DateTime) {
      now: order(id: $o) { id } past: order(id: $o, asOf: $t) { id shippingAddress { line1 } }
    }`;
    const read = (api: Api) => fetchData(api, query, { o: order?.id, t: at });
    const { id } = order ?? {};
    await expect
      .poll(() => read(owner), { timeout: 10_000 })
      .toEqual({ now: { id }, past: { id, shippingAddress: { line1: usAddress.line1 } } });
    const { errors } = await sendGraphql(guest, query, { o: order?.id, t: at });
    expect(errors).toMatchObject([
      { path: ["now"], extensions: { code: "UNAUTHENTICATED" } },
      { path: ["past"], extensions: { code: "UNAUTHENTICATED" } },
    ]);
    // The gateway revokes the token. The order service itself also hides the past from the former owner.
    const asGuest = await shop.rpc("order", { accountId: session.account?.id ?? "", sessionId: "", roles: ["GUEST"] });
    for (const asOfTime of [undefined, timestampFromDate(new Date(at))]) {
      expect(await reasonOf(asGuest(OrderService.method.getOrder, { id: id ?? "", asOfTime }))).toBe("NOT_FOUND");
    }
  });
});

describe("the timeline of an order that staff refunded", () => {
  it("does not show the owner the note or the member of staff, and shows both to support", async () => {
    const id = await buy();
    const reason = "INTERNAL: customer Vera Victim is a known fraudster, see ticket 7";
    const refundOne = "mutation ($i: RefundOrderInput!) { refundOrder(input: $i) { userErrors { code } } }";
    const amount = { amountMinor: "1", currency: "USD" };
    await fetchData(support, refundOne, { i: { orderId: id, amount, reason, idempotencyKey: newKey() } });
    const query = "query ($o: ID!) { order(id: $o) { timeline { type actor data } } }";
    type Timeline = { order: { timeline: { type: string; actor: string; data: object }[] } };
    const findRequest = async (api: Api) =>
      (await fetchData<Timeline>(api, query, { o: id })).order.timeline.find(({ type }) => type === "RefundRequested");
    const visible = await findRequest(buyer);
    expect(visible).toMatchObject({ actor: "staff", data: { amount } });
    expect(JSON.stringify(visible)).not.toContain("INTERNAL");
    expect(await findRequest(support)).toMatchObject({ actor: `staff:${support.accountId}`, data: { reason } });
  });
});

describe("placeOrder, repeated after the guest signed in", () => {
  it.each(["lines", "cart"])(
    "returns the order that the guest placed from %s, and rejects another request",
    async (from) => {
      const guest = asUser(shop, await startGuest({ url: shop.url }));
      const lines = [{ sku: "S", quantity: 1 }];
      const createCart = async () => {
        const mutation = "mutation { createCart { order { id } } }";
        const cartId = (await fetchData<{ createCart: { order: { id: string } } }>(guest, mutation)).createCart.order
          .id;
        await runMutation(guest, "setCartLine", "SetCartLineInput", { cartId, sku: "S", quantity: 1 });
        return { cartId };
      };
      const source = from === "lines" ? { lines } : await createCart();
      const input = { idempotencyKey: newKey(), ...source, shippingAddress: usAddress };
      const { order } = await placeOrder(guest, input);
      const { accessToken } = await login(guest, buyer.email);
      const owner = { url: shop.url, token: accessToken ?? "" };
      const find = async () => (await findOrder(owner, order?.id ?? ""))?.id;
      await expect.poll(find, { timeout: 10_000 }).toBe(order?.id);
      expect((await placeOrder(owner, input)).order?.id).toBe(order?.id);
      const other = await placeOrder(owner, { ...input, shippingAddress: { ...usAddress, city: "Shelbyville" } });
      expect(other.userErrors.map(({ code }) => code)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
    },
  );
});
