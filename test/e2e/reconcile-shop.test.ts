import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import type { Sources } from "../../dev/cli/reconciliation/sources.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  importProducts,
  type OrderResult,
  openShop,
  placeOrder,
  productLine,
  type Shop,
} from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";

let shop: Shop;
let sources: Sources;
let staff: Awaited<ReturnType<Shop["signUp"]>>;
let paid: OrderResult;
let cancelled: OrderResult;
let refunded: OrderResult;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 100)]);
  const buyer = await shop.signUp();
  staff = await shop.signUp("SUPPORT");
  sources = openShopSources(shop, staff);
  const buy = async (idempotencyKey: string, more: object = {}): Promise<OrderResult> => {
    const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku: "THING", quantity: 2 }], ...more });
    if (order === null) throw new Error("there is no order");
    return order;
  };
  paid = await buy("paid");
  cancelled = await buy("cancelled");
  await cancelOrder(buyer, cancelled.id, "cancelled");
  refunded = await buy("refunded");
  const refund = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
  const input = { orderId: refunded.id, reason: "late", amount: { amountMinor: "500", currency: "USD" } };
  await fetchData(staff, refund, { input: { ...input, idempotencyKey: "part" } });
  await buy("declined", { paymentMethod: "pm_card_chargeDeclined" });
  await buy("too many", { lines: [{ sku: "THING", quantity: 500 }] });
  // More payments than one page of the provider's list has, all of orders that came to nothing.
  await Promise.all(
    Array.from({ length: 101 }, () => sources.stripe.paymentIntents.create({ amount: 100, currency: "usd" })),
  );
});

afterAll(() => shop?.stop());

const differences = async () => (await reconcileShop(sources, 10)).differences;

it("finds a shop the same everywhere, carts and orders that came to nothing included", async () => {
  await fetchData(staff, "mutation { createCart { order { id } } }");
  expect(await reconcileShop(sources)).toMatchObject({ orders: 6, differences: [] });
  expect(await runCommand()).toEqual([0, expect.stringMatching(/: 0 differences$/)]);
});

type Spoil = () => Promise<unknown>;

const order = () => shop.sql("order");
const catalog = () => shop.sql("catalog");

const rows: readonly (readonly [what: string, found: readonly RegExp[], spoil: Spoil, mend: Spoil])[] = [
  [
    "a row with another status",
    [/^order ord_\w+: its row has status CANCELLED, the order has CONFIRMED$/],
    () => order()`update orders set status = 'CANCELLED' where id = ${paid.id}`,
    () => order()`update orders set status = 'CONFIRMED' where id = ${paid.id}`,
  ],
  [
    "a row with another total, another number and another owner",
    [/the account acc_x,/, /the number X,/, /the total 1,/],
    () => order()`update orders set total_minor = 1, number = 'X', account_id = 'acc_x' where id = ${paid.id}`,
    () => order()`update orders o set total_minor = 2000, number = ${paid.number}, account_id = c.account_id
      from orders c where c.id = ${cancelled.id} and o.id = ${paid.id}`,
  ],
  [
    "a row that was lost",
    [/^order ord_\w+: it has no row, so it is missing from lists$/],
    () => order()`update orders set id = 'kept' where id = ${refunded.id}`,
    () => order()`update orders set id = ${refunded.id} where id = 'kept'`,
  ],
  [
    "a row of an order that never was",
    [/^order ord_none: its row has status CONFIRMED, but the order does not exist$/],
    () => order()`insert into orders (id, account_id, status) values ('ord_none', 'acc_none', 'CONFIRMED')`,
    () => order()`delete from orders where id = 'ord_none'`,
  ],
  [
    "a hold that nobody let go",
    [
      /^order ord_\w+: stock still has 2 reserved$/,
      /^order ord_\w+: stock has 0 sold, the order has 2$/,
      /^stock THING: /,
    ],
    () => catalog()`update reservations set status = 'held' where order_id = ${paid.id}`,
    () => catalog()`update reservations set status = 'committed' where order_id = ${paid.id}`,
  ],
  [
    "units held for an order that never was",
    [/^order ord_none: stock has 3 reserved, but the order does not exist$/],
    () => catalog()`with r as (
        insert into reservations (id, order_id, status) values ('ord_none', 'ord_none', 'held') returning id)
      insert into reservation_items (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
      select id, 1, 'THING', 3, 'x', 'x', 1, 'USD' from r`,
    () => catalog()`with i as (delete from reservation_items where reservation_id = 'ord_none')
      delete from reservations where id = 'ord_none'`,
  ],
  [
    "a unit that came from nowhere",
    [/^stock THING: stock 97,0,4; ledger 96,0,4; reservations 96,0,4$/],
    () => catalog()`update stock set available = available + 1`,
    () => catalog()`update stock set available = available - 1`,
  ],
];

it.each(rows)("finds %s", async (_what, found, spoil, mend) => {
  await spoil();
  const text = await differences();
  for (const pattern of found) expect(text).toContainEqual(expect.stringMatching(pattern));
  await mend();
  expect(await differences()).toEqual([]);
});

/** Each for an order of its own, since money that has moved cannot be put back as if it had not. */
const money: readonly (readonly [what: string, found: readonly RegExp[], spoil: Spoil])[] = [
  [
    "money that was given back past the shop",
    [/the provider refunded 1, the order has 0$/],
    async () => {
      // Nor did the provider tell of it.
      await shop.setWebhookCopies(0);
      await sources.stripe.refunds.create({ payment_intent: await paymentOf(paid.id), amount: 1 });
    },
  ],
  [
    "money that was taken twice",
    [/the provider captured more than one payment$/, /the provider captured 4000, the order has 2000$/],
    () => pay(refunded.id, "automatic"),
  ],
  [
    "money that is held for an order that has ended",
    [/the provider still has 2000 authorized$/],
    () => pay(cancelled.id, "manual"),
  ],
  [
    "payments for an order that never was, and for none",
    [
      /^order ord_never: payment pi_\w+ captured 2000, but the order does not exist$/,
      /^payment pi_\w+: it is for no order/,
    ],
    async () => {
      await pay("ord_never", "automatic");
      await pay(undefined, "automatic");
    },
  ],
];

it.each(money)("finds %s", async (_what, found, spoil) => {
  await spoil();
  const text = await differences();
  for (const pattern of found) expect(text).toContainEqual(expect.stringMatching(pattern));
});

it("says so with its exit code, as a command", async () => {
  expect(await runCommand()).toEqual([1, expect.stringMatching(/: [1-9]\d* differences$/)]);
  expect(await runCommand("--data", join(shop.dataDir, "nothing"))).toEqual([2, ""]);
});

/** `npm run reconcile` on this shop: its exit code, and the last line that it prints. */
async function runCommand(...more: readonly string[]): Promise<readonly [code: number, line: string | undefined]> {
  const { STRIPE_SECRET_KEY: _, ...env } = process.env;
  const args = ["--data", shop.dataDir, "--url", shop.url, "--token", staff.token ?? "", ...more];
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  const child = spawn(process.execPath, [join(root, "dev/cli/reconcile.ts"), ...args], { env, stdio });
  const output: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  const [code] = (await once(child, "close")) as [number];
  return [code, output.join("").trim().split("\n").at(-1)];
}

async function paymentOf(orderId: string): Promise<string> {
  for await (const intent of sources.stripe.paymentIntents.list({ limit: 100 })) {
    if (intent.metadata.order_id === orderId) return intent.id;
  }
  throw new Error(`nothing was paid for ${orderId}`);
}

function pay(orderId: string | undefined, capture: "automatic" | "manual") {
  return sources.stripe.paymentIntents.create({
    amount: 2_000,
    currency: "usd",
    payment_method: "pm_card_visa",
    capture_method: capture,
    confirm: true,
    metadata: orderId === undefined ? {} : { order_id: orderId },
  });
}
