import { Code, ConnectError } from "@connectrpc/connect";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { cancelOrder, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";
import { createServiceClient } from "../support/sse-client.ts";

let shop: Shop;
let owner: Awaited<ReturnType<Shop["signUp"]>>;
let manager: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  owner = await shop.signUp();
  manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("WATCHED", 100)]);
});

afterAll(() => shop?.stop());

const orders = (accountId: string) =>
  createServiceClient(shop, "order", { service: OrderService, identity: { accountId, roles: ["CUSTOMER"] } });

async function newOrder(idempotencyKey: string): Promise<string> {
  const { order } = await placeOrder(owner, { idempotencyKey, lines: [{ sku: "WATCHED", quantity: 1 }] });
  return order?.id ?? "";
}

async function collect<T>(messages: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const message of messages) {
    all.push(message);
    if (all.length >= most) break;
  }
  return all;
}

const failureOf = async (stream: AsyncIterable<unknown>): Promise<string> => {
  try {
    await collect(stream);
    return "succeeded";
  } catch (error) {
    return Code[ConnectError.from(error).code] ?? "";
  }
};

describe("WatchOrder", () => {
  it("tells every event behind the one that is known, and ends with the order", async () => {
    const orderId = await newOrder("whole");
    await cancelOrder(owner, orderId, "whole");
    const client = await orders(owner.accountId);
    const [first, ...told] = await collect(client.watchOrder({ orderId, after: 0 }));
    expect([first?.event, first?.order]).toEqual([undefined, undefined]);
    const { order } = await client.getOrder({ id: orderId });
    expect(told.map(({ event }) => event)).toEqual(order?.timeline);
    expect(told.map((message) => message.order?.sequence)).toEqual(order?.timeline.map(({ sequence }) => sequence));
    expect(told.at(-1)?.order).toEqual(order);
    const behind = await collect(client.watchOrder({ orderId, after: 3 }));
    expect(behind.map(({ event }) => event?.sequence)).toEqual([undefined, ...told.slice(3).map((_, at) => at + 4)]);
  });

  it("begins with the order as it stands for whoever knows nothing", async () => {
    const orderId = await newOrder("snapshot");
    const client = await orders(owner.accountId);
    const { order } = await client.getOrder({ id: orderId });
    const [, snapshot] = await collect(client.watchOrder({ orderId }), 2);
    expect(snapshot?.order).toEqual(order);
    expect(snapshot?.event).toEqual(order?.timeline.at(-1));
  });

  it("shows nobody else's order, nor one that never was", async () => {
    const orderId = await newOrder("foreign");
    const other = await orders((await shop.signUp()).accountId);
    expect(await failureOf(other.watchOrder({ orderId }))).toBe("NotFound");
    expect(await failureOf(other.watchOrder({ orderId: `ord_${"0".repeat(26)}` }))).toBe("NotFound");
    expect(await failureOf(other.watchOrder({ orderId: "acc_1" }))).toBe("NotFound");
    expect(await failureOf((await orders(owner.accountId)).watchOrder({ orderId, after: -1 }))).toBe("InvalidArgument");
    const nobody = await createServiceClient(shop, "order", { service: OrderService, identity: { roles: [] } });
    expect(await failureOf(nobody.watchOrder({ orderId }))).toBe("Unauthenticated");
  });
});

describe("WatchStock", () => {
  it("tells the level, and again what it has changed to", async () => {
    const client = await createServiceClient(shop, "catalog", { service: InventoryService, identity: { roles: [] } });
    const levels = client.watchStock({ sku: "WATCHED" })[Symbol.asyncIterator]();
    await levels.next();
    const { value: first } = await levels.next();
    const adjust = `mutation { adjustStock(input: {sku: "WATCHED", delta: 7, reason: "count", idempotencyKey: "seven"}) { stock { available } } }`;
    await fetchData(manager, adjust);
    const { value: second } = await levels.next();
    expect(second?.stock?.available).toBe((first?.stock?.available ?? 0) + 7);
    await levels.return?.();
    expect(await failureOf(client.watchStock({ sku: "NOTHING" }))).toBe("NotFound");
  });
});
