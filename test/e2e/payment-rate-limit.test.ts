import { describe, expect, it } from "vitest";
import { findOrder, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

describe("when the payment provider refuses requests because of its rate limit", () => {
  const shop = useShop({ vars: { GIVE_UP_SECONDS: "2" }, products: [productLine("LIMITED", 10)] });
  const customer = useUser(shop);

  it("an order is confirmed when the provider accepts requests again, also after the time to give up", async () => {
    const startedAt = performance.now();
    await shop.injectFault("rate_limited", "confirm", 7);
    const lines = [{ sku: "LIMITED", quantity: 1 }];
    const { order } = await placeOrder(customer, { idempotencyKey: "limited", lines });
    const statuses = new Set<string>();
    const readStatus = async () => {
      const status = (await findOrder(customer, order?.id ?? ""))?.status ?? "";
      statuses.add(status);
      return status;
    };
    await expect.poll(readStatus, { timeout: 40_000, interval: 250 }).toMatch(/CONFIRMED|NEEDS_ATTENTION/);
    expect([...statuses]).not.toContain("NEEDS_ATTENTION");
    expect(performance.now() - startedAt).toBeGreaterThan(7_000);
    const payments = (await shop.ledger()).filter(({ orderId }) => orderId === order?.id);
    expect(payments.map(({ captured }) => captured)).toEqual([1000]);
  });
});

describe("when orders need more requests than the payment provider accepts", () => {
  const vars = { GIVE_UP_SECONDS: "2", STRIPE_REQUESTS_PER_SECOND: "1" };
  const shop = useShop({ vars, products: [productLine("QUEUED", 10)] });
  const customer = useUser(shop);

  it("all are confirmed, one after the other", async () => {
    const lines = [{ sku: "QUEUED", quantity: 1 }];
    const startedAt = performance.now();
    const keys = Array.from({ length: 6 }, (_, index) => `queued ${index}`);
    const placed = await Promise.all(keys.map((idempotencyKey) => placeOrder(customer, { idempotencyKey, lines })));
    const readStatuses = async () =>
      new Set(await Promise.all(placed.map(async ({ order }) => (await findOrder(customer, order?.id ?? ""))?.status)));
    await expect.poll(readStatuses, { timeout: 50_000, interval: 500 }).toEqual(new Set(["CONFIRMED"]));
    expect(performance.now() - startedAt).toBeGreaterThan(4_000);
    expect(shop.logs()).toContain("payment requests refused");
  });
});
