import { beforeAll, describe, expect, it } from "vitest";
import { type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";

const shop = useShop({ products: [productLine("THING", 10)] });
let paid: OrderResult;
let declined: OrderResult;

beforeAll(async () => {
  const buyer = await shop.signUp();
  const buy = async (idempotencyKey: string, paymentMethod: string) => {
    const { order } = await placeOrder(buyer, {
      idempotencyKey,
      paymentMethod,
      lines: [{ sku: "THING", quantity: 2 }],
    });
    if (order === null) throw new Error("The order was not placed");
    return order;
  };
  paid = await buy("paid", "pm_card_visa");
  declined = await buy("declined", "pm_card_chargeDeclined");
});

interface Corruption {
  readonly name: string;
  /** Matches the violations that must be reported, joined by `; `. */
  readonly expected: RegExp;
  readonly corrupt: () => Promise<unknown>;
  readonly repair: () => Promise<unknown>;
}

const corruptions: readonly Corruption[] = [
  {
    name: "one available unit too many",
    expected: /I1 THING: 9 \+ 0 \+ 2 = 10.*I1 THING: the sums of the ledger/,
    corrupt: () => shop.sql("catalog")`update stock set available = available + 1`,
    repair: () => shop.sql("catalog")`update stock set available = available - 1`,
  },
  {
    name: "a reservation that was not released",
    expected: /I1 THING: 8 \+ 2 \+ 2 = 10.*I4 nothing is held/,
    corrupt: () => shop.sql("catalog")`update reservations set status = 'held' where id = ${declined.id}`,
    repair: () => shop.sql("catalog")`update reservations set status = 'released' where id = ${declined.id}`,
  },
  {
    name: "a stock change that was applied twice",
    expected: /I5 commit of THING for ord_\w+ was applied once/,
    corrupt: () => shop.sql("catalog")`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, 0, 0, 0, cause, reference from stock_ledger where cause = 'commit'`,
    repair: () => {
      const sql = shop.sql("catalog");
      const disableTriggers = sql`set local session_replication_role = replica`;
      return sql.transaction([disableTriggers, sql`delete from stock_ledger where cause = 'commit' and reserved = 0`]);
    },
  },
  {
    name: "a row with other statuses of money and goods than the order's",
    expected: /I22 the row shows PAID: REFUNDED.*I22 the row shows UNFULFILLED: null/,
    corrupt: () =>
      shop.sql("order")`update orders set payment_status = 'REFUNDED', fulfillment_status = null where id = ${paid.id}`,
    repair: () =>
      shop.sql("order")`update orders set payment_status = 'PAID', fulfillment_status = 'UNFULFILLED'
        where id = ${paid.id}`,
  },
  {
    name: "a row with a status that differs from the order's",
    expected: /I9 the row shows the final status: CANCELLED for CONFIRMED/,
    corrupt: () => shop.sql("order")`update orders set status = 'CANCELLED' where id = ${paid.id}`,
    repair: () => shop.sql("order")`update orders set status = 'CONFIRMED' where id = ${paid.id}`,
  },
  {
    name: "an order that has not settled",
    expected: /I8 CONFIRMED is final/,
    corrupt: () => shop.sql("order")`update orders set deadline_at = now() where id = ${paid.id}`,
    repair: () => shop.sql("order")`update orders set deadline_at = null where id = ${paid.id}`,
  },
];

describe("findViolations", () => {
  it("returns nothing for consistent data", async () => {
    expect(await findUnsettled(shop)).toEqual([]);
    expect(await findViolations(shop, [paid, declined])).toEqual([]);
  });

  it.each(corruptions.map((corruption) => [corruption.name, corruption] as const))(
    "reports %s",
    async (_, corruption) => {
      const { expected, corrupt, repair } = corruption;
      await corrupt();
      expect((await findViolations(shop, [])).join("; ")).toMatch(expected);
      await repair();
      expect(await findViolations(shop, [])).toEqual([]);
    },
  );

  it("reports an order that was lost, and one that differs from the response its buyer received", async () => {
    const lost = { ...paid, id: paid.id.replace(/.$/, "z") };
    expect((await findViolations(shop, [lost])).join()).toContain(`I7 ${lost.id} is known but not listed`);
    const contradicted = { ...declined, timeline: paid.timeline };
    expect((await findViolations(shop, [contradicted])).join()).toContain("I7 the response to the buyer still holds");
  });

  it("reports the row of a lost order, and ignores that of a cart that was never placed when carts may exist", async () => {
    const insert = (id: string, key: string | null) => shop.sql("order")`
      insert into orders (id, account_id, status, from_cart, deadline_at, idempotency_key)
      select ${id}, account_id, 'CART', true, now() + interval '1 day', ${key} from orders where id = ${paid.id}`;
    await insert("ord_lost", "key");
    await insert("ord_cart", null);
    const isLost = (id: string) => `${id}: I7 an order that started exists: its row says CART`;
    expect(await findViolations(shop, [], { ignoreCarts: true })).toEqual([isLost("ord_lost")]);
    expect(await findViolations(shop, [])).toEqual(["ord_cart", "ord_lost"].map(isLost));
    await shop.sql("order")`delete from orders where id in ('ord_lost', 'ord_cart')`;
  });

  it("reports a second payment for one order, and a payment without an order", async () => {
    await pay(paid.id);
    await pay("ord_none");
    const violations = (await findViolations(shop, [])).join("; ");
    expect(violations).toMatch(/I3 at most one capture; ord_\w+: I5 at most one payment/);
    expect(violations).toContain("I7 ord_none is known but not listed");
  });
});

/** Captures a payment directly at the provider, without the shop. */
async function pay(orderId: string): Promise<void> {
  const { stripeHost, secrets } = shop.stack.services;
  const body = new URLSearchParams({
    amount: "2000",
    currency: "usd",
    payment_method: "pm_card_visa",
    confirm: "true",
    "metadata[order_id]": orderId,
  });
  const headers = { authorization: `Bearer ${secrets.stripeKey}` };
  const response = await fetch(`http://${stripeHost}/v1/payment_intents`, { method: "POST", headers, body });
  expect(response.status).toBe(200);
}
