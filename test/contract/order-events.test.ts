import { describe, expect, it } from "vitest";
import { CatalogService, ProductSort } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const skus = ["POPULAR", "STEADY", "SLOW", "CANCELLED", "BATCHED", "LATE", "WAIT"];
const shop = useShop({
  products: skus.map((sku) => ({ ...productLine(sku, 100), categoryPaths: ["Counted"] })),
});

const send = (...events: unknown[]) => shop.stack.send("order", "ORDER_FACTS", events);

async function findProductId(sku: string): Promise<string> {
  const [row] = await shop.sql("catalog")`select product_id from variants where sku = ${sku}`;
  return String(row?.product_id);
}

async function readUnitsSold(sku: string): Promise<number> {
  const [row] = await shop.sql("catalog")`select units_sold from products where slug = ${sku.toLowerCase()}`;
  return Number(row?.units_sold);
}

async function createEvent(type: string, orderId: string, sku: string, quantity: number, sequence = 9) {
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
      lines: [{ sku, productId: await findProductId(sku), quantity }],
      total: { amountMinor: "1000", currency: "USD" },
    },
  };
}

const findLogLines = (part: string) =>
  shop
    .logs()
    .split("\n")
    .filter((line) => line.includes(part));

/** Waits until the consumer has processed all messages before this call: it processes them in order. */
async function waitForQueue(): Promise<void> {
  const orderId = `ord_marker_${crypto.randomUUID()}`;
  await send(await createEvent("confirmed", orderId, "SLOW", 1));
  const findSale = () => shop.sql("catalog")`select 1 from order_sales where order_id = ${orderId}`;
  await expect.poll(findSale, { timeout: 20_000, interval: 100 }).toHaveLength(1);
}

describe("units sold", () => {
  it("count every confirmed order once, for any number of deliveries in any batches", async () => {
    const events = await Promise.all(
      Array.from({ length: 20 }, (_, index) => createEvent("confirmed", `ord_popular_${index}`, "POPULAR", 3)),
    );
    const redelivered = await createEvent("confirmed", "ord_popular_0", "POPULAR", 3, 10);
    for (let round = 0; round < 3; round++) await send(...events, ...events.slice(0, 5));
    await send(await createEvent("confirmed", "ord_steady", "STEADY", 7));
    await waitForQueue();
    await send(redelivered);
    await waitForQueue();
    expect(await readUnitsSold("POPULAR")).toBe(60);
    expect(await readUnitsSold("STEADY")).toBe(7);
    expect(
      await shop.sql("catalog")`select count(*)::int as events from order_facts where event_id like 'ord_popular%'`,
    ).toEqual([{ events: 21 }]);
  });

  it("are reduced once by a cancellation, also when it arrives before the confirmation", async () => {
    const sold = await createEvent("confirmed", "ord_cancelled", "CANCELLED", 4);
    const cancelled = await createEvent("cancelled", "ord_cancelled", "CANCELLED", 4, 12);
    await send(sold, await createEvent("confirmed", "ord_stays", "CANCELLED", 5));
    await waitForQueue();
    expect(await readUnitsSold("CANCELLED")).toBe(9);
    await send(cancelled, cancelled);
    await waitForQueue();
    await send(cancelled, sold, await createEvent("cancelled", "ord_cancelled", "CANCELLED", 4, 13));
    await send(await createEvent("cancelled", "ord_late", "LATE", 4, 12));
    await send(await createEvent("confirmed", "ord_late", "LATE", 4));
    await send(
      await createEvent("confirmed", "ord_batched", "BATCHED", 4),
      await createEvent("cancelled", "ord_batched", "BATCHED", 4, 12),
    );
    await waitForQueue();
    expect([await readUnitsSold("CANCELLED"), await readUnitsSold("LATE"), await readUnitsSold("BATCHED")]).toEqual([
      5, 0, 0,
    ]);
  });

  it("ignore refunds and unknown event types", async () => {
    const before = await readUnitsSold("POPULAR");
    await send(
      await createEvent("refunded", "ord_popular_1", "POPULAR", 3, 13),
      await createEvent("gift_wrapped", "ord_popular_2", "POPULAR", 3, 13),
    );
    await waitForQueue();
    expect(await readUnitsSold("POPULAR")).toBe(before);
    expect(findLogLines("order event rejected")).toEqual([]);
  });

  it("determine the best-selling order, without changing the etag of the product", async () => {
    const rpc = await shop.rpc("catalog", { roles: [] });
    const list = () =>
      rpc(CatalogService.method.listProducts, { categorySlug: "counted", sort: ProductSort.BEST_SELLING });
    const before = (await list()).products;
    expect(before.slice(0, 2).map(({ slug }) => slug)).toEqual(["popular", "steady"]);
    await send(await createEvent("confirmed", "ord_run", "STEADY", 99));
    await waitForQueue();
    const after = (await list()).products;
    expect(after.slice(0, 2).map(({ slug }) => slug)).toEqual(["steady", "popular"]);
    expect(after[0]?.etag).toBe(before[1]?.etag);
  });
});

describe("an invalid message", () => {
  it("is dead-lettered without blocking other messages", async () => {
    const valid = await createEvent("confirmed", "ord_valid", "WAIT", 1);
    const { data, ...withoutData } = await createEvent("confirmed", "ord_without_data", "WAIT", 1);
    const invalid = [
      "text",
      null,
      {},
      { ...valid, specversion: "0.3" },
      { ...valid, id: "" },
      withoutData,
      { ...valid, id: "x:1", data: { ...data, lines: [] } },
      { ...valid, id: "x:2", data: { ...data, lines: [{ ...data.lines[0], quantity: -1 }] } },
    ];
    await send(...invalid, valid);
    await waitForQueue();
    expect(await readUnitsSold("WAIT")).toBe(1);
    await expect.poll(() => findLogLines("order event rejected")).toHaveLength(invalid.length);
  });
});

describe("when the database rejects writes", () => {
  it("messages are retried, and count once afterwards", async () => {
    const sql = shop.sql("catalog");
    await sql`alter table order_sales rename to order_sales_renamed`;
    await send(await createEvent("confirmed", "ord_waits", "WAIT", 2));
    await expect
      .poll(() => findLogLines('"level":"error","message":"order events"').length, { timeout: 10_000 })
      .toBeGreaterThan(0);
    await sql`alter table order_sales_renamed rename to order_sales`;
    await expect.poll(() => readUnitsSold("WAIT"), { timeout: 20_000, interval: 100 }).toBe(3);
    await waitForQueue();
    expect(await readUnitsSold("WAIT")).toBe(3);
  });
});
