import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Pages } from "./browser.ts";

/** Adds units of a SKU to the cart of a browser, as the form of a product page does. */
export async function addToCart(storefront: Pages, page: Page, sku: string, quantity = 1): Promise<void> {
  const response = await page.context().request.post(storefront.url("/cart/add"), {
    form: { sku, quantity: String(quantity), key: crypto.randomUUID() },
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(response.url()).toBe(storefront.url("/cart"));
}

/** Fills in an address in the Netherlands. */
export async function fillInAddress(page: Page): Promise<void> {
  await page.getByLabel("Full name", { exact: true }).fill("Bo Buyer");
  await page.getByLabel("Address", { exact: true }).fill("1 Long Street");
  await page.getByLabel("Country", { exact: true }).selectOption("NL");
  await page.getByLabel("City", { exact: true }).fill("Utrecht");
  await page.getByLabel("Postal code", { exact: true }).fill("3511 AB");
}

/** Opens the checkout and fills in everything but the payment. Waits until the page shows the total for the address. */
export async function fillInCheckout(storefront: Pages, page: Page, email: string): Promise<void> {
  await page.goto(storefront.url("/checkout"));
  await page.getByLabel("Email", { exact: true }).fill(email);
  await fillInAddress(page);
  // The form is updated when a field has changed, which is when it loses the focus.
  await page.getByLabel("Postal code", { exact: true }).blur();
  await page.locator("form[aria-busy]").waitFor({ state: "detached" });
}
