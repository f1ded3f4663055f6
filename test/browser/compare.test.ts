import { expect, it } from "vitest";
import { describeInBrowser, expectAccessible, takeScreenshot, useStorefront } from "../support/browser.ts";

describeInBrowser("the comparison of products", () => {
  const storefront = useStorefront();

  it("shows prices, options and attributes of two products, without JavaScript", async () => {
    const page = await storefront.visit({ javaScript: false, width: 320 });
    await page.goto(storefront.url("/products/halden-reading-lamp?stock=1"));
    const others = page.getByRole("combobox", { name: "Compare with" });
    const name = (await others.locator("option").last().textContent()) ?? "";
    await others.selectOption({ label: name });
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("heading", { level: 1, name: "Compare products" }).waitFor();
    const names = page.getByRole("columnheader").getByRole("link");
    expect(await names.allTextContents()).toEqual(["Halden Reading Lamp", name]);
    const rows = await page.getByRole("row").allTextContents();
    expect(rows.filter((row) => /^Price(from )?\$[\d.,]+(from )?\$[\d.,]+$/.test(row))).toHaveLength(1);
    const headers = await page.getByRole("rowheader").allTextContents();
    expect(headers).toEqual(expect.arrayContaining(["Price", "Brand", "material", "Description"]));
    expect(new Set(headers).size).toBe(headers.length);
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(320);
    // Another choice compares the first product with it.
    const first = (await others.locator("option").first().textContent()) ?? "";
    await others.selectOption({ label: first });
    await page.getByRole("button", { name: "Compare" }).click();
    await names.getByText(first).waitFor();
    expect(await names.allTextContents()).toEqual(["Halden Reading Lamp", first]);
  });

  it("starts from a product in a list, which it compares with the related ones", async () => {
    const page = await storefront.visit({ javaScript: false });
    await page.goto(storefront.url("/search?q=halden"));
    await page.getByRole("link", { name: "Compare", description: "Halden Reading Lamp", exact: true }).click();
    expect(new URL(page.url()).search).toBe("?a=halden-reading-lamp");
    expect(await page.getByRole("combobox", { name: "Compare with" }).locator("option").count()).toBeGreaterThan(1);
    expect(await page.getByRole("columnheader").getByRole("link").allTextContents()).toEqual(["Halden Reading Lamp"]);
  });

  it("asks the gateway once, has no violation of WCAG 2.2 AA, and is not for search engines", async () => {
    const page = await storefront.visit({ colorScheme: "dark" });
    const path = "/compare?a=halden-reading-lamp&b=bergen-dining-chair";
    const response = await page.goto(storefront.url(path));
    expect(response?.headers()["server-timing"]?.match(/gateway/g)).toHaveLength(1);
    // It is not among the related products.
    expect(await page.getByRole("combobox").locator("option:checked").textContent()).toBe("Bergen Dining Chair");
    await expectAccessible(page);
    await takeScreenshot(page, "compare");
    expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
  });

  it("needs one product that exists, and rejects others that do not exist", async () => {
    const status = async (query: string) => (await fetch(storefront.url(`/compare${query}`))).status;
    expect(await status("?a=halden-reading-lamp")).toBe(200);
    expect(await status("?a=halden-reading-lamp&b=no-such-product")).toBe(404);
    expect(await status("?a=no-such-product&b=halden-reading-lamp")).toBe(404);
    expect(await status("")).toBe(404);
  });
});
