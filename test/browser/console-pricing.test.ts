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

/** Prices, tax and shipping methods are cached for some seconds. */
const patient = { timeout: 90_000 };

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
    const form = await page.locator("main form").evaluate((element) => {
      return [...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)]);
    });
    await press(page, "Save promotion");
    await page.getByText("The promotion is a draft until it is activated.").waitFor();
    // The same form again creates no second promotion.
    const again = await page.evaluate(
      async (body) => (await fetch("/promotions/new", { method: "POST", body: new URLSearchParams(body) })).url,
      form,
    );
    expect(again).toBe(page.url());
    await expectAccessible(page);
    await fill(page, { "One code": "LAMPS-10" });
    await press(page, "Create codes");
    await page.getByText("The code LAMPS-10 exists.").waitFor();
    expect(await discountsWith("lamps-10")).toEqual([]);
    await press(page, "Activate");
    await page.getByText("The promotion is active.").waitFor();
    await expect.poll(() => discountsWith("lamps-10"), patient).toEqual(["1500"]);
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

  it("finds products for a promotion, and adds one and a SKU of another, without JavaScript too", async () => {
    for (const javaScript of [true, false]) {
      const page = await visitAs("Catalog manager", { javaScript });
      await page.goto(site.url("/promotions/new"));
      await fill(page, { Name: "Lamps and mugs", Slug: `lamps-and-mugs-${javaScript}`, "Percent off": "10" });
      await page.getByText("Discounted goods: all").click();
      await fill(page, { "Search discounted goods": "halden reading lamp" });
      await page.getByLabel("Search discounted goods", { exact: true }).press("Enter");
      const found = page.getByRole("list", { name: "Found for discounted goods" });
      await found.getByRole("button", { name: "Add Halden Reading Lamp" }).click();
      await found.getByRole("button", { name: "Halden Reading Lamp is added" }).waitFor();
      if (javaScript) await expectAccessible(page);
      await fill(page, { "Search discounted goods": "terra mug pair" });
      await press(page, "Find discounted goods");
      const sku = found.getByRole("listitem").filter({ hasText: "Terra Mug Pair" }).getByRole("button").nth(1);
      const name = ((await sku.textContent()) ?? "").replace("Add ", "");
      await sku.click();
      await found.getByRole("button", { name: `${name} is added` }).waitFor();
      expect(await page.getByRole("textbox", { name: "Discounted goods: SKUs" }).inputValue()).toBe(name);
      const id = await page.getByRole("textbox", { name: "Discounted goods: products" }).inputValue();
      expect(id).toMatch(/^prd_\w+$/);
      expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Lamps and mugs");
      const names = (field: string) => page.getByRole("list", { name: `Names of Discounted goods: ${field}` });
      const expectNames = async () => {
        await names("products").getByText(`Halden Reading Lamp, LGT-01-1, LGT-01-2 ${id}`).waitFor();
        await names("SKUs")
          .getByText(new RegExp(`^Terra Mug Pair, .+ ${name}$`))
          .waitFor();
      };
      await expectNames();
      // A text in a search field does not prevent saving.
      await fill(page, { "Search discounted goods": "vase" });
      await press(page, "Save promotion");
      await page.getByText("The promotion is a draft until it is activated.").waitFor();
      await page.getByRole("link", { name: "Edit promotion" }).click();
      await expectNames();
    }
  });

  it("creates a price list with a sale price, which the storefront shows, and deletes it", async () => {
    const page = await visitAs("Catalog manager");
    const plain = await visitAs("Catalog manager", { javaScript: false });
    await plain.goto(site.url("/pricing"));
    await plain.getByRole("link", { name: "New price list" }).click();
    await fill(plain, { Name: "Lamp week", Slug: "Lamp Week", "Ends (UTC)": "2099-12-31T08:30" });
    await press(plain, "Save price list");
    await plain.getByRole("alert").getByText("Slug must be").waitFor();
    await fill(plain, { Slug: "lamp-week" });
    await press(plain, "Save price list");
    await plain.getByText("The price list was created.").waitFor();
    const path = new URL(plain.url()).pathname;

    await page.goto(site.url(path));
    await fill(page, { "SKU of new price 1": "lgt-01-1", "Currency of new price 1": "usd" });
    await fill(page, { "Price of new price 1": "69.999" });
    await press(page, "Save prices");
    await page.getByRole("alert").getByRole("link", { name: "“69.999” is no amount in USD" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("price.0.amount");
    await expectAccessible(page);
    await fill(page, { "Price of new price 1": "69.50" });
    await press(page, "Save prices");
    await page.getByText("1 prices were changed.").waitFor();
    await expectAccessible(page);
    const buyer = await site.visit({ javaScript: false });
    const product = `${site.shop.stack.storefrontUrl}/products/halden-reading-lamp`;
    const showsPrice = async () => {
      await buyer.goto(product);
      return (await buyer.locator("main").textContent())?.includes("$69.50");
    };
    await expect.poll(showsPrice, patient).toBe(true);

    await fill(page, { "Price of LGT-01-1, USD, from 1": "65" });
    await press(page, "Save prices");
    await page.getByText("1 prices were changed.").waitFor();
    expect(await page.getByLabel("Price of LGT-01-1, USD, from 1").inputValue()).toBe("65.00");
    await page.goto(site.url("/pricing"));
    await page.getByRole("row", { name: /Lamp week.*Live.*2099-12-31/ }).waitFor();
    await expectAccessible(page);
    await plain.getByLabel("Active").uncheck();
    await press(plain, "Save price list");
    await plain.getByText("The price list was saved.").waitFor();
    await page.reload();
    await page.getByRole("row", { name: /Lamp week.*Paused/ }).waitFor();
    await page.getByRole("link", { name: "Lamp week" }).click();
    await page.getByRole("link", { name: "Delete price list" }).click();
    await page.getByText("a sale ends").waitFor();
    await expectAccessible(page);
    await press(page, "Delete price list");
    await page.getByText("The price list was deleted.").waitFor();
    expect(await page.getByRole("row", { name: /Lamp week/ }).count()).toBe(0);
  });

  it("edits a shipping rate, which quotes have then, without JavaScript", async () => {
    const page = await visitAs("Catalog manager");
    const plain = await visitAs("Catalog manager", { javaScript: false });
    type Data = { quote: { shippingOptions: readonly { code: string; price: { amountMinor: string } }[] } };
    const query =
      "query ($input: QuoteInput!) { quote(input: $input) { shippingOptions { code price { amountMinor } } } }";
    const destination = { countryCode: "US", region: "TX", postalCode: "75001" };
    const input = { lines: [{ sku: "LGT-01-1", quantity: 1 }], destination, currency: "USD" };
    const priceOf = async (code: string) => {
      const { quote } = await fetchData<Data>({ url: site.shop.url }, query, { input });
      return quote.shippingOptions.find((method) => method.code === code)?.price.amountMinor;
    };
    expect(await priceOf("express")).toBe("1500");
    await page.goto(site.url("/pricing"));
    await page.getByRole("link", { name: "United States: Express" }).click();
    await expectAccessible(page);
    await plain.goto(page.url());
    await fill(plain, { "Price of rate 1": "17,5x" });
    await press(plain, "Save method");
    await plain.getByRole("alert").getByText("“17,5x” is no amount in USD").waitFor();
    await fill(plain, { "Price of rate 1": "17.50" });
    await press(plain, "Save method");
    await plain.getByText("The method was saved.").waitFor();
    await expect.poll(() => priceOf("express"), patient).toBe("1750");
    expect(await priceOf("standard")).toBe("0");
    await fill(page, { "Price of rate 1": "18" });
    await press(page, "Save method");
    await page.getByText("Someone else has changed the method").waitFor();

    await plain.getByRole("link", { name: "New method" }).click();
    await fill(plain, { Name: "Overnight", Code: "overnight", "Currency of rate 1": "usd", "Price of rate 1": "40" });
    await press(plain, "Save method");
    await plain.getByText("The method was saved.").waitFor();
    await expect.poll(() => priceOf("overnight"), patient).toBe("4000");
    await plain.getByRole("link", { name: "Overnight" }).click();
    await plain.getByRole("link", { name: "Delete method" }).click();
    await press(plain, "Delete method");
    await plain.getByText("The method was deleted.").waitFor();
    await expect.poll(() => priceOf("overnight"), patient).toBeUndefined();

    await page.goto(site.url("/pricing/zones/new"));
    await fill(page, { Name: "Iceland", Slug: "iceland", Countries: "XX" });
    await press(page, "Save zone");
    await page.getByRole("alert").waitFor();
    await expectAccessible(page);
    await fill(page, { Countries: "is" });
    await press(page, "Save zone");
    await page.getByText("The zone was created.").waitFor();
    await expectAccessible(page);
    await plain.goto(page.url());
    await fill(plain, { Name: "Iceland and others" });
    await press(plain, "Save zone");
    await plain.getByText("The zone was saved.").waitFor();
    await fill(page, { Slug: "north-atlantic" });
    await press(page, "Save zone");
    await page.getByText("It was changed since you opened it.").waitFor();
    await expectAccessible(page);
    expect(await page.getByLabel("Keep the value now of Name").isChecked()).toBe(true);
    expect(await page.getByLabel("Keep your value of Slug").isChecked()).toBe(true);
    await press(page, "Save these choices");
    await page.getByText("The zone was saved.").waitFor();
    await page.getByRole("heading", { name: "Iceland and others", level: 1 }).waitFor();
    // A method that someone else adds is no conflict with the settings of the zone.
    await plain.getByRole("link", { name: "New method" }).click();
    await fill(plain, { Name: "Boat", Code: "boat", "Currency of rate 1": "eur", "Price of rate 1": "40" });
    await press(plain, "Save method");
    await plain.getByText("The method was saved.").waitFor();
    await fill(page, { Countries: "IS, FO" });
    await press(page, "Save zone");
    await page.getByText("The zone was saved.").waitFor();
    await page.getByRole("link", { name: "Boat" }).waitFor();
    await page.getByRole("link", { name: "Delete zone" }).click();
    await press(page, "Delete zone");
    await page.getByText("The zone was deleted.").waitFor();
  });

  it("creates a tax rate once, renames a tax class, and lets administrators alone change a market", async () => {
    const page = await visitAs("Catalog manager");
    await page.goto(site.url("/pricing/tax-classes"));
    await fill(page, { Code: "books", Name: "Books" });
    await press(page, "Save tax class");
    await page.getByText("The tax class books was saved.").waitFor();
    const create = async (percent: string) => {
      await page.goto(site.url("/pricing/tax-rates/new"));
      await fill(page, { Name: "VAT on books", Country: "pl", Percent: percent });
      await page.getByLabel("Tax class").selectOption("Books");
      await press(page, "Save tax rate");
    };
    await create("5.12345");
    await page.getByRole("alert").getByText("“5.12345” is no percentage").waitFor();
    await expectAccessible(page);
    await create("5.125");
    await page.getByText("The tax rate was created.").waitFor();
    await create("5.125");
    await page.getByText("This tax rate exists.").waitFor();
    await fill(page, { Percent: "8" });
    await press(page, "Save tax rate");
    await page.getByText("The tax rate was saved.").waitFor();
    await page.goto(site.url("/pricing"));
    await page.getByRole("row", { name: /VAT on books.*Books.*PL.*8 %/ }).waitFor();
    expect(await page.getByRole("link", { name: "New market" }).count()).toBe(0);
    await page.getByRole("link", { name: "VAT on books" }).click();
    await page.getByRole("link", { name: "Delete tax rate" }).click();
    await press(page, "Delete tax rate");
    await page.getByText("The tax rate was deleted.").waitFor();

    const admin = await visitAs("Admin");
    await admin.goto(site.url("/pricing"));
    await admin.getByRole("link", { name: "New market" }).click();
    await fill(admin, { Name: "Iceland", Slug: "iceland", Countries: "IS", Currencies: "EUR, ISK" });
    await press(admin, "Save market");
    await admin.getByRole("alert").getByText("Enter currencies of the shop").waitFor();
    await expectAccessible(admin);
    await fill(admin, { Currencies: "eur" });
    await press(admin, "Save market");
    await admin.getByText("The market was created.").waitFor();
    await admin.getByRole("link", { name: "Iceland" }).click();
    await press(admin, "Save market");
    await admin.getByText("Nothing was changed.").waitFor();
    await admin.getByLabel("Prices contain tax").check();
    await press(admin, "Save market");
    await admin.getByText("The market was saved.").waitFor();
    await admin.goto(site.url("/pricing"));
    await admin.getByRole("row", { name: /Iceland.*IS.*EUR.*contain tax/ }).waitFor();
  });

  it("shows a member of support no form for prices", async () => {
    const page = await visitAs("Support");
    expect(await page.getByRole("link", { name: "Promotions" }).count()).toBe(0);
    for (const path of ["/promotions", "/promotions/new", "/pricing", "/pricing/lists/new", "/pricing/markets/new"]) {
      expect((await page.goto(site.url(path)))?.status()).toBe(403);
      await page.getByText("Your roles do not allow this.").waitFor();
      expect(await page.locator("main form").count()).toBe(0);
    }
  });
});
