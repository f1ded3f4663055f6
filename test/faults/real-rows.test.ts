import { afterAll, beforeAll, expect, it } from "vitest";
import { importProducts, type OrderReply, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";
import { findUnsettled, findViolations } from "./real-rows.ts";

let shop: Shop;
let paid: OrderReply;
let declined: OrderReply;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("THING", 10)]);
  const buyer = await shop.signUp();
  const buy = async (idempotencyKey: string, paymentMethod: string) => {
    const { order } = await placeOrder(buyer, {
      idempotencyKey,
      paymentMethod,
      lines: [{ sku: "THING", quantity: 2 }],
    });
    if (order === null) throw new Error("there is no order");
    return order;
  };
  paid = await buy("paid", "pm_card_visa");
  declined = await buy("declined", "pm_card_chargeDeclined");
});

afterAll(() => shop?.stop());

it("finds nothing where nothing is wrong", async () => {
  expect(await findUnsettled(shop)).toEqual([]);
  expect(await findViolations(shop, [paid, declined])).toEqual([]);
});

type Change = () => Promise<unknown>;

const breaks: readonly (readonly [what: string, found: RegExp, spoil: Change, mend: Change])[] = [
  [
    "a unit too many on sale",
    /I1 THING: 9 \+ 0 \+ 2 = 10.*I1 THING: the ledger/,
    () => shop.sql("catalog")`update stock set available = available + 1`,
    () => shop.sql("catalog")`update stock set available = available - 1`,
  ],
  [
    "a hold that nobody let go",
    /I1 THING: 8 \+ 2 \+ 2 = 10.*I4 nothing is held/,
    () => shop.sql("catalog")`update reservations set status = 'held' where id = ${declined.id}`,
    () => shop.sql("catalog")`update reservations set status = 'released' where id = ${declined.id}`,
  ],
  [
    "a change that was made twice",
    /I5 commit of THING for ord_\w+ was applied once/,
    () => shop.sql("catalog")`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      select sku, 0, 0, 0, cause, reference from stock_ledger where cause = 'commit'`,
    () => {
      const sql = shop.sql("catalog");
      const withoutTriggers = sql`set local session_replication_role = replica`;
      return sql.transaction([withoutTriggers, sql`delete from stock_ledger where cause = 'commit' and reserved = 0`]);
    },
  ],
  [
    "a row that shows another status",
    /I9 the row shows the end: CANCELLED for CONFIRMED/,
    () => shop.sql("order")`update orders set status = 'CANCELLED' where id = ${paid.id}`,
    () => shop.sql("order")`update orders set status = 'CONFIRMED' where id = ${paid.id}`,
  ],
  [
    "an order that has not ended",
    /I8 CONFIRMED is an end/,
    () => shop.sql("order")`update orders set deadline_at = now() where id = ${paid.id}`,
    () => shop.sql("order")`update orders set deadline_at = null where id = ${paid.id}`,
  ],
];

it.each(breaks)("finds %s", async (_what, found, spoil, mend) => {
  await spoil();
  expect((await findViolations(shop, [])).join("; ")).toMatch(found);
  await mend();
  expect(await findViolations(shop, [])).toEqual([]);
});

it("finds an order that was lost, and one that is not what its buyer was told", async () => {
  const lost = { ...paid, id: paid.id.replace(/.$/, "z") };
  expect((await findViolations(shop, [lost])).join()).toContain(`I7 something is known of ${lost.id}`);
  const retold = { ...declined, timeline: paid.timeline };
  expect((await findViolations(shop, [retold])).join()).toContain("I7 what its buyer was told");
});

it("finds a second payment, and a payment for no order", async () => {
  await pay(paid.id);
  await pay("ord_none");
  const found = (await findViolations(shop, [])).join("; ");
  expect(found).toMatch(/I3 at most one capture; ord_\w+: I5 at most one payment/);
  expect(found).toContain("I7 something is known of ord_none");
});

/** Takes money past the shop, as an order must not. */
async function pay(orderId: string): Promise<void> {
  const { stripeHost, secrets } = shop.cloud.engines;
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
