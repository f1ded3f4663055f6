import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";

let shop: Shop;
let buyer: Awaited<ReturnType<Shop["signUp"]>>;
let support: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("SOLD", 100), productLine("RETURNED", 100)]);
  buyer = await shop.signUp();
  support = await shop.signUp("SUPPORT");
});

afterAll(() => shop?.stop());

const unitsSold = async (sku: string): Promise<number> => {
  const [row] = await shop.sql("catalog")`select units_sold from products where slug = ${sku.toLowerCase()}`;
  return Number(row?.units_sold);
};

const buy = async (sku: string, quantity: number, more: object = {}): Promise<string> => {
  const idempotencyKey = crypto.randomUUID();
  const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku, quantity }], ...more });
  return order?.id ?? "";
};

const told = (orderId: string): readonly string[] =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes('"effect":"publishFact"') && line.includes(orderId))
    .map((line) => (JSON.parse(line) as { outcome: string }).outcome);

describe("what orders tell the catalog", () => {
  it("is what was sold, and only that", async () => {
    await buy("SOLD", 3);
    await buy("SOLD", 4);
    await buy("SOLD", 5, { paymentMethod: "pm_card_chargeDeclined" });
    await buy("SOLD", 500);
    await expect.poll(() => unitsSold("SOLD"), { timeout: 20_000 }).toBe(7);
  });

  it("is taken back with the order", async () => {
    const orderId = await buy("RETURNED", 2);
    await expect.poll(() => unitsSold("RETURNED"), { timeout: 20_000 }).toBe(2);
    await cancelOrder(buyer, orderId, "returned");
    await expect.poll(() => unitsSold("RETURNED"), { timeout: 20_000 }).toBe(0);
    // Placed, confirmed, refunded, cancelled.
    expect(told(orderId)).toEqual(["told", "told", "told", "told"]);
  });
});

interface DeadFact {
  readonly id: string;
  readonly body: unknown;
  readonly replayedAt: string | null;
}

async function deadFacts(first = 10, after: string | null = null) {
  const query = `query ($first: Int, $after: String) { deadFacts(first: $first, after: $after) {
    edges { cursor node { id body replayedAt } } pageInfo { hasNextPage } } }`;
  type Page = { edges: { cursor: string; node: DeadFact }[]; pageInfo: { hasNextPage: boolean } };
  return (await fetchData<{ deadFacts: Page }>(support, query, { first, after })).deadFacts;
}

describe("what nobody could take", () => {
  it("is there for staff to see, newest first, page by page", async () => {
    const bodies = [{ nonsense: 1 }, "nonsense", 3, null, "a \\u0000 that is written out"];
    for (const body of bodies) await shop.stack.send("order", "ORDER_FACTS", [body]);
    await expect.poll(async () => (await deadFacts()).edges.length, { timeout: 20_000 }).toBe(bodies.length);
    const seen: DeadFact[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof deadFacts>> = await deadFacts(3, after);
      seen.push(...page.edges.map(({ node }) => node));
      more = page.pageInfo.hasNextPage;
      after = page.edges.at(-1)?.cursor ?? null;
    }
    expect(new Set(seen.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set(bodies.map((body) => JSON.stringify(body))),
    );
    expect(seen.map(({ replayedAt }) => replayedAt)).toEqual(bodies.map(() => null));
  });

  it("is kept though something in it cannot be, and keeps no other from being kept", async () => {
    const kept = async () => (await deadFacts(20)).edges.map(({ node }) => JSON.stringify(node.body));
    await shop.stack.send("order", "ORDER_FACTS", [["\u0000, \ud800 and \\u0000"], ["beside it"]]);
    await expect.poll(kept, { timeout: 20_000 }).toContain(JSON.stringify(["beside it"]));
    expect(await kept()).toContain(JSON.stringify(["\ufffd, \ufffd and \\u0000"]));
    // What says that it was confirmed, and has such a name, is no less unreadable.
    const fact = { specversion: "1.0", id: "a\u0000b", source: "/orders", type: "stoa.order.cancelled.v1" };
    await shop.stack.send("order", "ORDER_FACTS", [{ ...fact, data: { orderId: "ord_\u0000" } }]);
    await expect
      .poll(async () => (await kept()).filter((body) => body.includes("ord_\ufffd")).length, { timeout: 20_000 })
      .toBe(1);
  });

  it("is sent again as it was, and counts then", async () => {
    const [row] = await shop.sql("catalog")`select product_id from variants where sku = 'SOLD'`;
    const before = await unitsSold("SOLD");
    const fact = {
      specversion: "1.0",
      id: "ord_dead:7",
      source: "/orders",
      type: "stoa.order.confirmed.v1",
      subject: "ord_dead",
      time: new Date().toISOString(),
      datacontenttype: "application/json",
      data: {
        orderId: "ord_dead",
        lines: [{ sku: "SOLD", productId: row?.product_id, quantity: 9 }],
        total: { amountMinor: "9000", currency: "USD" },
      },
    };
    await shop.stack.send("catalog", "DEAD_ORDER_FACTS", [fact]);
    const found = async () =>
      (await deadFacts()).edges.flatMap(({ node }) => (JSON.stringify(node.body).includes("ord_dead") ? [node] : []));
    await expect.poll(found, { timeout: 20_000 }).toHaveLength(1);
    const [{ id, body } = { id: "", body: null }] = await found();
    expect(body).toEqual(fact);
    const replay = "mutation ($id: ID!) { replayDeadFact(id: $id) { deadFact { id replayedAt } userErrors { code } } }";
    for (let times = 0; times < 2; times++) {
      expect(await fetchData(support, replay, { id })).toMatchObject({
        replayDeadFact: { deadFact: { id, replayedAt: expect.any(String) }, userErrors: [] },
      });
    }
    await expect.poll(() => unitsSold("SOLD"), { timeout: 20_000 }).toBe(before + 9);
    expect(await fetchData(support, replay, { id: "none" })).toMatchObject({
      replayDeadFact: { deadFact: null, userErrors: [{ code: "NOT_FOUND" }] },
    });
  });
});
