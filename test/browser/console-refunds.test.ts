import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { describeInBrowser, useConsole } from "../support/browser.ts";
import {
  findOrder,
  importProducts,
  placeOrder,
  productLine,
  readStock,
  waitForStockCommits,
} from "../support/harness.ts";
import type { User } from "../support/use-shop.ts";

describeInBrowser("refunds in the console", () => {
  const site = useConsole();
  let buyer: User;

  beforeAll(async () => {
    buyer = await site.shop.signUp();
    await importProducts(await site.shop.signUp("CATALOG_MANAGER"), [productLine("REFUND-1", 100, "1999")]);
  });

  /** Places an order of three units, and opens it as support staff without JavaScript. */
  const openOrder = async (idempotencyKey: string) => {
    const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku: "REFUND-1", quantity: 3 }] });
    if (order === null) throw new Error("The order was not placed");
    await waitForStockCommits(site.shop);
    const page = await site.visit({ javaScript: false });
    await page.goto(site.url(`/sign-in?next=/orders/${order.id}`));
    await page.getByRole("button", { name: /^Support: / }).click();
    await page.waitForURL(site.url(`/orders/${order.id}`));
    return { page, id: order.id, total: Number(order.total.amountMinor) };
  };

  /** Waits until the API says that this much was refunded, in minor units. */
  const expectRefunded = (id: string, amountMinor: number) =>
    expect.poll(async () => Number((await findOrder(buyer, id))?.refunded.amountMinor)).toBe(amountMinor);

  /** Waits until the row of the ledger is on the page, which loads itself again until then. */
  const expectInLedger = async (page: Page, name: RegExp) => {
    const row = page.getByRole("table", { name: "Ledger" }).getByRole("row", { name });
    await expect
      .poll(async () => {
        await page.reload();
        return row.count();
      })
      .toBe(1);
  };

  it("refund an amount that changes no units, and no more than is left", async () => {
    const { page, id, total } = await openOrder("refund by amount");
    const preview = page.getByRole("region", { name: "What would happen" });
    const refund = () => page.getByRole("button", { name: "Refund", exact: true }).click();
    await refund();
    await page.getByLabel("Reason").fill("late delivery");
    await page.getByLabel("Quantity of REFUND-1").fill("1");
    await page.getByLabel("Amount, in place of units").fill("5.00");
    await refund();
    await page.getByText("Choose either units and shipping, or an amount").waitFor();
    await page.getByLabel("Quantity of REFUND-1").fill("0");
    await page.getByLabel("Amount, in place of units").fill("five");
    await refund();
    await page.getByText("This is not an amount in USD").waitFor();
    await page.getByLabel("Amount, in place of units").fill(((total + 1) / 100).toFixed(2));
    await refund();
    await preview.getByText("Not possible: ").waitFor();
    await page.getByLabel("Amount, in place of units").fill("5.01");
    await refund();
    await preview.getByText("US$5.01", { exact: true }).first().waitFor();
    await expectRefunded(id, 0);
    await refund();
    await page.getByText("The refund was requested.").waitFor();
    await expectRefunded(id, 501);
    await expectInLedger(page, /^Refund Succeeded US\$5\.01.*late delivery/);
    const units = "query ($id: ID!) { order(id: $id) { lines { quantity unfulfilledQuantity refundedQuantity } } }";
    expect(await fetchData(buyer, units, { id })).toEqual({
      order: { lines: [{ quantity: 3, unfulfilledQuantity: 3, refundedQuantity: 0 }] },
    });
  });

  it("cancel two units of a line: their money goes back, and they are on sale again", async () => {
    const { page, id } = await openOrder("cancel units");
    const preview = page.getByRole("region", { name: "What would happen" });
    const available = async () => (await readStock(buyer, "refund-1")).available;
    const before = await available();
    const cancel = () => page.getByRole("button", { name: "Cancel units" }).click();
    await cancel();
    await page.getByLabel("Reason").fill("two were broken");
    await cancel();
    await page.getByText("Choose units").waitFor();
    await page.getByLabel("Quantity of REFUND-1").fill("2");
    await cancel();
    await preview.getByText("US$39.98", { exact: true }).first().waitFor();
    await preview.getByText("2 back on sale").waitFor();
    await expectRefunded(id, 0);
    await cancel();
    await page.getByText("The units were cancelled.").waitFor();
    await expectRefunded(id, 3_998);
    await expectInLedger(page, /^Refund Succeeded US\$39\.98.*2 × REFUND-1: two were broken/);
    await expect.poll(available).toBe(before + 2);
    await cancel();
    await page.getByText("REFUND-1, at most 1").waitFor();
  });
});
