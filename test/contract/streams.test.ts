import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { cancelOrder, placeOrder, productLine } from "../support/harness.ts";
import { createServiceClient } from "../support/sse-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("WATCHED", 100), productLine("OTHER", 100)] });
const owner = useUser(shop);
const manager = useUser(shop, "CATALOG_MANAGER");

const createOrderClient = (accountId: string) =>
  createServiceClient(shop, "order", { service: OrderService, identity: { accountId, roles: ["CUSTOMER"] } });

async function createOrder(idempotencyKey: string): Promise<string> {
  const { order } = await placeOrder(owner, { idempotencyKey, lines: [{ sku: "WATCHED", quantity: 1 }] });
  return order?.id ?? "";
}

async function collect<T>(messages: AsyncIterable<T>, max = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const message of messages) {
    all.push(message);
    if (all.length >= max) break;
  }
  return all;
}

const codeOf = async (stream: AsyncIterable<unknown>): Promise<string> => {
  try {
    await collect(stream);
    return "succeeded";
  } catch (error) {
    return Code[ConnectError.from(error).code] ?? "";
  }
};

describe("WatchOrder", () => {
  it("streams every event after the given sequence, and ends when the order is final", async () => {
    const orderId = await createOrder("complete");
    await cancelOrder(owner, orderId, "complete");
    const client = await createOrderClient(owner.accountId);
    const [first, ...messages] = await collect(client.watchOrder({ orderId, after: 0 }));
    expect([first?.event, first?.order]).toEqual([undefined, undefined]);
    const { order } = await client.getOrder({ id: orderId });
    expect(messages.map(({ event }) => event)).toEqual(order?.timeline);
    expect(messages.map((message) => message.order?.sequence)).toEqual(order?.timeline.map(({ sequence }) => sequence));
    expect(messages.at(-1)?.order).toEqual(order);
    const afterThird = await collect(client.watchOrder({ orderId, after: 3 }));
    expect(afterThird.map(({ event }) => event?.sequence)).toEqual([
      undefined,
      ...messages.slice(3).map((_, at) => at + 4),
    ]);
  });

  it("starts with the current state of the order when no sequence is given", async () => {
    const orderId = await createOrder("snapshot");
    const client = await createOrderClient(owner.accountId);
    const { order } = await client.getOrder({ id: orderId });
    const [, snapshot] = await collect(client.watchOrder({ orderId }), 2);
    expect(snapshot?.order).toEqual(order);
    expect(snapshot?.event).toEqual(order?.timeline.at(-1));
  });

  it("rejects orders of other accounts, unknown orders, invalid sequences and anonymous callers", async () => {
    const orderId = await createOrder("foreign");
    const other = await createOrderClient((await shop.signUp()).accountId);
    expect(await codeOf(other.watchOrder({ orderId }))).toBe("NotFound");
    expect(await codeOf(other.watchOrder({ orderId: `ord_${"0".repeat(26)}` }))).toBe("NotFound");
    expect(await codeOf(other.watchOrder({ orderId: "acc_1" }))).toBe("NotFound");
    expect(await codeOf((await createOrderClient(owner.accountId)).watchOrder({ orderId, after: -1 }))).toBe(
      "InvalidArgument",
    );
    const anonymous = await createServiceClient(shop, "order", { service: OrderService, identity: { roles: [] } });
    expect(await codeOf(anonymous.watchOrder({ orderId }))).toBe("Unauthenticated");
  });
});

describe("WatchStock", () => {
  it("streams the current level and every change", async () => {
    const client = await createServiceClient(shop, "catalog", { service: InventoryService, identity: { roles: [] } });
    const levels = client.watchStock({ sku: "WATCHED" })[Symbol.asyncIterator]();
    await levels.next();
    const { value: first } = await levels.next();
    const adjust = `mutation { adjustStock(input: {sku: "WATCHED", delta: 7, reason: "count", idempotencyKey: "seven"}) { stock { available } } }`;
    await fetchData(manager, adjust);
    const { value: second } = await levels.next();
    expect(second?.stock?.available).toBe((first?.stock?.available ?? 0) + 7);
    await levels.return?.();
    expect(await codeOf(client.watchStock({ sku: "NOTHING" }))).toBe("NotFound");
  });
});

describe("WatchStockLevels", () => {
  it("streams the levels of several SKUs, each once, and every change, in one stream", async () => {
    const client = await createServiceClient(shop, "catalog", { service: InventoryService, identity: { roles: [] } });
    const skus = ["watched", "WATCHED", "NOTHING", "OTHER"];
    const levels = client.watchStockLevels({ skus })[Symbol.asyncIterator]();
    await levels.next();
    const first = [await levels.next(), await levels.next()].map(({ value }) => value?.stock);
    expect(first.map((level) => level?.sku).toSorted()).toEqual(["OTHER", "WATCHED"]);
    for (const [sku, delta] of [
      ["OTHER", 3],
      ["WATCHED", 2],
    ] as const) {
      const adjust = `mutation { adjustStock(input: {sku: "${sku}", delta: ${delta}, reason: "count", idempotencyKey: "several ${sku}"}) { stock { available } } }`;
      await fetchData(manager, adjust);
      let level = (await levels.next()).value?.stock;
      while (level === undefined) level = (await levels.next()).value?.stock;
      const before = first.find((row) => row?.sku === sku);
      expect([level.sku, level.available]).toEqual([sku, (before?.available ?? 0) + delta]);
    }
    await levels.return?.();
  });

  it("rejects unknown SKUs, no SKU and too many", async () => {
    const client = await createServiceClient(shop, "catalog", { service: InventoryService, identity: { roles: [] } });
    expect(await codeOf(client.watchStockLevels({ skus: ["NOTHING", "NONE"] }))).toBe("NotFound");
    expect(await codeOf(client.watchStockLevels({ skus: [] }))).toBe("InvalidArgument");
    const many = Array.from({ length: 51 }, (_, index) => `SKU-${index}`);
    expect(await codeOf(client.watchStockLevels({ skus: many }))).toBe("InvalidArgument");
  });
});
