import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { cancelOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const usAddress = { name: "A B", line1: "1 Test Street", city: "Springfield", postalCode: "12345", countryCode: "US" };

const shop = useShop({ products: [productLine("S", 50, "1999")] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
const admin = useUser(shop, "ADMIN");

let keys = 0;
const newKey = () => `key-${++keys}`;

interface Dispute {
  readonly id: string;
  readonly type: string;
  readonly status: string;
}

interface OrderData {
  readonly status: string;
  readonly disputes: readonly Dispute[];
  readonly transactions: readonly {
    readonly kind: string;
    readonly status: string;
    readonly amount: { readonly amountMinor: string };
    readonly providerReference: string | null;
  }[];
  readonly timeline: readonly { readonly type: string; readonly data: object }[];
}

const fields = `status
  disputes { id type status reason amount { amountMinor currency } evidenceDueBy createdAt closedAt }
  transactions { kind status amount { amountMinor } providerReference }
  timeline { type data }`;

async function readOrder(api: Api, id: string): Promise<OrderData> {
  const query = `query ($id: ID!) { order(id: $id) { ${fields} } }`;
  return (await fetchData<{ order: OrderData }>(api, query, { id })).order;
}

async function buy(input: object = {}): Promise<string> {
  const lines = [{ sku: "S", quantity: 1 }];
  const { order } = await placeOrder(buyer, { idempotencyKey: newKey(), lines, shippingAddress: usAddress, ...input });
  return order?.id ?? "";
}

const paymentOf = async (id: string) => (await shop.ledger()).find(({ orderId }) => orderId === id);

/** Opens a dispute about an order's payment. Returns its id. */
async function dispute(orderId: string, options: object = {}): Promise<string> {
  return shop.openDispute((await paymentOf(orderId))?.id ?? "", options);
}

/** Refunds the order as support. Returns the codes of its user errors. */
async function refund(orderId: string, amountMinor?: string): Promise<readonly string[]> {
  const query = "mutation ($i: RefundOrderInput!) { refundOrder(input: $i) { userErrors { code } } }";
  const amount = amountMinor === undefined ? {} : { amount: { amountMinor, currency: "USD" } };
  const input = { orderId, reason: "r", idempotencyKey: newKey(), ...amount };
  type Data = { refundOrder: { userErrors: { code: string }[] } };
  return (await fetchData<Data>(support, query, { i: input })).refundOrder.userErrors.map(({ code }) => code);
}

/** Returns the status of the order, its disputes, and the money that moved after the capture. */
async function summarize(id: string) {
  const { status, disputes, transactions } = await readOrder(support, id);
  return [
    status,
    ...disputes.map((entry) => `${entry.type} ${entry.status}`),
    ...transactions
      .filter(({ kind }) => kind !== "AUTHORIZATION" && kind !== "CAPTURE")
      .map((entry) => `${entry.kind} ${entry.status} ${entry.amount.amountMinor}`),
  ];
}

const expectEventually = (id: string) => expect.poll(() => summarize(id), { timeout: 15_000 });

const findDifferences = async (id: string) => {
  const { differences } = await reconcileShop(openShopSources(shop, support));
  return differences.filter((difference) => difference.includes(id));
};

/** Sends a signed event, as the payment provider does. */
async function sendEvent(type: string, object: object): Promise<number> {
  const payload = JSON.stringify({ id: `evt_${newKey()}`, object: "event", type, data: { object } });
  const seconds = Math.floor(Date.now() / 1000);
  const secret = shop.stack.services.secrets.stripeWebhookSecret;
  const signature = createHmac("sha256", secret).update(`${seconds}.${payload}`).digest("hex");
  const headers = { "stripe-signature": `t=${seconds},v1=${signature}` };
  return (await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", headers, body: payload })).status;
}

const listDisputed = async (disputeStatus: readonly string[], api: Api = support) => {
  const query = `query ($s: [DisputeStatus!]) {
    allOrders(first: 100, filter: { disputeStatus: $s }) { edges { node { id disputes { status } } } }
  }`;
  type Data = { allOrders: { edges: { node: { id: string } }[] } };
  return (await fetchData<Data>(api, query, { s: disputeStatus })).allOrders.edges.map(({ node }) => node.id);
};

describe("an order whose payment is disputed", () => {
  afterEach(() => shop.setWebhookCopies(1));

  it.each(["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"])(
    "is found by the payment of the event charge.dispute.%s, and records what the provider reports",
    async (name) => {
      await shop.setWebhookCopies(0);
      const id = await buy();
      const disputeId = await dispute(id);
      const event = {
        object: "dispute",
        charge: "ch_1",
        payment_intent: (await paymentOf(id))?.id,
        amount: 1,
        status: "won",
      };
      expect(await sendEvent(`charge.dispute.${name}`, event)).toBe(200);
      expect(await summarize(id)).toEqual(["CONFIRMED", "CHARGEBACK NEEDS_RESPONSE", "CHARGEBACK SUCCEEDED 1999"]);
      const { disputes, transactions, timeline } = await readOrder(support, id);
      expect(disputes).toEqual([
        {
          id: disputeId,
          type: "CHARGEBACK",
          status: "NEEDS_RESPONSE",
          reason: "fraudulent",
          amount: { amountMinor: "1999", currency: "USD" },
          evidenceDueBy: expect.any(String),
          createdAt: expect.any(String),
          closedAt: null,
        },
      ]);
      expect(transactions.at(-1)?.providerReference).toBe(disputeId);
      expect(timeline.map(({ type }) => type).slice(-2)).toEqual(["DisputeOpened", "DisputeFundsWithdrawn"]);
    },
  );

  it("is not refundable until the dispute is won, and reconcile knows the money", async () => {
    const id = await buy();
    const disputeId = await dispute(id);
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK NEEDS_RESPONSE", "CHARGEBACK SUCCEEDED 1999"]);
    expect(await refund(id)).toEqual(["NOT_REFUNDABLE"]);
    expect(await refund(id, "1")).toEqual(["NOT_REFUNDABLE"]);
    expect(await findDifferences(id)).toEqual([]);
    expect(await listDisputed(["NEEDS_RESPONSE"])).toContain(id);
    await shop.updateDispute(disputeId, "submit");
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK UNDER_REVIEW", "CHARGEBACK SUCCEEDED 1999"]);
    expect(await refund(id)).toEqual(["NOT_REFUNDABLE"]);
    await shop.updateDispute(disputeId, "win");
    const reversal = "CHARGEBACK_REVERSAL SUCCEEDED 1999";
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK WON", "CHARGEBACK SUCCEEDED 1999", reversal]);
    expect((await readOrder(support, id)).disputes[0]).toMatchObject({ closedAt: expect.any(String) });
    expect(await listDisputed(["NEEDS_RESPONSE", "UNDER_REVIEW"])).not.toContain(id);
    expect(await listDisputed(["WON"])).toContain(id);
    expect(await findDifferences(id)).toEqual([]);
    expect(await refund(id)).toEqual([]);
    expect((await readOrder(support, id)).status).toBe("REFUNDED");
    expect(await findDifferences(id)).toEqual([]);
  });

  it("with a part of its payment disputed, can be refunded for the rest", async () => {
    const id = await buy();
    await dispute(id, { amount: 1500 });
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK NEEDS_RESPONSE", "CHARGEBACK SUCCEEDED 1500"]);
    expect(await refund(id, "500")).toEqual(["NOT_REFUNDABLE"]);
    expect(await refund(id, "499")).toEqual([]);
    expect((await summarize(id)).at(-1)).toBe("REFUND SUCCEEDED 499");
    expect(await refund(id)).toEqual(["NOT_REFUNDABLE"]);
  });

  it("can be refunded while the bank only asks", async () => {
    const id = await buy();
    const disputeId = await dispute(id, { isInquiry: true });
    await expectEventually(id).toEqual(["CONFIRMED", "INQUIRY NEEDS_RESPONSE"]);
    expect(await refund(id, "500")).toEqual([]);
    await shop.updateDispute(disputeId, "close");
    await expectEventually(id).toEqual(["PARTIALLY_REFUNDED", "INQUIRY CLOSED", "REFUND SUCCEEDED 500"]);
    expect(await refund(id)).toEqual([]);
  });

  it("cannot be cancelled before the bank decides, and returns the stock without a refund when the shop loses", async () => {
    const before = await readStock(buyer, "s");
    const id = await buy();
    const disputeId = await dispute(id);
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK NEEDS_RESPONSE", "CHARGEBACK SUCCEEDED 1999"]);
    expect((await cancelOrder(buyer, id, newKey())).userErrors.map(({ code }) => code)).toEqual(["NOT_CANCELLABLE"]);
    await shop.updateDispute(disputeId, "lose");
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK LOST", "CHARGEBACK SUCCEEDED 1999"]);
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toEqual(["CANCELLED", "CHARGEBACK LOST", "CHARGEBACK SUCCEEDED 1999"]);
    await expect.poll(() => readStock(buyer, "s"), { timeout: 10_000 }).toEqual({ ...before, reserved: 0 });
    expect((await paymentOf(id))?.refunded).toBe(0);
    expect(await findDifferences(id)).toEqual([]);
  });

  it("is cancelled without a refund when the bank takes the money before the refund", async () => {
    await shop.setWebhookCopies(0);
    const id = await buy();
    const disputeId = await dispute(id);
    await shop.updateDispute(disputeId, "lose");
    await cancelOrder(buyer, id, newKey());
    await expectEventually(id).toEqual(["CANCELLED", "REFUND FAILED 1999"]);
    const payment = { payment_intent: (await paymentOf(id))?.id };
    expect(await sendEvent("charge.dispute.closed", { object: "dispute", ...payment })).toBe(200);
    expect(await summarize(id)).toEqual([
      "CANCELLED",
      "CHARGEBACK LOST",
      "REFUND FAILED 1999",
      "CHARGEBACK SUCCEEDED 1999",
    ]);
    expect(await findDifferences(id)).toEqual([]);
  });

  it("shows its disputes to support staff only", async () => {
    const id = await buy({ paymentMethod: "pm_card_createDispute" });
    await expectEventually(id).toEqual(["CONFIRMED", "CHARGEBACK NEEDS_RESPONSE", "CHARGEBACK SUCCEEDED 1999"]);
    const { disputes, timeline } = await readOrder(buyer, id);
    expect(disputes).toEqual([]);
    expect(timeline.filter(({ type }) => type === "DisputeOpened")).toMatchObject([{ data: {} }]);
    expect(JSON.stringify(timeline)).not.toContain("fraudulent");
    const query = "{ allOrders(filter: { disputeStatus: [WON] }) { edges { cursor } } }";
    const { errors } = await sendGraphql(buyer, query, {});
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(["FORBIDDEN"]);
    const { token } = await createToken(admin, ["ORDER_READ"]);
    const method = "stoa.order.v1.OrderService/ListAllOrders";
    const list = (request: object) => callAsPartner(shop.url, method, { token, request });
    expect((await list({})).status).toBe(200);
    expect((await list({ disputeStatuses: ["STATUS_WON"] })).status).toBe(403);
  });
});
