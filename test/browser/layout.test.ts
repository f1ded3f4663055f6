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
});
