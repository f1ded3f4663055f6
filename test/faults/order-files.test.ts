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
import {
  findOrder,
  importProducts,
  placeOrder,
  productLine,
  readStock,
  waitForStockCommits,
} from "../support/harness.ts";

/** While the shop is stopped, the tests edit the SQLite files of orders, as if another release had written them. */
let folder: string;
let stack: LocalStack;
let clients: ShopClients;
let buyer: Api;
let keys = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-files-"));
  chmodSync(folder, 0o711); // Postgres runs as another user.
  await start();
  buyer = await clients.signUp();
  await importProducts(await clients.signUp("CATALOG_MANAGER"), [productLine("LAMP", 100)]);
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  stack = await startLocalStack({ dataDir: folder, port: 0, limits: false, durable: false, exposed: true });
  clients = openClients(stack.url, stack.directUrls, stack.services);
  if (buyer !== undefined) buyer = { ...buyer, url: stack.url };
}

/** Stops the shop, edits the log of one order, and starts the shop again. The restart removes injected faults. */
async function editLog(orderId: string, edit: (log: DatabaseSync) => void): Promise<void> {
  await stack.stop();
  const objects = join(folder, "workers", "v3", "do", "stoa-order-OrderObject");
  for (const name of readdirSync(objects).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))) {
    const log = new DatabaseSync(join(objects, name));
    // An object that received only reads has no log table.
    const isOrder = log.prepare("SELECT 1 FROM sqlite_master WHERE name = 'log'").get() !== undefined;
    if (isOrder && readFirstEvent(log).includes(orderId)) edit(log);
    log.close();
  }
  await start();
}

function readFirstEvent(log: DatabaseSync): string {
  return String(log.prepare("SELECT data FROM log WHERE sequence = 1").get()?.data);
}

const makeUnreadable = (log: DatabaseSync) => log.exec("UPDATE log SET type = 'FromTheFuture' WHERE sequence = 1");

/** Places an order that stops at RESERVED, because this call to the payment provider fails. */
async function placeStuckOrder(failingCall: string, fault: "down" | "reset_after" = "down"): Promise<string> {
  await clients.injectFault(fault, failingCall, 1_000);
  const placed = await placeOrder(buyer, { idempotencyKey: `key-${++keys}`, lines: [{ sku: "LAMP", quantity: 1 }] });
  expect(placed.order?.status).toBe("RESERVED");
  return placed.order?.id ?? "";
}

const readStatus = async (orderId: string) => (await findOrder(buyer, orderId))?.status;
const findPayments = async (orderId: string) => (await clients.ledger()).filter((entry) => entry.orderId === orderId);

function sendWebhook(orderId: string, id: string): Promise<Response> {
  const payload = JSON.stringify({
    id,
    object: "event",
    type: "payment_intent.succeeded",
    data: { object: { object: "payment_intent", metadata: { order_id: orderId } } },
  });
  const at = Math.floor(Date.now() / 1000);
  const { stripeWebhookSecret: secret } = stack.services.secrets;
  const signature = createHmac("sha256", secret).update(`${at}.${payload}`).digest("hex");
  return fetch(`${stack.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` },
    body: payload,
  });
}

const countProcessedWebhooks = async (id: string) =>
  (await clients.sql("order")`select 1 from payment_events where id = ${id}`).length;

describe("an order whose log this release cannot read", () => {
  let orderId: string;

  beforeAll(async () => {
    orderId = await placeStuckOrder("confirm");
    await editLog(orderId, makeUnreadable);
  });

  it("schedules its alarm again after each failed alarm", async () => {
    const countFailedAlarms = () =>
      readFileSync(stack.logFile, "utf8")
        .split("\n")
        .filter((line) => line.includes('"alarm"') && line.includes("FromTheFuture")).length;
    await expect.poll(countFailedAlarms, { timeout: 15_000 }).toBeGreaterThan(0);
  });

  it("rejects a webhook for its payment, and does not record the webhook as processed", async () => {
    expect((await sendWebhook(orderId, "evt_early")).status).toBeGreaterThanOrEqual(500);
    expect(await countProcessedWebhooks("evt_early")).toBe(0);
  });

  it("does not stop the cron from resuming other orders", async () => {
    const sql = clients.sql("order");
    await sql`update orders set deadline_at = now() - interval '1 hour' where id = ${orderId}`;
    // Rows of carts without an order, because their account was merged into another.
    await sql`insert into orders (id, account_id, status, deadline_at)
      select 'ord_' || lpad(n::text, 26, '0'), 'acc_gone', 'CART', now() - interval '1 hour' from generate_series(1, 70) n`;
    await stack.runCrons();
    await stack.runCrons();
    expect(await sql`select id from orders where deadline_at < now()`).toEqual([]);
    expect(await sql`select id from orders where deadline_at is not null`).toEqual([{ id: orderId }]);
  });

  it("continues and accepts the rejected webhook once a release can read its log", async () => {
    await editLog(orderId, (log) => log.exec("UPDATE log SET type = 'OrderPlaced' WHERE sequence = 1"));
    expect((await sendWebhook(orderId, "evt_early")).status).toBe(200);
    expect(await countProcessedWebhooks("evt_early")).toBe(1);
    await expect.poll(() => readStatus(orderId), { timeout: 30_000 }).toBe("CONFIRMED");
    expect((await findPayments(orderId)).map(({ captured }) => captured)).toEqual([1_000]);
    // The next test stops the shop, and the local queue keeps its messages in memory only.
    await waitForStockCommits(clients, 10_000);
    expect((await readStock(buyer, "lamp")).reserved).toBe(0);
  });
});

describe("OrderService.MoveOrders with one unreadable order", () => {
  it("moves all other orders of the account and then fails", async () => {
    const guest = await clients.rpc("order", { accountId: "acc_guest", sessionId: "", roles: ["GUEST"] });
    const ids: string[] = [];
    while (ids.length < 22) ids.push((await guest(OrderService.method.createCart, {})).order?.id ?? "");
    const [first = ""] = ids.toSorted();
    await editLog(first, makeUnreadable);
    const account = await clients.rpc("order", { roles: [], service: "account" });
    const request = { fromAccountId: "acc_guest", toAccountId: "acc_owner" };
    await expect(account(OrderService.method.moveOrders, request)).rejects.toThrow();
    const remaining = await clients.sql("order")`select id from orders where account_id = 'acc_guest'`;
    expect(remaining).toEqual([{ id: first }]);
  });
});

describe("an order that an older release started", () => {
  it("is charged once, although the older release used another payment key and the response was lost", async () => {
    const before = await readStock(buyer, "lamp");
    const orderId = await placeStuckOrder("payment_intents", "reset_after");
    await editLog(orderId, (log) => {
      const { terms: _, ...first } = JSON.parse(readFirstEvent(log)) as { terms: unknown };
      log.prepare("UPDATE log SET version = 1, data = ? WHERE sequence = 1").run(JSON.stringify(first));
      const provider = new DatabaseSync(join(folder, "stripe", "stripe.sqlite"));
      provider.exec("UPDATE answers SET key = key || ' of old'");
      provider.close();
    });
    await expect.poll(() => readStatus(orderId), { timeout: 30_000 }).toBe("CONFIRMED");
    // The order finds the payment whose response was lost by the order's id in its metadata.
    const payments = (await findPayments(orderId)).map(({ status, captured }) => [status, captured]);
    expect(payments).toEqual([["succeeded", 1_000]]);
    await expect
      .poll(() => readStock(buyer, "lamp"), { timeout: 10_000 })
      .toEqual({ available: before.available - 1, reserved: 0 });
  });
});
