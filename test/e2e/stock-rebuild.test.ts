import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { rebuildStock } from "../../dev/cli/reconciliation/rebuild-stock.ts";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { DiscountClass, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { findRedemptionInconsistencies, findStockInconsistencies } from "../faults/stock-invariants.ts";
import { takeSnapshot } from "../support/database-snapshot.ts";
import { cancelOrder, importProducts, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100, "3000"), productLine("SHADE", 50), productLine("HOT", 2)] });
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
const manager = useUser(shop, "CATALOG_MANAGER");

const sources = () => openShopSources(shop, support);
const sql = () => shop.sql("catalog");
const both = [
  { sku: "LAMP", quantity: 3 },
  { sku: "SHADE", quantity: 1 },
];

async function buy(idempotencyKey: string, more: object = {}): Promise<OrderResult> {
  const { order } = await placeOrder(buyer, { idempotencyKey, lines: both, couponCodes: ["SUMMER"], ...more });
  if (order === null) throw new Error(`Order ${idempotencyKey} was not created`);
  return order;
}

const mutate = (field: string, type: string, input: object) =>
  fetchData(support, `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`, { input });

/** Everything in the catalog that orders write, except the times and the ledger, which gets other entries. */
async function readCatalog() {
  const [stock, reservations, items, uses, promotions, codes, customers, sales, products] = await sql().transaction([
    sql()`select sku, available, reserved, committed from stock order by sku`,
    sql()`select id, order_id, status from reservations where status in ('held', 'committed') order by id`,
    sql()`
      select i.* from reservation_items i join reservations r on r.id = i.reservation_id
      where r.status in ('held', 'committed') order by i.reservation_id, i.sku`,
    sql()`
      select reservation_id, promotion_id, code_id, returned, not returned and counts_promotion as counts_promotion,
        not returned and counts_code as counts_code, case when not returned then customer_keys end as keys
      from reservation_redemptions order by reservation_id, promotion_id`,
    sql()`select id, reserved, used from promotions order by id`,
    sql()`select id, reserved, used from coupon_codes order by id`,
    sql()`select * from promotion_customers order by promotion_id, customer_key`,
    sql()`select * from order_sales where lines <> '[]' order by order_id`,
    sql()`select id, units_sold from products order by id`,
  ]);
  return { stock, reservations, items, uses, promotions, codes, customers, sales, products };
}

const findDifferences = async () => (await reconcileShop(sources(), 10)).differences;
const findInconsistencies = async () => [
  ...(await findStockInconsistencies(sql())),
  ...(await findRedemptionInconsistencies(sql())),
];
/** The units sold of products follow by a queue. */
async function waitForSales(count: number, cancelled = 0): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const rows = await sql()`select cancelled from order_sales where lines <> '[]'`;
    const { length } = rows;
    if (length === count && rows.filter((row) => row.cancelled === true).length === cancelled) return;
    if (Date.now() > deadline) throw new Error(`${length} orders are counted as sold, not ${count}`);
    await sleep(200);
  }
}

let restore: () => Promise<void>;
let waiting: OrderResult;
let before: Awaited<ReturnType<typeof readCatalog>>;

beforeAll(async () => {
  const pricing = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  const { promotion } = await pricing(PricingService.method.savePromotion, {
    promotion: {
      slug: "summer",
      name: "Summer",
      class: DiscountClass.ORDER,
      automatic: false,
      usageLimit: 30,
      usageLimitPerCustomer: 20,
      reward: { reward: { case: "percentage", value: { basisPoints: 1_000 } } },
    },
  });
  const promotionId = promotion?.id ?? "";
  const code = { promotionId, code: "SUMMER", usageLimit: 25, idempotencyKey: "SUMMER" };
  await pricing(PricingService.method.createCouponCodes, code);
  await pricing(PricingService.method.setPromotionActive, { id: promotionId, active: true });

  await buy("before the backup");
  const cancelledLater = await buy("cancelled later");
  const refundedLater = await buy("refunded later");
  waiting = await buy("paid later", { paymentMethod: "pm_card_authenticationRequired" });
  const abandonedLater = await buy("abandoned later", { paymentMethod: "pm_card_authenticationRequired" });
  expect(waiting.status).toBe("RESERVED");
  await waitForSales(3);
  restore = await takeSnapshot(sql(), "backup");

  await cancelOrder(buyer, cancelledLater.id, "cancel");
  await cancelOrder(buyer, abandonedLater.id, "abandon");
  const refund = { orderId: refundedLater.id, reason: "one too many", idempotencyKey: "refund" };
  await mutate("refundOrder", "RefundOrderInput", { ...refund, lines: [{ sku: "lamp", quantity: 1, restock: true }] });
  const [payment] = (await shop.ledger()).filter((entry) => entry.orderId === waiting.id);
  await shop.authenticatePayment(payment?.id ?? "", true);
  await mutate("resumeOrderPayment", "ResumeOrderPaymentInput", { orderId: waiting.id });
  await buy("after the backup");
  await cancelOrder(buyer, (await buy("after the backup, cancelled")).id, "cancel too");
  expect((await buy("declined", { paymentMethod: "pm_card_chargeDeclined" })).status).toBe("REJECTED");
  await buy("waits", { paymentMethod: "pm_card_authenticationRequired" });
  await buy("without a code", { couponCodes: [] });
  await waitForSales(7, 2);
  before = await readCatalog();
  expect(await findDifferences()).toEqual([]);
});

describe("npm run stock:rebuild, after the catalog database was restored to an earlier time", () => {
  beforeEach(() => restore());

  it("makes stock, reservations, uses of promotions and units sold what the orders have recorded", async () => {
    expect(await readCatalog()).not.toEqual(before);
    expect(await findDifferences()).not.toEqual([]);
    const { changes, oversold, missing } = await rebuildStock(sources(), { dryRun: false });
    expect({ oversold, missing, problems: changes.flatMap(({ problems }) => problems) }).toEqual({
      oversold: [],
      missing: [],
      problems: [],
    });
    expect(await readCatalog()).toEqual(before);
    expect(await findDifferences()).toEqual([]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("changes nothing in a dry run, and nothing when it is repeated", async () => {
    const restored = await readCatalog();
    const planned = await rebuildStock(sources(), { dryRun: true });
    expect(await readCatalog()).toEqual(restored);
    const { changes } = await rebuildStock(sources(), { dryRun: false });
    const describe = (list: typeof changes) =>
      list.map(({ reservationId, orderId }) => reservationId ?? orderId).sort();
    expect(describe(changes)).toEqual(describe(planned.changes));
    const rebuilt = await readCatalog();
    expect((await rebuildStock(sources(), { dryRun: false })).changes).toEqual([]);
    expect(await readCatalog()).toEqual(rebuilt);
  });

  it("sells again to an order whose reservation was released although it is paid", async () => {
    const worker = await shop.rpc("catalog", { service: "order", roles: [] });
    await worker(InventoryService.method.release, { reservationId: waiting.id, orderId: waiting.id });
    await rebuildStock(sources(), { dryRun: false });
    expect((await readCatalog()).stock).toEqual(before.stock);
    expect(await findDifferences()).toEqual([]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("agrees with concurrent orders", async () => {
    const [, bought] = await Promise.all([
      rebuildStock(sources(), { dryRun: false }),
      Promise.all([1, 2, 3].map((index) => buy(`meanwhile ${index}`, { couponCodes: [] }))),
      rebuildStock(sources(), { dryRun: false }),
    ]);
    for (const { id } of bought) await cancelOrder(buyer, id, id);
    await rebuildStock(sources(), { dryRun: false });
    expect((await readCatalog()).stock).toEqual(before.stock);
    expect(await findInconsistencies()).toEqual([]);
    expect(await findDifferences()).toEqual([]);
  });
});

describe("units that are sold, but not in the restored stock", () => {
  it("are reported, and the stock is increased by them", async () => {
    await restore();
    await rebuildStock(sources(), { dryRun: false });
    const restoreHot = await takeSnapshot(sql(), "hot");
    const adjust = "mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { userErrors { code } } }";
    await fetchData(manager, adjust, { input: { sku: "HOT", delta: 3, reason: "delivery", idempotencyKey: "three" } });
    const lines = [{ sku: "HOT", quantity: 4 }];
    await buy("sold out", { lines, couponCodes: [] });
    await importProducts(manager, [productLine("NEW", 5)]);
    await buy("new product", { lines: [{ sku: "NEW", quantity: 1 }], couponCodes: [] });
    await restoreHot();

    const args = ["--url", shop.url, "--token", support.token ?? "", "--data", shop.dataDir];
    const planned = await run(["dev/cli/stock-rebuild.ts", "--dry-run", ...args]);
    expect(planned.code).toBe(1);
    expect(planned.lines).toContain(
      "oversold: 2 units of HOT are sold, but not in stock; the stock will be increased by them: count the units",
    );
    const rebuilt = await run(["dev/cli/stock-rebuild.ts", ...args]);
    expect(rebuilt.lines).toContain(
      "oversold: 2 units of HOT are sold, but not in stock; the stock was increased by them: count the units",
    );
    expect(rebuilt.lines.join()).toContain("SKU NEW does not exist. Import it, then repeat. Nothing was written.");
    expect(await sql()`select available, committed from stock where sku = 'HOT'`).toEqual([
      { available: 0, committed: 4 },
    ]);

    await importProducts(manager, [productLine("NEW", 5)]);
    expect((await run(["dev/cli/stock-rebuild.ts", ...args])).code).toBe(0);
    expect(await sql()`select available, committed from stock where sku = 'NEW'`).toEqual([
      { available: 4, committed: 1 },
    ]);
    expect(await findInconsistencies()).toEqual([]);
    expect(await findDifferences()).toEqual([]);
  });
});

function run(command: readonly string[]): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const child = spawn(process.execPath, ["dev/build/bootstrap.mjs", ...command], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, lines: output.trim().split("\n") })));
}
