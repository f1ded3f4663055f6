import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import {
  describeInBrowser,
  expectAccessible,
  takeScreenshot,
  useStorefront,
  watchProblems,
} from "../support/browser.ts";

describeInBrowser("the layout of the storefront", () => {
  const storefront = useStorefront();

  it("has search, cart and sign-in, without a problem in the console and without a violation of WCAG 2.2 AA", async () => {
    const page = await storefront.visit();
    const problems = watchProblems(page);
    await page.goto(storefront.url("/"));
    await page.getByRole("searchbox", { name: "Search products", exact: true }).waitFor();
    await page.getByRole("link", { name: "Cart", exact: true }).waitFor();
    await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
    expect(await page.getByRole("article").count()).toBe(12);
    await expectAccessible(page);
    await takeScreenshot(page, "home");
    expect(problems).toEqual([]);
  });

  it("reports each violation of the content security policy to the tests", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/"));
    await page.evaluate(() => document.body.setAttribute("style", "color: red"));
    const found: string[] = [];
    // The event and the browser's own line.
    await expect.poll(() => found.push(...storefront.takeViolations())).toBe(2);
    expect(found.join()).toContain("style-src-attr blocks inline");
  });

  it("has pages for an address that does not exist, and for the choice of country and language", async () => {
    const page = await storefront.visit();
    const missing = await page.goto(storefront.url("/no-such-page"));
    expect(missing?.status()).toBe(404);
    await page.getByRole("heading", { name: "Page not found" }).waitFor();
    await expectAccessible(page);
    await page.goto(storefront.url("/preferences"));
    await expectAccessible(page);
    await page.getByLabel("Where we ship").selectOption({ label: "Europe (EUR)" });
    await page.getByLabel("Language").selectOption("nl");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Winkelwagen" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("nl");
    await page.goto(storefront.url("/preferences"));
    expect(await page.getByLabel("Waar we bezorgen").inputValue()).toBe("europe");
  });

  it.each([
    ["the region of the browser's language", { "accept-language": "de-DE,de;q=0.9,en-US;q=0.8" }, "299.00 EUR"],
    ["a region without the sale", { "accept-language": "en-GB,en;q=0.9" }, "349.00 USD"],
    ["the country of the address", { "accept-language": "en-GB,en;q=0.9", "cf-ipcountry": "NL" }, "299.00 EUR"],
    ["an unknown country of the address", { "accept-language": "nl-NL", "cf-ipcountry": "XX" }, "299.00 EUR"],
    ["a language without a region", { "accept-language": "en" }, "299.00 USD"],
    ["the choice of the visitor", { "accept-language": "en-US", cookie: "stoa-market=europe" }, "299.00 EUR"],
  ])("shows the prices of the market for %s", async (_name, headers: Record<string, string>, expected) => {
    // Twice: a page in memory is that of the market.
    for (let count = 0; count < 2; count++) {
      const html = await (await fetch(storefront.url("/products/ridge-two-person-tent"), { headers })).text();
      const [, json = "{}"] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
      const [offer] = JSON.parse(json).offers;
      expect(`${offer.price} ${offer.priceCurrency}`).toBe(expected);
    }
  });

  it("can be used with the keyboard alone, from the search to the cart", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/"));
    await page.keyboard.press("Tab");
    expect(await focusedText(page)).toBe("Skip to content");
    await page.locator('x-island[name="search"]').evaluate((island) => customElements.whenDefined(island.localName));
    await page.keyboard.press("/");
    await page.keyboard.type("hand grinder");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Results for “hand grinder”" }).waitFor();
    await tabTo(page, "Hand Grinder");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Hand Grinder", level: 1 }).waitFor();
    await page.getByText(/^\d+ (available|left)$/).waitFor();
    await tabTo(page, "white");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.url(), { timeout: 5_000 }).toContain("sku=COF-02-2");
    await tabTo(page, "Add to cart");
    await page.keyboard.press("Enter");
    await page.getByText("Added to your cart.").waitFor();
    await tabTo(page, "View cart");
  });

  it("prefetches a product when the pointer rests on its link, without a session or a cookie", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/search?q=kettle"));
    const link = page.getByRole("link", { name: "Gooseneck Kettle" });
    await link.hover();
    await page.waitForTimeout(1_500);
    await link.click();
    await page.getByRole("heading", { name: "Gooseneck Kettle", level: 1 }).waitFor();
    const delivery = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType("navigation") as (PerformanceEntry & { deliveryType: string })[];
      return entry?.deliveryType;
    });
    expect(delivery).toBe("navigational-prefetch");
    expect(await page.context().cookies()).toEqual([]);
  });
});

/** Returns the text of the focused element, or of its label. */
function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : undefined;
    return (label ?? focused)?.textContent?.trim() ?? "";
  });
}

/** Presses Tab until the element with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if ((await focusedText(page)) === text) return;
  }
  throw new Error(`Tab does not reach ${text}`);
}
