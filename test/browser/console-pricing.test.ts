import type { Page } from "playwright-core";
import { expect, it, vi } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  describeInBrowser,
  expectAccessible,
  useConsole,
  type VisitorOptions,
  watchProblems,
} from "../support/browser.ts";

// Each test is a story of many pages.
vi.setConfig({ testTimeout: 180_000 });

describeInBrowser("pricing in the console", () => {
  const site = useConsole();

  const visitAs = async (role: string, options: VisitorOptions = {}) => {
    const page = await site.visit(options);
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: new RegExp(`^${role}: `) }).click();
    await page.getByRole("button", { name: "Sign out" }).first().waitFor();
    return page;
  };
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
  const fill = async (page: Page, values: Readonly<Record<string, string>>) => {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  };

  /** Returns the discounts of two lamps with a coupon code, through the API. */
  const discountsWith = async (code: string) => {
    type Data = { quote: { discounts: readonly { amount: { amountMinor: string } }[] } };
    const query = "query ($input: QuoteInput!) { quote(input: $input) { discounts { amount { amountMinor } } } }";
    const input = { lines: [{ sku: "LGT-01-1", quantity: 2 }], couponCodes: [code] };
    const { quote } = await fetchData<Data>({ url: site.shop.url }, query, { input });
    return quote.discounts.map(({ amount }) => amount.amountMinor);
  };

  it("lets a catalog manager create a promotion with a code, preview it, and use the code", async () => {
    const page = await visitAs("Catalog manager");
    const problems = watchProblems(page);
    await page.getByRole("link", { name: "Promotions" }).click();
    await page.getByRole("link", { name: "New promotion" }).click();
    await expectAccessible(page);
    await fill(page, {
      Name: "Ten off lamps",
      Slug: "ten-off-lamps",
      "Percent off": "ten",
      "At most per order": "USD 15.00",
    });
    await page.getByLabel("On", { exact: true }).selectOption("Products");
    await page.getByText("Discounted goods: all").click();
    await page.locator("#items").getByLabel("Home / Lighting", { exact: true }).check();
    await page.locator("#combinesWith").getByLabel("Shipping").check();
    await press(page, "Preview");
    await page.getByRole("alert").getByRole("link", { name: "“ten” is no percentage" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("basisPoints");
    await expectAccessible(page);
    await fill(page, { "Percent off": "10" });
    await press(page, "Preview");
    await page
      .getByRole("region", { name: "Preview: not saved yet" })
      .getByText("10 % off lighting, at most US$15.00 per order, combines with shipping", { exact: true })
      .waitFor();
    await expectAccessible(page);
    await press(page, "Save promotion");
    await page.getByText("The promotion is a draft until it is activated.").waitFor();
    await expectAccessible(page);
    await fill(page, { "One code": "LAMPS-10" });
    await press(page, "Create codes");
    await page.getByText("The code LAMPS-10 exists.").waitFor();
    expect(await discountsWith("lamps-10")).toEqual([]);
    await press(page, "Activate");
    await page.getByText("The promotion is active.").waitFor();
    expect(await discountsWith("lamps-10")).toEqual(["1500"]);
    await page.getByRole("link", { name: "Promotions" }).click();
    await page.getByRole("row", { name: /Ten off lamps.*10 % off lighting, at most US\$15\.00 per order/ }).waitFor();
    expect(problems.filter((problem) => !problem.includes("status of 422"))).toEqual([]);
  });

  it("edits a promotion, without JavaScript too, shows a conflict field by field, and deletes one that no order uses", async () => {
    const page = await visitAs("Catalog manager");
    const other = await visitAs("Catalog manager", { javaScript: false });
    const sentence = "buy 2 of all goods and get 1 of all goods free, combines with no other";
    await other.goto(site.url("/promotions/new"));
    await fill(other, { Name: "Three for two", Slug: "three-for-two", "Percent off": "100" });
    await fill(other, { "Units to buy": "2", "Discounted units": "1" });
    await other.getByLabel("Kind of discount").selectOption("Buy X get Y");
    await press(other, "Preview");
    await other.getByRole("region", { name: "Preview: not saved yet" }).getByText(sentence).waitFor();
    await press(other, "Save promotion");
    await other.getByText(sentence).waitFor();
    await page.goto(`${other.url()}/edit`);
    await other.getByRole("link", { name: "Edit promotion" }).click();
    await fill(other, { Name: "3 for 2", "Uses per customer": "1" });
    await press(other, "Save promotion");
    await other.getByText("The promotion was saved.").waitFor();
    await fill(page, { "Minimum units": "3", "Uses per customer": "2" });
    await press(page, "Save promotion");
    await page.getByText("It was changed since you opened it.").waitFor();
    await expectAccessible(page);
    const chosen = page.locator("tr", { has: page.locator("input:checked") });
    expect(
      await chosen.evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector("th")?.textContent,
          row.querySelector<HTMLInputElement>("input:checked")?.value,
        ]),
      ),
    ).toEqual([
      ["Name", "now"],
      ["Uses per customer", "mine"],
      ["Minimum units", "mine"],
    ]);
    await page.getByLabel("Keep the value now of Uses per customer").check();
    await press(page, "Save these choices");
    await page.getByText("The promotion was saved.").waitFor();
    await page.getByRole("heading", { name: "3 for 2", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Edit promotion" }).click();
    expect(await page.getByLabel("Minimum units").inputValue()).toBe("3");
    expect(await page.getByLabel("Uses per customer").inputValue()).toBe("1");
    await press(page, "Save promotion");
    await page.getByText("Nothing was changed.").waitFor();
    await page.getByRole("link", { name: "Delete promotion" }).click();
    await page.getByText("They cannot be restored.").waitFor();
    await expectAccessible(page);
    await other.getByRole("link", { name: "Delete promotion" }).click();
    await press(other, "Delete promotion");
    await other.getByText("The promotion was deleted.").waitFor();
    expect(await other.getByRole("row", { name: /3 for 2/ }).count()).toBe(0);
  });

  it("shows a member of support no form for prices", async () => {
    const page = await visitAs("Support");
    expect(await page.getByRole("link", { name: "Promotions" }).count()).toBe(0);
    for (const path of ["/promotions", "/promotions/new", "/pricing"]) {
      expect((await page.goto(site.url(path)))?.status()).toBe(403);
      await page.getByText("Your roles do not allow this.").waitFor();
      expect(await page.locator("main form").count()).toBe(0);
    }
  });
});
