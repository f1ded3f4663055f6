import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../dev/cli/shop/api.ts";
import { type LocalStack, startLocalStack } from "../../dev/local/stack.ts";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { openClients, type ShopClients } from "../support/clients.ts";
import { findOrder, importProducts, placeOrder, productLine, readStock } from "../support/harness.ts";

/** What stands in the files of orders is changed while the shop is down, as another release would have left it. */
let folder: string;
let cloud: LocalStack;
let doors: ShopClients;
let buyer: Api;
let keys = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-files-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  await start();
  buyer = await doors.signUp();
  await importProducts(await doors.signUp("CATALOG_MANAGER"), [productLine("LAMP", 100)]);
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  cloud = await startLocalStack({ dataDir: folder, port: 0, limits: false, durable: false });
  doors = openClients(cloud.url, cloud.directUrls, cloud.services);
  if (buyer !== undefined) buyer = { ...buyer, url: cloud.url };
}

/** Stops the shop, changes one order's log, and starts the shop again. What was to fail at the provider is over. */
async function withLog(orderId: string, change: (log: DatabaseSync) => void): Promise<void> {
  await cloud.stop();
  const objects = join(folder, "workers", "v3", "do", "stoa-order-OrderObject");
  for (const name of readdirSync(objects).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))) {
    const log = new DatabaseSync(join(objects, name));
    // One that was only asked whether it is there has no log.
    const isOrder = log.prepare("SELECT 1 FROM sqlite_master WHERE name = 'log'").get() !== undefined;
    if (isOrder && firstOf(log).includes(orderId)) change(log);
    log.close();
  }
  await start();
}

function firstOf(log: DatabaseSync): string {
  return String(log.prepare("SELECT data FROM log WHERE sequence = 1").get()?.data);
}

/** An order that comes no further than this call to the provider. */
async function begin(call: string, fails: "down" | "reset_after" = "down"): Promise<string> {
  await doors.injectFault(fails, call, 1_000);
  const placed = await placeOrder(buyer, { idempotencyKey: `key-${++keys}`, lines: [{ sku: "LAMP", quantity: 1 }] });
  expect(placed.order?.status).toBe("RESERVED");
  return placed.order?.id ?? "";
}

const statusOf = async (orderId: string) => (await findOrder(buyer, orderId))?.status;
const paymentsOf = async (orderId: string) => (await doors.ledger()).filter((entry) => entry.orderId === orderId);

function tellOf(orderId: string, id: string): Promise<Response> {
  const payload = JSON.stringify({
    id,
    object: "event",
    type: "payment_intent.succeeded",
    data: { object: { object: "payment_intent", metadata: { order_id: orderId } } },
  });
  const at = Math.floor(Date.now() / 1000);
  const { stripeWebhookSecret: secret } = cloud.services.secrets;
  const signature = createHmac("sha256", secret).update(`${at}.${payload}`).digest("hex");
  return fetch(`${cloud.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` },
    body: payload,
  });
}

const remembered = async (id: string) =>
  (await doors.sql("order")`select 1 from payment_events where id = ${id}`).length;

describe("an order that this release cannot read", () => {
  let orderId: string;

  beforeAll(async () => {
    orderId = await begin("confirm");
    await withLog(orderId, (log) => log.exec("UPDATE log SET type = 'FromTheFuture' WHERE sequence = 1"));
  });

  it("keeps its alarm, however often that comes in vain", async () => {
    const said = () => readFileSync(cloud.logFile, "utf8").split("\n");
    const alarms = () => said().filter((line) => line.includes('"alarm"') && line.includes("FromTheFuture")).length;
    await expect.poll(alarms, { timeout: 15_000 }).toBeGreaterThan(0);
  });

  it("has its payment's events refused, none of which counts as dealt with", async () => {
    expect((await tellOf(orderId, "evt_early")).status).toBeGreaterThanOrEqual(500);
    expect(await remembered("evt_early")).toBe(0);
  });

  it("keeps nobody else from being looked after", async () => {
    const sql = doors.sql("order");
    await sql`update orders set deadline_at = now() - interval '1 hour' where id = ${orderId}`;
    // Of carts that were never made, whose account then became another.
    await sql`insert into orders (id, account_id, status, deadline_at)
      select 'ord_' || lpad(n::text, 26, '0'), 'acc_gone', 'CART', now() - interval '1 hour' from generate_series(1, 70) n`;
    await cloud.runCrons();
    await cloud.runCrons();
    expect(await sql`select id from orders where deadline_at < now()`).toEqual([]);
    expect(await sql`select id from orders where deadline_at is not null`).toEqual([{ id: orderId }]);
  });

  it("goes on once it can be read, and takes the event that was refused", async () => {
    await withLog(orderId, (log) => log.exec("UPDATE log SET type = 'OrderPlaced' WHERE sequence = 1"));
    expect((await tellOf(orderId, "evt_early")).status).toBe(200);
    expect(await remembered("evt_early")).toBe(1);
    await expect.poll(() => statusOf(orderId), { timeout: 15_000 }).toBe("CONFIRMED");
    expect((await paymentsOf(orderId)).map(({ captured }) => captured)).toEqual([1_000]);
  });
});

describe("an account of whose orders one cannot be read", () => {
  it("has all the others moved", async () => {
    const guest = await doors.rpc("order", { accountId: "acc_guest", sessionId: "", roles: ["GUEST"] });
    const ids: string[] = [];
    while (ids.length < 22) ids.push((await guest(OrderService.method.createCart, {})).order?.id ?? "");
    const [first = ""] = ids.toSorted();
    await withLog(first, (log) => log.exec("UPDATE log SET type = 'FromTheFuture' WHERE sequence = 1"));
    const account = await doors.rpc("order", { roles: [], service: "account" });
    const move = { fromAccountId: "acc_guest", toAccountId: "acc_owner" };
    await expect(account(OrderService.method.moveOrders, move)).rejects.toThrow();
    const left = await doors.sql("order")`select id from orders where account_id = 'acc_guest'`;
    expect(left).toEqual([{ id: first }]);
  });
});

describe("an order that an older release had begun", () => {
  it("is paid once, though that named its payment in another way and the answer was lost", async () => {
    const before = await readStock(buyer, "lamp");
    const orderId = await begin("payment_intents", "reset_after");
    await withLog(orderId, (log) => {
      const { terms: _, ...first } = JSON.parse(firstOf(log)) as { terms: unknown };
      log.prepare("UPDATE log SET version = 1, data = ? WHERE sequence = 1").run(JSON.stringify(first));
      const provider = new DatabaseSync(join(folder, "stripe", "stripe.sqlite"));
      provider.exec("UPDATE answers SET key = key || ' of old'");
      provider.close();
    });
    await expect.poll(() => statusOf(orderId), { timeout: 15_000 }).toBe("CONFIRMED");
    // The one that nobody heard of holds nothing, and never will.
    const payments = (await paymentsOf(orderId)).map(({ status, captured }) => [status, captured]);
    expect(payments.sort()).toEqual([
      ["requires_payment_method", 0],
      ["succeeded", 1_000],
    ]);
    expect(await readStock(buyer, "lamp")).toEqual({ available: before.available - 1, reserved: 0 });
  });
});
