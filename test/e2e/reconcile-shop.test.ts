import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import type { Sources } from "../../dev/cli/reconciliation/sources.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { cancelOrder, type OrderResult, placeOrder, productLine, waitForStockCommits } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("THING", 100)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
let sources: Sources;
let paid: OrderResult;
let cancelled: OrderResult;
let refunded: OrderResult;

beforeAll(async () => {
  sources = openShopSources(shop, support);
  const buy = async (idempotencyKey: string, input: object = {}): Promise<OrderResult> => {
    const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku: "THING", quantity: 2 }], ...input });
    if (order === null) throw new Error("The order was not created");
    return order;
  };
  paid = await buy("paid");
  cancelled = await buy("cancelled");
  await cancelOrder(buyer, cancelled.id, "cancelled");
  refunded = await buy("refunded");
  const refund = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
  const input = { orderId: refunded.id, reason: "late", amount: { amountMinor: "500", currency: "USD" } };
  await fetchData(support, refund, { input: { ...input, idempotencyKey: "part" } });
  await buy("declined", { paymentMethod: "pm_card_chargeDeclined" });
  await buy("too many", { lines: [{ sku: "THING", quantity: 500 }] });
  await waitForStockCommits(shop);
  // Abandoned payments without an order, more than one page of the provider's list.
  await Promise.all(
    Array.from({ length: 101 }, () => sources.stripe.paymentIntents.create({ amount: 100, currency: "usd" })),
  );
});

/** Two minutes later: the catalog may commit the stock of an order that has just changed. */
const later = () => Date.now() + 120_000;
const findDifferences = async () => (await reconcileShop(sources, 10, later)).differences;

describe("a consistent shop", () => {
  it("has no differences, also with a cart, a declined order and a rejected order", async () => {
    await fetchData(support, "mutation { createCart { order { id } } }");
    expect(await reconcileShop(sources)).toMatchObject({ orders: 6, differences: [] });
    expect(await runCommand()).toEqual([0, expect.stringMatching(/: 0 differences$/)]);
  });
});

interface Inconsistency {
  readonly name: string;
  /** Each pattern matches one reported difference. */
  readonly expected: readonly RegExp[];
  /** Creates the inconsistency. */
  readonly corrupt: () => Promise<unknown>;
}

interface RepairableInconsistency extends Inconsistency {
  /** Reverts `corrupt`. */
  readonly repair: () => Promise<unknown>;
}

const order = () => shop.sql("order");
const catalog = () => shop.sql("catalog");

const inRows: readonly RepairableInconsistency[] = [
  {
    name: "a row with another status",
    expected: [/^order ord_\w+: its row has status CANCELLED, the order has CONFIRMED$/],
    corrupt: () => order()`update orders set status = 'CANCELLED' where id = ${paid.id}`,
    repair: () => order()`update orders set status = 'CONFIRMED' where id = ${paid.id}`,
  },
  {
    name: "a row with another total, another number and another owner",
    expected: [/account acc_x,/, /number X,/, /total 1,/],
    corrupt: () => order()`update orders set total_minor = 1, number = 'X', account_id = 'acc_x' where id = ${paid.id}`,
    repair: () => order()`update orders o set total_minor = 2000, number = ${paid.number}, account_id = c.account_id
      from orders c where c.id = ${cancelled.id} and o.id = ${paid.id}`,
  },
  {
    name: "an order without a row",
    expected: [/^order ord_\w+: it has no row, so it is missing from lists$/],
    corrupt: () => order()`
      with k as (delete from placement_keys where order_id = ${refunded.id})
      update orders set id = 'hidden' where id = ${refunded.id}`,
    repair: () => order()`update orders set id = ${refunded.id} where id = 'hidden'`,
  },
  {
    name: "a row of an order that does not exist",
    expected: [/^order ord_none: its row has status CONFIRMED, but the order does not exist$/],
    corrupt: () => order()`insert into orders (id, account_id, status) values ('ord_none', 'acc_none', 'CONFIRMED')`,
    repair: () => order()`delete from orders where id = 'ord_none'`,
  },
  {
    name: "a stock reservation that was not committed",
    expected: [
      /^order ord_\w+: stock still has 2 reserved$/,
      /^order ord_\w+: stock has 0 sold, the order has 2$/,
      /^stock THING: /,
    ],
    corrupt: () => catalog()`update reservations set status = 'held' where order_id = ${paid.id}`,
    repair: () => catalog()`update reservations set status = 'committed' where order_id = ${paid.id}`,
  },
  {
    name: "a stock reservation of an order that does not exist",
    expected: [/^order ord_none: stock has 3 reserved, but the order does not exist$/],
    corrupt: () => catalog()`with r as (
        insert into reservations (id, order_id, status) values ('ord_none', 'ord_none', 'held') returning id)
      insert into reservation_items (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
      select id, 1, 'THING', 3, 'x', 'x', 1, 'USD' from r`,
    repair: () => catalog()`with i as (delete from reservation_items where reservation_id = 'ord_none')
      delete from reservations where id = 'ord_none'`,
  },
  {
    name: "one unit of stock too many",
    expected: [/^stock THING: stock 97,0,4; ledger 96,0,4; reservations 96,0,4$/],
    corrupt: () => catalog()`update stock set available = available + 1`,
    repair: () => catalog()`update stock set available = available - 1`,
  },
];

/** Each case uses another order, because a payment cannot be undone without a trace. */
const inPayments: readonly Inconsistency[] = [
  {
    name: "a refund that only the provider has",
    expected: [/the provider refunded 1, the order has 0$/],
    corrupt: async () => {
      // Without a webhook the order does not learn of the refund.
      await shop.setWebhookCopies(0);
      await sources.stripe.refunds.create({ payment_intent: await paymentIdOf(paid.id), amount: 1 });
    },
  },
  {
    name: "a second captured payment",
    expected: [/the provider captured more than one payment$/, /the provider captured 4000, the order has 2000$/],
    corrupt: () => pay(refunded.id, "automatic"),
  },
  {
    name: "an authorization of an order that has ended",
    expected: [/the provider still has 2000 authorized$/],
    corrupt: () => pay(cancelled.id, "manual"),
  },
  {
    name: "payments of an order that does not exist, and of no order",
    expected: [
      /^order ord_never: payment pi_\w+ captured 2000, but the order does not exist$/,
      /^payment pi_\w+: it is for no order/,
    ],
    corrupt: async () => {
      await pay("ord_never", "automatic");
      await pay(undefined, "automatic");
    },
  },
];

describe("reconciliation", () => {
  it.each(inRows)("finds $name", async ({ expected, corrupt, repair }) => {
    await corrupt();
    const differences = await findDifferences();
    for (const pattern of expected) expect(differences).toContainEqual(expect.stringMatching(pattern));
    await repair();
    expect(await findDifferences()).toEqual([]);
  });

  it.each(inPayments)("finds $name", async ({ expected, corrupt }) => {
    await corrupt();
    const differences = await findDifferences();
    for (const pattern of expected) expect(differences).toContainEqual(expect.stringMatching(pattern));
  });
});

describe("npm run reconcile", () => {
  it("exits with 1 when there are differences, and with 2 when it cannot run", async () => {
    expect(await runCommand()).toEqual([1, expect.stringMatching(/: [1-9]\d* differences$/)]);
    expect(await runCommand("--data", join(shop.dataDir, "nothing"))).toEqual([2, ""]);
  });
});

/** Runs `npm run reconcile` on the shop. Returns the exit code and the last line of the output. */
async function runCommand(...extra: readonly string[]): Promise<readonly [code: number, line: string | undefined]> {
  const { STRIPE_SECRET_KEY: _, ...env } = process.env;
  const args = ["--data", shop.dataDir, "--url", shop.url, "--token", support.token ?? "", ...extra];
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  const child = spawn(process.execPath, [join(root, "dev/cli/reconcile.ts"), ...args], { env, stdio });
  const output: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  const [code] = (await once(child, "close")) as [number];
  return [code, output.join("").trim().split("\n").at(-1)];
}

async function paymentIdOf(orderId: string): Promise<string> {
  for await (const intent of sources.stripe.paymentIntents.list({ limit: 100 })) {
    if (intent.metadata.order_id === orderId) return intent.id;
  }
  throw new Error(`No payment of ${orderId}`);
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
