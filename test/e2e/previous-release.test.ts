import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPageWorker, type WorkerName, workerNames } from "../../dev/build/bundle.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  cancelOrder,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  readStock,
  type Shop,
} from "../support/harness.ts";
import { bundleRevision, findPreviousRevision } from "../support/previous-code.ts";
import { findBundleTemplate } from "../support/shop-template.ts";

/** The Workers that have the code of this release. The others and the objects have that of the previous one. */
interface Mix {
  readonly title: string;
  readonly current: readonly WorkerName[];
  readonly objects: "current" | "previous";
}

/** Workers are deployed in the order of `workerNames`. Objects get new code up to five minutes later than their Worker. */
const mixes: readonly Mix[] = [
  { title: "after the catalog was deployed", current: ["catalog"], objects: "previous" },
  { title: "while orders have the previous code", current: ["catalog", "order"], objects: "previous" },
  { title: "while only orders have the new code", current: [], objects: "current" },
];

let previous: string | undefined;

beforeAll(async () => {
  const revision = await findPreviousRevision();
  if (revision !== undefined) previous = await bundleRevision(revision);
});
afterAll(() => {
  if (previous !== undefined) rmSync(previous, { recursive: true, force: true });
});

describe.each(mixes)("during a deployment, $title,", ({ current, objects }) => {
  it("customers buy and staff ship", { timeout: 120_000 }, async () => {
    const template = findBundleTemplate();
    if (template === undefined) throw new Error("There are no bundles of this code");
    // A shallow clone does not have the previous code.
    if (previous === undefined) return;
    const bundleDir = mkdtempSync(join(tmpdir(), "stoa-mix-"));
    for (const name of workerNames) {
      const source = current.includes(name) || isPageWorker(name) ? template : previous;
      cpSync(join(source, name), join(bundleDir, name), { recursive: true });
    }
    const shop = await openShop({ bundleDir, objectBundleDir: objects === "current" ? template : previous });
    try {
      await buyAndShip(shop);
    } finally {
      await shop.stop();
      rmSync(bundleDir, { recursive: true, force: true });
    }
  });
});

async function buyAndShip(shop: Shop): Promise<void> {
  const manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("SKEW", 10)]);
  const customer = await shop.signUp();
  const support = await shop.signUp("SUPPORT");
  expect((await fetch(`${shop.url}/readyz`)).status).toBe(200);

  const lines = [{ sku: "SKEW", quantity: 2 }];
  const { order } = await placeOrder(customer, { idempotencyKey: "skew", lines });
  expect(order?.status).toBe("CONFIRMED");
  const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
    customer,
    "mutation { createCart { order { id } } }",
  );
  const cartId = createCart.order.id;
  const setLine =
    'mutation ($cartId: ID!) { setCartLine(input: { cartId: $cartId, sku: "SKEW", quantity: 1 }) { userErrors { code } } }';
  expect(await fetchData(customer, setLine, { cartId })).toEqual({ setCartLine: { userErrors: [] } });
  const fromCart = await placeOrder(customer, { idempotencyKey: "cart", cartId });
  expect([fromCart.order?.id, fromCart.order?.status]).toEqual([cartId, "CONFIRMED"]);

  const fulfil = `mutation ($id: ID!) {
    fulfilOrder(input: { orderId: $id, idempotencyKey: "ship" }) { userErrors { code } }
  }`;
  expect(await fetchData(support, fulfil, { id: order?.id })).toEqual({ fulfilOrder: { userErrors: [] } });
  const other = await placeOrder(customer, { idempotencyKey: "other", lines });
  const cancelled = await cancelOrder(customer, other.order?.id ?? "", "cancel");
  expect(cancelled.order?.status).toMatch(/CANCELLED|REFUNDED/);
  expect((await findOrder(customer, order?.id ?? ""))?.status).toBe("FULFILLED");
  // The event of a confirmed order commits its stock.
  const read = () => readStock(customer, "skew");
  await expect.poll(read, { timeout: 30_000, interval: 250 }).toEqual({ available: 7, reserved: 0 });
}
