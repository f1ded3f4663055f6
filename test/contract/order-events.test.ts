import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CatalogService, ProductSort } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { importProducts, openShop, productLine, type Shop } from "../support/harness.ts";

let shop: Shop;

const skus = ["POPULAR", "STEADY", "SLOW", "GONE", "TWIN", "LATE", "WAIT"];

beforeAll(async () => {
  shop = await openShop();
  await importProducts(
    await shop.signUp("CATALOG_MANAGER"),
    skus.map((sku) => ({ ...productLine(sku, 100), categoryPaths: ["Counted"] })),
  );
});

afterAll(() => shop?.stop());

const send = (...events: unknown[]) => shop.stack.send("order", "ORDER_FACTS", events);

async function productId(sku: string): Promise<string> {
  const [row] = await shop.sql("catalog")`select product_id from variants where sku = ${sku}`;
  return String(row?.product_id);
}

async function unitsOf(sku: string): Promise<number> {
  const [row] = await shop.sql("catalog")`select units_sold from products where slug = ${sku.toLowerCase()}`;
  return Number(row?.units_sold);
}

async function eventOf(type: string, orderId: string, sku: string, quantity: number, sequence = 9) {
  return {
    specversion: "1.0",
    id: `${orderId}:${sequence}`,
    source: "/orders",
    type: `stoa.order.${type}.v1`,
    subject: orderId,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    data: {
      orderId,
      lines: [{ sku, productId: await productId(sku), quantity }],
      total: { amountMinor: "1000", currency: "USD" },
    },
  };
}

const lines = (part: string) =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes(part));

/** Whatever was sent before this has been taken when this has: one consumer takes what comes in its order. */
async function settled(): Promise<void> {
  const orderId = `ord_settled_${crypto.randomUUID()}`;
  await send(await eventOf("confirmed", orderId, "SLOW", 1));
  const counted = () => shop.sql("catalog")`select 1 from order_sales where order_id = ${orderId}`;
  await expect.poll(counted, { timeout: 20_000, interval: 100 }).toHaveLength(1);
}

describe("units sold", () => {
  it("count every confirmed order once, however often and in how many pieces the news of it come", async () => {
    const events = await Promise.all(
      Array.from({ length: 20 }, (_, index) => eventOf("confirmed", `ord_popular_${index}`, "POPULAR", 3)),
    );
    const again = await eventOf("confirmed", "ord_popular_0", "POPULAR", 3, 10);
    for (let round = 0; round < 3; round++) await send(...events, ...events.slice(0, 5));
    await send(await eventOf("confirmed", "ord_steady", "STEADY", 7));
    await settled();
    await send(again);
    await settled();
    expect(await unitsOf("POPULAR")).toBe(60);
    expect(await unitsOf("STEADY")).toBe(7);
    expect(
      await shop.sql("catalog")`select count(*)::int as events from order_facts where event_id like 'ord_popular%'`,
    ).toEqual([{ events: 21 }]);
  });

  it("are taken back by a cancellation once, also by one that comes before the confirmation", async () => {
    const sold = await eventOf("confirmed", "ord_gone", "GONE", 4);
    const cancelled = await eventOf("cancelled", "ord_gone", "GONE", 4, 12);
    await send(sold, await eventOf("confirmed", "ord_kept", "GONE", 5));
    await settled();
    expect(await unitsOf("GONE")).toBe(9);
    await send(cancelled, cancelled);
    await settled();
    await send(cancelled, sold, await eventOf("cancelled", "ord_gone", "GONE", 4, 13));
    await send(await eventOf("cancelled", "ord_late", "LATE", 4, 12));
    await send(await eventOf("confirmed", "ord_late", "LATE", 4));
    await send(
      await eventOf("confirmed", "ord_twin", "TWIN", 4),
      await eventOf("cancelled", "ord_twin", "TWIN", 4, 12),
    );
    await settled();
    expect([await unitsOf("GONE"), await unitsOf("LATE"), await unitsOf("TWIN")]).toEqual([5, 0, 0]);
  });

  it("stay as they are when money is given back, and at what nobody knows yet", async () => {
    const before = await unitsOf("POPULAR");
    await send(
      await eventOf("refunded", "ord_popular_1", "POPULAR", 3, 13),
      await eventOf("gift_wrapped", "ord_popular_2", "POPULAR", 3, 13),
    );
    await settled();
    expect(await unitsOf("POPULAR")).toBe(before);
    expect(lines("order event rejected")).toEqual([]);
  });

  it("order the list of best sellers, and a sale is no change of the product", async () => {
    const rpc = await shop.rpc("catalog", { roles: [] });
    const list = () =>
      rpc(CatalogService.method.listProducts, { categorySlug: "counted", sort: ProductSort.BEST_SELLING });
    const before = (await list()).products;
    expect(before.slice(0, 2).map(({ slug }) => slug)).toEqual(["popular", "steady"]);
    await send(await eventOf("confirmed", "ord_run", "STEADY", 99));
    await settled();
    const after = (await list()).products;
    expect(after.slice(0, 2).map(({ slug }) => slug)).toEqual(["steady", "popular"]);
    expect(after[0]?.etag).toBe(before[1]?.etag);
  });
});

describe("a message that cannot be read", () => {
  it("goes to the dead letters, and keeps nothing else waiting", async () => {
    const fine = await eventOf("confirmed", "ord_beside", "WAIT", 1);
    const { data, ...empty } = await eventOf("confirmed", "ord_empty", "WAIT", 1);
    const wrong = [
      "text",
      null,
      {},
      { ...fine, specversion: "0.3" },
      { ...fine, id: "" },
      empty,
      { ...fine, id: "x:1", data: { ...data, lines: [] } },
      { ...fine, id: "x:2", data: { ...data, lines: [{ ...data.lines[0], quantity: -1 }] } },
    ];
    await send(...wrong, fine);
    await settled();
    expect(await unitsOf("WAIT")).toBe(1);
    await expect.poll(() => lines("order event rejected")).toHaveLength(wrong.length);
  });
});

describe("while the database refuses", () => {
  it("messages wait, and count once when it is back", async () => {
    const sql = shop.sql("catalog");
    await sql`alter table order_sales rename to order_sales_away`;
    await send(await eventOf("confirmed", "ord_waits", "WAIT", 2));
    await expect
      .poll(() => lines('"level":"error","message":"order events"').length, { timeout: 10_000 })
      .toBeGreaterThan(0);
    await sql`alter table order_sales_away rename to order_sales`;
    await expect.poll(() => unitsOf("WAIT"), { timeout: 20_000, interval: 100 }).toBe(3);
    await settled();
    expect(await unitsOf("WAIT")).toBe(3);
  });
});
