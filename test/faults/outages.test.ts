import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { person, runMutation, waitForMail } from "../support/accounts.ts";
import {
  errorCodes,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
  shortTimeouts,
} from "../support/harness.ts";

let shop: Shop;
let customer: Awaited<ReturnType<Shop["signUp"]>>;

beforeAll(async () => {
  shop = await openShop({ vars: shortTimeouts });
  customer = await shop.signUp();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 50)]);
});

afterAll(() => shop?.stop());

const clearFaults = () => fetch(`http://${shop.stack.services.stripeHost}/sandbox/faults`, { method: "DELETE" });

describe("while payments are away", () => {
  it("an order waits with its stock held, and its alarm finishes it when they are back", async () => {
    await shop.injectFault("down", "confirm", 1_000);
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
    await shop.injectFault("down", "confirm", 1_000);
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

describe("while mail is away", () => {
  it("what would be sent waits, nobody who asks notices, and it is sent once when mail is back", async () => {
    const { mail } = shop.stack.services;
    const email = customer.email;
    mail.refuse(true);
    const input = { email };
    expect(await runMutation({ url: shop.url }, "requestPasswordReset", "RequestPasswordResetInput", input)).toEqual(
      [],
    );
    const sql = shop.sql("account");
    await expect.poll(() => sql`select 1 from outbox where attempts > 0`).toHaveLength(1);
    mail.refuse(false);
    await sql`update outbox set due_at = now()`;
    await Promise.all([shop.stack.runCrons(), shop.stack.runCrons()]);
    await waitForMail(shop, email, /new password/);
    expect(shop.mails().filter(({ to, subject }) => to.includes(email) && /new password/.test(subject))).toHaveLength(
      1,
    );
    expect(await sql`select 1 from outbox`).toEqual([]);
  });
});

describe("while payments are away from an account that is deleted", () => {
  it("its order keeps the address until it has ended, and not longer", async () => {
    const owner = await shop.signUp();
    await shop.injectFault("down", "confirm", 1_000);
    const { order } = await placeOrder(owner, { idempotencyKey: "erased", lines: [{ sku: "THING", quantity: 1 }] });
    const input = { password: person.password };
    expect(await runMutation(owner, "deleteMyAccount", "DeleteMyAccountInput", input)).toEqual([]);
    const support = await shop.signUp("SUPPORT");
    const query = "query ($id: ID!) { order(id: $id) { status shippingAddress { name } } }";
    const read = async () => (await fetchData<{ order: object }>(support, query, { id: order?.id })).order;
    expect(await read()).toMatchObject({ status: "RESERVED", shippingAddress: { name: "Test Person" } });
    await clearFaults();
    await expect.poll(read, { timeout: 15_000, interval: 250 }).toMatchObject({ status: "CONFIRMED" });
    await shop.sql("account")`update outbox set due_at = now()`;
    await shop.stack.runCrons();
    expect(await read()).toEqual({ status: "CONFIRMED", shippingAddress: null });
  });
});

describe("while Redis is away", () => {
  const refresh = `mutation { refreshSession(input: {refreshToken: "ses_${"0".repeat(26)}.${"0".repeat(64)}"}) { accessToken } }`;
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  it("and holds every call, nothing waits for it for long", async () => {
    shop.stack.services.stallRedis(true);
    const took: number[] = [];
    for (let tried = 0; tried < 4; tried++) {
      took.push(await timed(async () => expect(await errorCodes({ url: shop.url }, refresh)).toEqual(["UNAVAILABLE"])));
      // Longer than Redis is left alone after it did not answer: the next call waits for it anew.
      await new Promise((later) => setTimeout(later, 1_100));
    }
    shop.stack.services.stallRedis(false);
    expect(Math.min(...took)).toBeGreaterThan(150);
    expect(Math.min(...took)).toBeLessThan(300);
  });

  it("whoever is signed in goes on reading, and nobody signs in, refreshes or changes anything", async () => {
    await shop.stack.services.stopRedis();
    const cart = "mutation { createCart { order { id } } }";
    // What was found good a moment ago is taken for good for four seconds.
    await expect.poll(() => errorCodes(customer, cart), { timeout: 10_000, interval: 250 }).toEqual(["UNAVAILABLE"]);
    const login = `mutation { login(input: {email: "${customer.email}", password: "correct horse battery"}) { accessToken } }`;
    expect(await errorCodes({ url: shop.url }, login)).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes({ url: shop.url }, refresh)).toEqual(["UNAVAILABLE"]);
    expect(
      await errorCodes(customer, "{ me { email } products { edges { cursor } } orders { edges { cursor } } }"),
    ).toEqual([]);
    const { order } = await placeOrder(customer, { idempotencyKey: "no", lines: [] }).catch(() => ({ order: null }));
    expect(order).toBeNull();
  });

  it("the platform's own limit holds whoever tries passwords", async () => {
    const limited = await openShop({ limits: true, vars: shortTimeouts });
    try {
      await limited.stack.services.stopRedis();
      const guess = 'mutation { login(input: {email: "a@example.com", password: "guess guess"}) { accessToken } }';
      const codes: unknown[] = [];
      for (let tried = 0; tried < 5; tried++) codes.push(...(await errorCodes({ url: limited.url }, guess)));
      expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(3);
    } finally {
      await limited.stop();
    }
  });
});

describe("while the database is away", () => {
  it("reads and orders say so within a second, and nothing is lost", async () => {
    process.kill(shop.stack.services.postgresPid, "SIGKILL");
    const startedAt = performance.now();
    expect(await errorCodes(customer, "{ products { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes(customer, "{ orders { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const ready = await fetch(`${shop.url}/readyz`);
    expect(ready.status).toBe(503);
    expect((await fetch(`${shop.url}/healthz`)).status).toBe(200);
  });
});
