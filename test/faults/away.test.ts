import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  errorCodes,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../harness.ts";

let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop();
  customer = await shop.signUp();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 50)]);
});

afterAll(() => shop?.stop());

const clearFaults = () => fetch(`http://${shop.cloud.engines.stripeHost}/sandbox/faults`, { method: "DELETE" });

describe("while payments are away", () => {
  it("an order waits with its stock held, and its alarm finishes it when they are back", async () => {
    await shop.fault("down", "confirm", 1_000);
    const { order } = await placeOrder(customer, { idempotencyKey: "waits", lines: [{ sku: "THING", quantity: 1 }] });
    expect(order?.status).toBe("RESERVED");
    expect(await readStock(customer, "thing")).toEqual({ available: 49, reserved: 1 });
    await clearFaults();
    const status = async () => (await findOrder(customer, order?.id ?? ""))?.status;
    await expect.poll(status, { timeout: 15_000, interval: 250 }).toBe("CONFIRMED");
    const payments = (await shop.ledger()).filter(({ orderId }) => orderId === order?.id);
    expect(payments.map(({ captured }) => captured)).toEqual([1000]);
    expect(await readStock(customer, "thing")).toEqual({ available: 49, reserved: 0 });
  });

  it("an order that is cancelled while it waits takes nothing and holds nothing in the end", async () => {
    const before = await readStock(customer, "thing");
    await shop.fault("down", "confirm", 1_000);
    const { order } = await placeOrder(customer, { idempotencyKey: "gone", lines: [{ sku: "THING", quantity: 2 }] });
    const id = order?.id ?? "";
    const query = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { code } } }`;
    expect(await errorCodes(customer, query, { input: { orderId: id, idempotencyKey: "c" } })).toEqual([]);
    await clearFaults();
    const status = async () => (await findOrder(customer, id))?.status;
    await expect.poll(status, { timeout: 15_000, interval: 250 }).toBe("CANCELLED");
    const payments = (await shop.ledger()).filter(({ orderId }) => orderId === id);
    expect(payments.map((entry) => [entry.status, entry.authorized, entry.captured])).toEqual([["canceled", 0, 0]]);
    expect(await readStock(customer, "thing")).toEqual(before);
  });
});

describe("while Redis is away", () => {
  it("whoever is signed in goes on, and signing in says so within a second", async () => {
    await shop.cloud.engines.stopRedis();
    const startedAt = performance.now();
    const login = `mutation { login(input: {email: "${customer.email}", password: "correct horse battery"}) { accessToken } }`;
    expect(await errorCodes({ url: shop.url }, login)).toEqual(["UNAVAILABLE"]);
    expect(
      await errorCodes(
        { url: shop.url },
        `mutation { refreshSession(input: {refreshToken: "ses_${"0".repeat(26)}.${"0".repeat(64)}"}) { accessToken } }`,
      ),
    ).toEqual(["UNAVAILABLE"]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await errorCodes(customer, "{ me { email } products { edges { cursor } } }")).toEqual([]);
    const { order } = await placeOrder(customer, {
      idempotencyKey: "no redis",
      lines: [{ sku: "THING", quantity: 1 }],
    });
    expect(order?.status).toBe("CONFIRMED");
  });
});

describe("while the database is away", () => {
  it("reads and orders say so within a second, and nothing is lost", async () => {
    process.kill(shop.cloud.engines.postgresPid, "SIGKILL");
    const startedAt = performance.now();
    expect(await errorCodes(customer, "{ products { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes(customer, "{ orders { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const ready = await fetch(`${shop.url}/readyz`);
    expect(ready.status).toBe(503);
    const report = (await ready.json()) as { services: Record<string, { dependencies: Record<string, boolean> }> };
    expect(report.services.catalog?.dependencies).toEqual({ postgres: false });
    expect((await fetch(`${shop.url}/healthz`)).status).toBe(200);
  });
});
