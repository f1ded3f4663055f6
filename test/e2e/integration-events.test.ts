import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("SOLD", 100), productLine("RETURNED", 100)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");

const unitsSold = async (sku: string): Promise<number> => {
  const [row] = await shop.sql("catalog")`select units_sold from products where slug = ${sku.toLowerCase()}`;
  return Number(row?.units_sold);
};

const buy = async (sku: string, quantity: number, input: object = {}): Promise<string> => {
  const idempotencyKey = crypto.randomUUID();
  const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku, quantity }], ...input });
  return order?.id ?? "";
};

/** Returns the outcomes of the effects that published the events of an order. */
const publishOutcomes = (orderId: string): readonly string[] =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes('"stoa.effect":"publishFact"') && line.includes(orderId))
    .map((line) => (JSON.parse(line) as { "stoa.outcome": string })["stoa.outcome"]);

describe("the units sold of a product", () => {
  it("include confirmed orders only", async () => {
    await buy("SOLD", 3);
    await buy("SOLD", 4);
    await buy("SOLD", 5, { paymentMethod: "pm_card_chargeDeclined" });
    await buy("SOLD", 500);
    await expect.poll(() => unitsSold("SOLD"), { timeout: 20_000 }).toBe(7);
  });

  it("decrease when an order is cancelled", async () => {
    const orderId = await buy("RETURNED", 2);
    await expect.poll(() => unitsSold("RETURNED"), { timeout: 20_000 }).toBe(2);
    await cancelOrder(buyer, orderId, "returned");
    await expect.poll(() => unitsSold("RETURNED"), { timeout: 20_000 }).toBe(0);
    // The order was placed, confirmed, refunded and cancelled.
    expect(publishOutcomes(orderId)).toEqual(["acknowledged", "acknowledged", "acknowledged", "acknowledged"]);
  });
});

interface DeadLetter {
  readonly id: string;
  readonly body: unknown;
  readonly replayedAt: string | null;
}

async function readDeadLetters(first = 10, after: string | null = null) {
  const query = `query ($first: Int, $after: String) { deadFacts(first: $first, after: $after) {
    edges { cursor node { id body replayedAt } } pageInfo { hasNextPage } } }`;
  type Page = { edges: { cursor: string; node: DeadLetter }[]; pageInfo: { hasNextPage: boolean } };
  return (await fetchData<{ deadFacts: Page }>(support, query, { first, after })).deadFacts;
}

describe("dead letters of the order queue", () => {
  it("are listed for support with pagination", async () => {
    const bodies = [{ nonsense: 1 }, "nonsense", 3, null, "a \\u0000 that is written out"];
    for (const body of bodies) await shop.stack.send("order", "ORDER_FACTS", [body]);
    await expect.poll(async () => (await readDeadLetters()).edges.length, { timeout: 20_000 }).toBe(bodies.length);
    const listed: DeadLetter[] = [];
    for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
      const page: Awaited<ReturnType<typeof readDeadLetters>> = await readDeadLetters(3, after);
      listed.push(...page.edges.map(({ node }) => node));
      hasNextPage = page.pageInfo.hasNextPage;
      after = page.edges.at(-1)?.cursor ?? null;
    }
    expect(new Set(listed.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set(bodies.map((body) => JSON.stringify(body))),
    );
    expect(listed.map(({ replayedAt }) => replayedAt)).toEqual(bodies.map(() => null));
  });

  it("are stored with invalid characters replaced, together with the other messages of the batch", async () => {
    const bodies = async () => (await readDeadLetters(20)).edges.map(({ node }) => JSON.stringify(node.body));
    await shop.stack.send("order", "ORDER_FACTS", [["\u0000, \ud800 and \\u0000"], ["beside it"]]);
    await expect.poll(bodies, { timeout: 20_000 }).toContain(JSON.stringify(["beside it"]));
    expect(await bodies()).toContain(JSON.stringify(["\ufffd, \ufffd and \\u0000"]));
    // The envelope of an event may be valid apart from such a character.
    const event = { specversion: "1.0", id: "a\u0000b", source: "/orders", type: "stoa.order.cancelled.v1" };
    await shop.stack.send("order", "ORDER_FACTS", [{ ...event, data: { orderId: "ord_\u0000" } }]);
    await expect
      .poll(async () => (await bodies()).filter((body) => body.includes("ord_\ufffd")).length, { timeout: 20_000 })
      .toBe(1);
  });

  it("can be redriven unchanged, and are then processed once", async () => {
    const [row] = await shop.sql("catalog")`select product_id from variants where sku = 'SOLD'`;
    const before = await unitsSold("SOLD");
    const event = {
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
    await shop.stack.send("catalog", "DEAD_ORDER_FACTS", [event]);
    const find = async () =>
      (await readDeadLetters()).edges.flatMap(({ node }) =>
        JSON.stringify(node.body).includes("ord_dead") ? [node] : [],
      );
    await expect.poll(find, { timeout: 20_000 }).toHaveLength(1);
    const [{ id, body } = { id: "", body: null }] = await find();
    expect(body).toEqual(event);
    const redrive =
      "mutation ($id: ID!) { replayDeadFact(id: $id) { deadFact { id replayedAt } userErrors { code } } }";
    for (let count = 0; count < 2; count++) {
      expect(await fetchData(support, redrive, { id })).toMatchObject({
        replayDeadFact: { deadFact: { id, replayedAt: expect.any(String) }, userErrors: [] },
      });
    }
    await expect.poll(() => unitsSold("SOLD"), { timeout: 20_000 }).toBe(before + 9);
    expect(await fetchData(support, redrive, { id: "none" })).toMatchObject({
      replayDeadFact: { deadFact: null, userErrors: [{ code: "NOT_FOUND" }] },
    });
  });

  it("are delivered again, and stored, after an outage of the database", async () => {
    const sql = shop.sql("order");
    const body = { during: crypto.randomUUID() };
    await sql`alter table dead_facts rename to dead_facts_unavailable`;
    try {
      await shop.stack.send("catalog", "DEAD_ORDER_FACTS", [body]);
      const attempts = () =>
        [...shop.logs().matchAll(/"dead letters not stored".*"stoa.attempts":(\d+)/g)].map(([, n]) => n);
      await expect.poll(attempts, { timeout: 30_000 }).toContain("2");
    } finally {
      await sql`alter table dead_facts_unavailable rename to dead_facts`;
    }
    const stored = async () => (await readDeadLetters()).edges.map(({ node }) => node.body);
    await expect.poll(stored, { timeout: 30_000 }).toContainEqual(body);
  });
});
