import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { DiscountClass, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import {
  cancelOrder,
  type OrderResult,
  openShop,
  placeOrder,
  productLine,
  waitForStockCommits,
} from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100, "3000")] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
let summer: string;
let automatic: string;
let paid: OrderResult;
let refunded: OrderResult;
let cancelled: OrderResult;
let rejected: OrderResult;

/** Creates an active promotion of 10 % that combines with others. */
async function createPromotion(slug: string, fields: object, code?: string): Promise<string> {
  const manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await manager(PricingService.method.savePromotion, {
    promotion: {
      slug,
      name: `Promotion ${slug}`,
      class: DiscountClass.ORDER,
      combinesWith: [DiscountClass.ORDER],
      automatic: code === undefined,
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
      ...fields,
    },
  });
  const promotionId = promotion?.id ?? "";
  if (code !== undefined) {
    await manager(PricingService.method.createCouponCodes, {
      promotionId,
      code,
      usageLimit: 20,
      idempotencyKey: code,
    });
  }
  await manager(PricingService.method.setPromotionActive, { id: promotionId, active: true });
  return promotionId;
}

beforeAll(async () => {
  summer = await createPromotion("summer", { usageLimit: 30, usageLimitPerCustomer: 10 }, "SUMMER");
  automatic = await createPromotion("automatic", {});
  const buy = async (idempotencyKey: string, more: object = {}): Promise<OrderResult> => {
    const lines = [{ sku: "LAMP", quantity: 2 }];
    const { order } = await placeOrder(buyer, { idempotencyKey, lines, couponCodes: ["summer"], ...more });
    if (order === null) throw new Error("The order was not created");
    return order;
  };
  paid = await buy("paid");
  refunded = await buy("refunded");
  cancelled = await buy("cancelled");
  await cancelOrder(buyer, cancelled.id, "cancelled");
  rejected = await buy("rejected", { paymentMethod: "pm_card_chargeDeclined" });
  await buy("not redeemed", { couponCodes: [] });
  const refund = "mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { userErrors { code } } }";
  const input = { orderId: refunded.id, reason: "late", amount: { amountMinor: "500", currency: "USD" } };
  await fetchData(support, refund, { input: { ...input, idempotencyKey: "part" } });
  const statuses = [paid, refunded, cancelled, rejected].map(({ status }) => status);
  expect(statuses).toEqual(["CONFIRMED", "CONFIRMED", "CONFIRMED", "REJECTED"]);
  await waitForStockCommits(shop);
});

const findDifferences = async () => (await reconcileShop(openShopSources(shop, support), 10)).differences;

describe("a shop with promotions", () => {
  it("has no differences, also with a cancelled, a refunded and a rejected order", async () => {
    expect(await reconcileShop(openShopSources(shop, support))).toMatchObject({ orders: 5, differences: [] });
  });
});

interface Inconsistency {
  readonly name: string;
  /** All differences that are reported. */
  readonly expected: () => readonly string[];
  /** Creates the inconsistency. */
  readonly corrupt: () => Promise<unknown>;
  /** Reverts `corrupt`. */
  readonly repair: () => Promise<unknown>;
}

const catalog = () => shop.sql("catalog");
const order = () => shop.sql("order");

const inconsistencies: readonly Inconsistency[] = [
  {
    name: "a promotion that counts more uses than its redemptions",
    expected: () => ["promotion summer: counts 3 used and 0 reserved, its redemptions are 2 and 0"],
    corrupt: () => catalog()`update promotions set used = used + 1 where id = ${summer}`,
    repair: () => catalog()`update promotions set used = used - 1 where id = ${summer}`,
  },
  {
    name: "a coupon code that counts fewer uses than its redemptions",
    expected: () => ["coupon code SUMMER: counts 1 used and 0 reserved, its redemptions are 2 and 0"],
    corrupt: () => catalog()`update coupon_codes set used = used - 1`,
    repair: () => catalog()`update coupon_codes set used = used + 1`,
  },
  {
    name: "a customer with other uses of a promotion than redemptions",
    expected: () => [
      `customer ${buyer.accountId} of promotion summer: counts 0 used and 0 reserved, its redemptions are 2 and 0`,
    ],
    corrupt: () => catalog()`update promotion_customers set used = 0 where customer_key = ${buyer.accountId}`,
    repair: () => catalog()`update promotion_customers set used = 2 where customer_key = ${buyer.accountId}`,
  },
  {
    name: "a reserved use that no reservation holds",
    expected: () => ["promotion summer: counts 2 used and 1 reserved, its redemptions are 2 and 0"],
    corrupt: () => catalog()`update promotions set reserved = 1 where id = ${summer}`,
    repair: () => catalog()`update promotions set reserved = 0 where id = ${summer}`,
  },
  {
    name: "a redemption of a cancelled order that was not returned",
    expected: () => [
      `order ${cancelled.id}: promotion ${automatic} is redeemed, but the order is CANCELLED`,
      `order ${cancelled.id}: promotion ${summer} is redeemed, but the order is CANCELLED`,
    ],
    corrupt: () => setReturned(false),
    repair: () => setReturned(true),
  },
  {
    name: "a redemption of a rejected order",
    expected: () => [
      `order ${rejected.id}: stock has 2 sold, the order has 0`,
      `order ${rejected.id}: promotion ${automatic} is redeemed, but the order is REJECTED`,
      "stock LAMP: stock 94,0,6; ledger 94,0,6; reservations 92,0,8",
    ],
    corrupt:
      () => catalog()`with r as (update reservations set status = 'committed' where id = ${rejected.id} returning id)
      insert into reservation_redemptions (reservation_id, promotion_id) select id, ${automatic} from r`,
    repair:
      () => catalog()`with r as (update reservations set status = 'released' where id = ${rejected.id} returning id)
      delete from reservation_redemptions u using r where u.reservation_id = r.id`,
  },
  {
    name: "a discount of an order that is not redeemed in the catalog",
    expected: () => [
      `order ${paid.id}: its discount Promotion automatic was not redeemed`,
      `order ${paid.id}: its discount Promotion summer (summer) was not redeemed`,
    ],
    corrupt: () => moveRedemptions(paid.id, 1),
    repair: () => moveRedemptions(`${paid.id}:hidden`, -1),
  },
  {
    name: "a row with the total before discounts",
    expected: () => [`order ${paid.id}: its row has total 6000, the order has ${paid.total.amountMinor}`],
    corrupt: () => order()`update orders set total_minor = subtotal_minor where id = ${paid.id}`,
    repair: () => order()`update orders set total_minor = ${paid.total.amountMinor} where id = ${paid.id}`,
  },
  {
    name: "a row with other statuses of money and goods",
    expected: () => [
      `order ${refunded.id}: its row has payment status PAID, the order has PARTIALLY_REFUNDED`,
      `order ${refunded.id}: its row has fulfillment status DELIVERED, the order has UNFULFILLED`,
    ],
    corrupt: () => order()`
      update orders set payment_status = 'PAID', fulfillment_status = 'DELIVERED' where id = ${refunded.id}`,
    repair: () => order()`
      update orders set payment_status = 'PARTIALLY_REFUNDED', fulfillment_status = 'UNFULFILLED' where id = ${refunded.id}`,
  },
];

/** Changes whether the uses of the cancelled order were returned, and the counters with it. */
function setReturned(isReturned: boolean) {
  const change = isReturned ? -1 : 1;
  return catalog().transaction([
    catalog()`update reservation_redemptions set returned = ${isReturned} where reservation_id = ${cancelled.id}`,
    catalog()`update promotions set used = used + ${change} where id = ${summer}`,
    catalog()`update coupon_codes set used = used + ${change}`,
    catalog()`update promotion_customers set used = used + ${change} where promotion_id = ${summer}`,
  ]);
}

/**
 * Hides the redemptions of the paid order in a released reservation, which does not count, and changes the counters with it. A
 * change of -1 reverts that.
 */
function moveRedemptions(from: string, change: 1 | -1) {
  const hidden = `${paid.id}:hidden`;
  const to = from === hidden ? paid.id : hidden;
  return catalog().transaction([
    catalog()`insert into reservations (id, order_id, status) values (${hidden}, ${paid.id}, 'released')
      on conflict do nothing`,
    catalog()`update reservation_redemptions set reservation_id = ${to} where reservation_id = ${from}`,
    catalog()`update promotions set used = used - ${change} where id = ${summer}`,
    catalog()`update coupon_codes set used = used - ${change}`,
    catalog()`update promotion_customers set used = used - ${change} where promotion_id = ${summer}`,
  ]);
}

describe("reconciliation of promotions", () => {
  it.each(inconsistencies)("finds $name", async ({ expected, corrupt, repair }) => {
    await corrupt();
    const differences = await findDifferences();
    expect([...differences].sort()).toEqual([...expected()].sort());
    await repair();
    expect(await findDifferences()).toEqual([]);
  });

  it("finds a refund whose shares do not add up, and a price that differs from the row", async () => {
    await shop.stack.stop();
    editLog(refunded.id, (log) =>
      log.exec(`UPDATE log SET data = json_replace(data, '$.shares[0].amount.amountMinor', '499')
        WHERE type = 'RefundRequested'`),
    );
    editLog(paid.id, (log) =>
      log.exec("UPDATE log SET data = json_replace(data, '$.pricing.total', '4000') WHERE type = 'StockReserved'"),
    );
    Object.assign(shop, await openShop({ dataDir: shop.dataDir }));
    const differences = await findDifferences();
    expect(differences).toContainEqual(
      expect.stringMatching(
        `^order ${refunded.id}: the shares of refund ${refunded.id}-\\d+ add up to 499, its amount is 500$`,
      ),
    );
    expect(differences).toContain(`order ${paid.id}: its row has total ${paid.total.amountMinor}, the order has 4000`);
    expect(differences).toContain(
      `order ${paid.id}: its price adds up to ${paid.total.amountMinor}, its total is 4000`,
    );
  });
});

/** Edits the SQLite file of an order while the shop is stopped. */
function editLog(orderId: string, edit: (log: DatabaseSync) => void): void {
  const folder = join(shop.dataDir, "workers", "v3", "do", "stoa-order-OrderObject");
  for (const name of readdirSync(folder).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))) {
    const log = new DatabaseSync(join(folder, name));
    const hasLog = log.prepare("SELECT 1 FROM sqlite_master WHERE name = 'log'").get() !== undefined;
    const first = hasLog ? log.prepare("SELECT data FROM log WHERE sequence = 1").get()?.data : undefined;
    if (String(first).includes(orderId)) edit(log);
    log.close();
  }
}
