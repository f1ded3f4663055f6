import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  login,
  person,
  refresh as refreshTokens,
  register,
  runMutation,
  userErrorCodes,
  waitForMail,
} from "../support/accounts.ts";
import {
  errorCodes,
  findOrder,
  openShop,
  placeOrder,
  productLine,
  readStock,
  shortTimeouts,
} from "../support/harness.ts";
import { waitForMinuteStart } from "../support/rate-limits.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ vars: shortTimeouts, products: [productLine("THING", 50)] });
const customer = useUser(shop);
const support = useUser(shop, "SUPPORT");

const clearFaults = () => shop.clearFaults();

describe("when the payment provider is down", () => {
  it("an order keeps its stock reserved, and its alarm confirms it after the outage", async () => {
    await shop.injectFault("down", "confirm", 1_000);
    const { order } = await placeOrder(customer, { idempotencyKey: "waits", lines: [{ sku: "THING", quantity: 1 }] });
    expect(order?.status).toBe("RESERVED");
    expect(await readStock(customer, "thing")).toEqual({ available: 49, reserved: 1 });
    await clearFaults();
    const status = async () => (await findOrder(customer, order?.id ?? ""))?.status;
    await expect.poll(status, { timeout: 15_000, interval: 250 }).toBe("CONFIRMED");
    const payments = (await shop.ledger()).filter(({ orderId }) => orderId === order?.id);
    expect(payments.map(({ captured }) => captured)).toEqual([1000]);
    // The event of the order commits its stock.
    await expect.poll(() => readStock(customer, "thing"), { timeout: 10_000 }).toEqual({ available: 49, reserved: 0 });
  });

  it("an order that is cancelled meanwhile ends without a capture and without reserved stock", async () => {
    const before = await readStock(customer, "thing");
    await shop.injectFault("down", "confirm", 1_000);
    const { order } = await placeOrder(customer, {
      idempotencyKey: "cancelled",
      lines: [{ sku: "THING", quantity: 2 }],
    });
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

  it("an order of a deleted account keeps its address until it has ended, and loses it then", async () => {
    const owner = await shop.signUp();
    await shop.injectFault("down", "confirm", 1_000);
    const { order } = await placeOrder(owner, { idempotencyKey: "erased", lines: [{ sku: "THING", quantity: 1 }] });
    const input = { password: person.password };
    expect(await runMutation(owner, "deleteMyAccount", "DeleteMyAccountInput", input)).toEqual([]);
    const support = await shop.signUp("SUPPORT");
    const query = "query ($id: ID!) { order(id: $id) { status shippingAddress { name } } }";
    const readOrder = async () => (await fetchData<{ order: object }>(support, query, { id: order?.id })).order;
    expect(await readOrder()).toMatchObject({ status: "RESERVED", shippingAddress: { name: "Test Person" } });
    await clearFaults();
    await expect.poll(readOrder, { timeout: 15_000, interval: 250 }).toMatchObject({ status: "CONFIRMED" });
    await shop.sql("account")`update outbox set due_at = now()`;
    await shop.stack.runCrons();
    expect(await readOrder()).toEqual({ status: "CONFIRMED", shippingAddress: null });
  });
});

describe("when the mail provider is down", () => {
  it("a password reset request succeeds, and its mail is sent once after the outage", async () => {
    const { mail } = shop.stack.services;
    const { email } = customer;
    mail.setRejecting(true);
    const input = { email };
    const errors = await runMutation({ url: shop.url }, "requestPasswordReset", "RequestPasswordResetInput", input);
    expect(errors).toEqual([]);
    const sql = shop.sql("account");
    await expect.poll(() => sql`select 1 from outbox where attempts > 0`).toHaveLength(1);
    mail.setRejecting(false);
    await sql`update outbox set due_at = now()`;
    await Promise.all([shop.stack.runCrons(), shop.stack.runCrons()]);
    await waitForMail(shop, email, /Reset your password/);
    const mails = shop.mails().filter(({ to, subject }) => to.includes(email) && /Reset your password/.test(subject));
    expect(mails).toHaveLength(1);
    expect(await sql`select 1 from outbox`).toEqual([]);
  });
});

describe("when Redis is down", () => {
  const refreshToken = `ses_${"0".repeat(26)}.${"0".repeat(64)}`;
  const refresh = `mutation { refreshSession(input: {refreshToken: "${refreshToken}"}) { accessToken } }`;
  const measureMs = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  it("fails a request within the Redis timeout when Redis does not respond", async () => {
    shop.stack.services.stallRedis(true);
    const times: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const request = async () => expect(await errorCodes({ url: shop.url }, refresh)).toEqual(["UNAVAILABLE"]);
      times.push(await measureMs(request));
      // Longer than the circuit breaker stays open, so the next request waits for Redis again.
      await new Promise((later) => setTimeout(later, 1_100));
    }
    shop.stack.services.stallRedis(false);
    expect(Math.min(...times)).toBeGreaterThan(150);
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it("ends all sessions when Redis was emptied, and carts and orders stay", async () => {
    const email = `emptied-${Date.now()}@example.com`;
    const session = await register({ url: shop.url }, { email });
    const before = asUser(shop, session);
    const { order } = await placeOrder(before, { idempotencyKey: "before", lines: [{ sku: "THING", quantity: 1 }] });
    await runRedisCommand(shop, "FLUSHALL");
    // The access token stays valid until it expires.
    expect((await findOrder(before, order?.id ?? ""))?.status).toBe("CONFIRMED");
    const renewed = await refreshTokens({ url: shop.url }, session.refreshToken);
    expect(userErrorCodes(renewed)).toEqual(["SESSION_EXPIRED input refreshToken"]);
    const after = asUser(shop, await login({ url: shop.url }, email));
    expect((await findOrder(after, order?.id ?? ""))?.status).toBe("CONFIRMED");
  });

  it("lets customers read, and rejects private reads of staff, sign-in, refresh and every mutation", async () => {
    await shop.stack.services.stopRedis();
    const createCart = "mutation { createCart { order { id } } }";
    // A successful revocation check is cached for four seconds.
    const createCartErrors = () => errorCodes(customer, createCart);
    await expect.poll(createCartErrors, { timeout: 10_000, interval: 250 }).toEqual(["UNAVAILABLE"]);
    const credentials = `email: "${customer.email}", password: "correct horse battery"`;
    const login = `mutation { login(input: {${credentials}}) { accessToken } }`;
    expect(await errorCodes({ url: shop.url }, login)).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes({ url: shop.url }, refresh)).toEqual(["UNAVAILABLE"]);
    expect(
      await errorCodes(customer, "{ me { email } products { edges { cursor } } orders { edges { cursor } } }"),
    ).toEqual([]);
    const staffRead = () => errorCodes(support, "{ allOrders { edges { cursor } } }");
    await expect.poll(staffRead, { timeout: 10_000, interval: 250 }).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes(support, "{ products { edges { cursor } } }")).toEqual([]);
    const { order } = await placeOrder(customer, { idempotencyKey: "no", lines: [] }).catch(() => ({ order: null }));
    expect(order).toBeNull();
  });

  it("still limits password guesses with the rate limit of the platform", async () => {
    const limited = await openShop({ limits: true, vars: shortTimeouts });
    try {
      await limited.stack.services.stopRedis();
      const guess = 'mutation { login(input: {email: "a@example.com", password: "guess guess"}) { accessToken } }';
      const codes: unknown[] = [];
      await waitForMinuteStart(20_000);
      for (let attempt = 0; attempt < 5; attempt++) codes.push(...(await errorCodes({ url: limited.url }, guess)));
      expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(3);
    } finally {
      await limited.stop();
    }
  });
});

describe("when Postgres is down", () => {
  it("fails queries with UNAVAILABLE within a second each, and /readyz returns 503", async () => {
    process.kill(shop.stack.services.postgresPid, "SIGKILL");
    // Without its parent, a connected backend of Postgres can still answer one query before it exits.
    const readReady = async () => (await fetch(`${shop.url}/readyz`)).status;
    await expect.poll(readReady, { timeout: 10_000, interval: 50 }).toBe(503);
    const startedAt = performance.now();
    expect(await errorCodes(customer, "{ products { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(await errorCodes(customer, "{ orders { edges { cursor } } }")).toEqual(["UNAVAILABLE"]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await readReady()).toBe(503);
    expect((await fetch(`${shop.url}/healthz`)).status).toBe(200);
  });
});
