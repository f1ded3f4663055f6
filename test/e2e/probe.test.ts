import { describe, expect, it } from "vitest";
import { buyAndCancel, type ProbeReport } from "../../dev/cli/probe/buy.ts";
import { findOrder, productLine, readStock } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("PROBED", 5)] });
const buyer = useUser(shop);

const probe = (options: { readonly sku?: string; readonly password?: string } = {}): Promise<ProbeReport> =>
  buyAndCancel({
    url: shop.url,
    email: buyer.email,
    password: "correct horse battery",
    sku: "PROBED",
    paymentMethod: "pm_card_visa",
    timeoutMs: 2_000,
    ...options,
  });
const failures = ({ steps }: ProbeReport) => steps.filter(({ error }) => error !== undefined).map(({ name }) => name);

describe("the synthetic buyer", () => {
  it("places an order, cancels it and leaves no stock sold or reserved", async () => {
    const report = await probe();
    expect(report).toMatchObject({ ok: true, orderId: expect.stringMatching(/^ord_/) });
    expect(report.steps.map(({ name }) => name)).toEqual([
      "ready",
      "sign in",
      "place order",
      "confirmed",
      "cancel order",
      "refunded",
    ]);
    await expect.poll(() => readStock(buyer, "probed"), { timeout: 15_000 }).toEqual({ available: 5, reserved: 0 });
  });

  it("fails when it cannot sign in or buy", async () => {
    expect(failures(await probe({ password: "wrong password here" }))).toEqual(["sign in"]);
    expect(failures(await probe({ sku: "MISSING" }))).toEqual(["place order"]);
  });

  it("fails when payments are not captured in time, and cancels its order", async () => {
    await shop.injectFault("down", "capture", 1_000);
    const report = await probe();
    await shop.clearFaults();
    expect(report.ok).toBe(false);
    expect(failures(report)).toContain("confirmed");
    const statusOf = async () => (await findOrder(buyer, report.orderId ?? ""))?.status;
    await expect.poll(statusOf, { timeout: 30_000, interval: 500 }).toBe("CANCELLED");
  });
});
