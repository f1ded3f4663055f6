import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

const orderPayload = "{ order { status } userErrors { code field } }";

async function buy(input: object = {}): Promise<string> {
  const idempotencyKey = crypto.randomUUID();
  const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku: "LAMP", quantity: 1 }], ...input });
  return order?.id ?? "";
}

async function buyAndShip(): Promise<string> {
  const orderId = await buy();
  const mutation = "mutation ($input: FulfilOrderInput!) { fulfilOrder(input: $input) { userErrors { code } } }";
  await fetchData(support, mutation, { input: { orderId, idempotencyKey: "ship" } });
  return orderId;
}

describe("markOrderDelivered and the deprecated markDelivered", () => {
  const mutation = `mutation ($input: MarkOrderDeliveredInput!) { markOrderDelivered(input: $input) ${orderPayload} }`;
  const deprecated = `mutation ($orderId: ID!) { markDelivered(orderId: $orderId) ${orderPayload} }`;
  const delivered = { order: { status: "DELIVERED" }, userErrors: [] };

  it("mark a shipped order as delivered", async () => {
    const [first, second] = [await buyAndShip(), await buyAndShip()];
    expect(await fetchData(support, mutation, { input: { orderId: first } })).toEqual({
      markOrderDelivered: delivered,
    });
    expect(await fetchData(support, deprecated, { orderId: second })).toEqual({ markDelivered: delivered });
  });

  it("report the path of the invalid field in their own arguments", async () => {
    const orderId = await buy();
    const rejected = (field: readonly string[]) => ({ order: null, userErrors: [{ code: "NOT_DELIVERABLE", field }] });
    expect(await fetchData(support, mutation, { input: { orderId } })).toEqual({
      markOrderDelivered: rejected(["input", "orderId"]),
    });
    expect(await fetchData(support, deprecated, { orderId })).toEqual({ markDelivered: rejected(["orderId"]) });
  });
});

describe("resumeOrderPayment and the deprecated resumePayment", () => {
  it("return an order whose payment the customer has not confirmed unchanged", async () => {
    const orderId = await buy({ paymentMethod: "pm_card_authenticationRequired" });
    const mutation = `mutation ($input: ResumeOrderPaymentInput!) { resumeOrderPayment(input: $input) ${orderPayload} }`;
    const deprecated = `mutation ($orderId: ID!) { resumePayment(orderId: $orderId) ${orderPayload} }`;
    const reserved = { order: { status: "RESERVED" }, userErrors: [] };
    expect(await fetchData(buyer, mutation, { input: { orderId } })).toEqual({ resumeOrderPayment: reserved });
    expect(await fetchData(buyer, deprecated, { orderId })).toEqual({ resumePayment: reserved });
  });
});

describe("rebuildOrderLists and the deprecated rebuildOrders", () => {
  it("rebuild a lost list entry and return the IDs that belong to no order", async () => {
    const orderId = await buy();
    const payload = "{ missingIds userErrors { code field } }";
    const mutation = `mutation ($input: RebuildOrderListsInput!) { rebuildOrderLists(input: $input) ${payload} }`;
    const deprecated = `mutation ($ids: [ID!]!) { rebuildOrders(ids: $ids) ${payload} }`;
    const rebuilt = { missingIds: ["nonsense"], userErrors: [] };
    const ids = [orderId, "nonsense"];
    const countRows = async () => (await shop.sql("order")`select id from orders where id = ${orderId}`).length;

    await shop.sql("order")`delete from orders where id = ${orderId}`;
    expect(await fetchData(support, mutation, { input: { ids } })).toEqual({ rebuildOrderLists: rebuilt });
    expect(await countRows()).toBe(1);
    await shop.sql("order")`delete from orders where id = ${orderId}`;
    expect(await fetchData(support, deprecated, { ids })).toEqual({ rebuildOrders: rebuilt });
    expect(await countRows()).toBe(1);
  });

  it("report the path of the invalid field in their own arguments", async () => {
    const ids = Array.from({ length: 51 }, () => "nonsense");
    const mutation = `mutation ($input: RebuildOrderListsInput!) {
      rebuildOrderLists(input: $input) { userErrors { code field } }
    }`;
    expect(await fetchData(support, mutation, { input: { ids } })).toEqual({
      rebuildOrderLists: { userErrors: [{ code: "TOO_MANY", field: ["input", "ids"] }] },
    });
  });
});

describe("deadLetters and the deprecated deadFacts", () => {
  const list =
    "{ deadLetters { edges { node { id body redrivenAt } } } deadFacts { edges { node { id body replayedAt } } } }";
  interface Lists {
    readonly deadLetters: {
      readonly edges: { readonly node: { readonly id: string; readonly redrivenAt: string | null } }[];
    };
    readonly deadFacts: {
      readonly edges: { readonly node: { readonly id: string; readonly replayedAt: string | null } }[];
    };
  }

  it("list the same entries, and both mutations send an entry again", async () => {
    await shop.stack.send("order", "ORDER_FACTS", [{ invalid: true }]);
    const readLists = () => fetchData<Lists>(support, list);
    await expect.poll(async () => (await readLists()).deadLetters.edges.length, { timeout: 20_000 }).toBe(1);
    const before = await readLists();
    const id = before.deadLetters.edges[0]?.node.id ?? "";
    expect(before.deadLetters.edges).toEqual([{ node: { id, body: { invalid: true }, redrivenAt: null } }]);
    expect(before.deadFacts.edges).toEqual([{ node: { id, body: { invalid: true }, replayedAt: null } }]);

    const redrive = `mutation ($input: RedriveDeadLetterInput!) {
      redriveDeadLetter(input: $input) { deadLetter { id redrivenAt } userErrors { code field } }
    }`;
    expect(await fetchData(support, redrive, { input: { id } })).toEqual({
      redriveDeadLetter: { deadLetter: { id, redrivenAt: expect.any(String) }, userErrors: [] },
    });
    expect(await fetchData(support, redrive, { input: { id: "none" } })).toMatchObject({
      redriveDeadLetter: { deadLetter: null, userErrors: [{ code: "NOT_FOUND" }] },
    });
    const replay = "mutation ($id: ID!) { replayDeadFact(id: $id) { deadFact { id replayedAt } userErrors { code } } }";
    expect(await fetchData(support, replay, { id })).toEqual({
      replayDeadFact: { deadFact: { id, replayedAt: expect.any(String) }, userErrors: [] },
    });
  });
});
