import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { describeInBrowser, expectAccessible, type Pages, useStorefront, watchProblems } from "../support/browser.ts";
import { importProducts, productLine } from "../support/harness.ts";
import { addToCart } from "../support/storefront-checkout.ts";

const lamp = "/products/halden-reading-lamp";
const chair = "/products/bergen-dining-chair";

describeInBrowser("the storefront without a network", () => {
  const storefront = useStorefront();

  it("opens products that the browser has opened before, and adds their units to the cart once it is online", async () => {
    const page = await visitWithServiceWorker(storefront);
    await page.goto(storefront.url(lamp));
    await waitForCopy(page, lamp);
    await page.goto(storefront.url("/"));
    await page.context().setOffline(true);

    await page.goto(storefront.url(lamp));
    await page.getByRole("heading", { level: 1, name: "Halden Reading Lamp" }).waitFor();
    await addOffline(page, 2);
    // The stored page again: its form is another addition.
    await page.goto(storefront.url(`${lamp}?sku=another`));
    await addOffline(page, 1);

    await page.goto(storefront.url("/cart"));
    await page.getByRole("heading", { level: 1, name: "You are offline" }).waitFor();
    const waiting = page.getByRole("region", { name: "Waiting for your cart" }).getByRole("listitem");
    await expect.poll(() => waiting.count()).toBe(2);
    expect(await waiting.first().textContent()).toMatch(/^2 × Halden Reading Lamp.*, \$\d+\.00 Remove$/);
    await expectAccessible(page);

    await page.context().setOffline(false);
    await page.getByRole("heading", { level: 1, name: "Cart" }).waitFor();
    await expect.poll(() => page.getByRole("spinbutton", { name: "Quantity" }).inputValue()).toBe("3");
    expect(await page.evaluate(() => localStorage.getItem("stoa-offline-cart"))).toBeNull();
  });

  it("shows which units did not reach the cart, and forgets units that the visitor removes", async () => {
    const page = await visitWithServiceWorker(storefront);
    await page.goto(storefront.url(chair));
    await waitForCopy(page, chair);
    await page.context().setOffline(true);
    // The shop rejects more units than a line may have.
    await page.getByLabel("Quantity").evaluate((input) => input.removeAttribute("max"));
    await addOffline(page, 9_999);
    await page.goto(storefront.url(chair));
    await addOffline(page, 1);
    await page.goto(storefront.url("/cart"));
    const waiting = page.getByRole("region", { name: "Waiting for your cart" }).getByRole("listitem");
    await expect.poll(() => waiting.count()).toBe(2);
    await waiting.last().getByRole("button").click();
    await expect.poll(() => waiting.count()).toBe(1);

    await page.context().setOffline(false);
    await page
      .getByRole("alert")
      .getByText(/^Bergen Dining Chair, .+: This quantity cannot be ordered\.$/)
      .waitFor();
    await page.getByText("Your cart is empty.").waitFor();
  });

  it("keeps quantities and removals of the cart, and shows what has changed when the browser is online", async () => {
    const products = [productLine("OFF-LAMP", 9), productLine("OFF-DESK", 9)];
    await importProducts(await storefront.shop.signUp("CATALOG_MANAGER"), products);
    const page = await visitWithServiceWorker(storefront);
    for (const sku of ["OFF-LAMP", "OFF-DESK"]) await addToCart(storefront, page, sku);
    await page.goto(storefront.url("/cart"));
    const quantity = (name: string) => page.getByRole("spinbutton", { name: "Quantity", description: name });
    // The island has started.
    await page.getByRole("button", { name: "Update cart" }).waitFor({ state: "hidden" });
    await page.context().setOffline(true);
    const alert = page.getByRole("alert");
    for (const text of ["7", "5"]) {
      await quantity("Product OFF-LAMP").fill(text);
      await quantity("Product OFF-LAMP").blur();
      await alert.getByText("You are offline.").waitFor();
    }
    await page.getByRole("button", { name: "Remove", description: "Product OFF-DESK" }).click();
    await expect.poll(() => quantity("Product OFF-DESK").inputValue()).toBe("0");

    await page.goto(storefront.url("/cart"));
    const waiting = page.getByRole("region", { name: "Waiting for your cart" }).getByRole("listitem");
    await expect
      .poll(() => waiting.allTextContents())
      .toEqual(["Product OFF-LAMP: Quantity 5 Undo", "Product OFF-DESK: Quantity 0 Undo"]);
    await storefront.shop.sql("catalog")`update variants set price_minor = 1250 where sku = 'OFF-LAMP'`;
    await storefront.shop.sql("catalog")`update stock set available = 3 where sku = 'OFF-LAMP'`;
    await page.context().setOffline(false);
    await alert.getByText("Product OFF-LAMP: the price is $12.50, and was $10.00").waitFor();
    await alert.getByText("Product OFF-LAMP: 3 left").waitFor();
    expect(await quantity("Product OFF-LAMP").inputValue()).toBe("5");
    expect(await page.getByRole("spinbutton", { name: "Quantity" }).count()).toBe(1);
    expect(await page.evaluate(() => localStorage.getItem("stoa-offline-cart"))).toBeNull();
    // Each difference is shown once.
    await page.reload();
    await quantity("Product OFF-LAMP").waitFor();
    expect(await alert.count()).toBe(0);
  });

  it("shows which change the shop refused with a page, and makes the changes after it", async () => {
    const manager = await storefront.shop.signUp("CATALOG_MANAGER");
    await importProducts(manager, [productLine("OFF-GONE", 9), productLine("OFF-STOOL", 9)]);
    const page = await visitWithServiceWorker(storefront);
    for (const path of ["/products/off-gone", "/products/off-stool"]) {
      await page.goto(storefront.url(path));
      await waitForCopy(page, path);
    }
    await page.context().setOffline(true);
    await page.goto(storefront.url("/products/off-gone"));
    await addOffline(page, 1);
    // A change without a SKU is of the product that its page shows: the shop responds with 404.
    await page.evaluate(() => {
      const changes = localStorage.getItem("stoa-offline-cart") ?? "";
      localStorage.setItem("stoa-offline-cart", changes.replaceAll('"OFF-GONE"', '""'));
    });
    await page.goto(storefront.url("/products/off-stool"));
    await addOffline(page, 2);
    await page.goto(storefront.url("/cart"));
    const { product } = await fetchData<{ product: { id: string } }>(
      manager,
      `{ product: product(slug: "off-gone") { id } }`,
    );
    await fetchData(manager, "mutation ($id: ID!) { deleteProduct(id: $id) { deletedId } }", product);

    await page.context().setOffline(false);
    await page.getByRole("alert").getByText("Product OFF-GONE: Page not found").waitFor();
    expect(
      await page.getByRole("spinbutton", { name: "Quantity", description: "Product OFF-STOOL" }).inputValue(),
    ).toBe("2");
    expect(await page.evaluate(() => localStorage.getItem("stoa-offline-cart"))).toBeNull();
  });

  it.each([429, 503])("keeps a change until a shop that responds with %i takes it", async (status) => {
    const page = await visitWithServiceWorker(storefront);
    await page.goto(storefront.url(lamp));
    await page.context().setOffline(true);
    await addOffline(page, 1);
    await page.route("**/cart/add", (route) =>
      route.fulfill({ status, contentType: "text/html", body: "<h1>Busy</h1>" }),
    );
    const refused = page.waitForResponse((response) => response.status() === status);
    await page.context().setOffline(false);
    await refused;
    await page.unroute("**/cart/add");
    await page.goto(storefront.url("/cart"));
    await expect.poll(() => page.getByRole("spinbutton", { name: "Quantity" }).inputValue()).toBe("1");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("stores no personal page, no search and no response of a form, and deletes the caches of older versions", async () => {
    const page = await visitWithServiceWorker(storefront, "stoa-pages-older");
    const problems = watchProblems(page);
    await page.goto(storefront.url(lamp));
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByRole("link", { name: "View cart" }).waitFor();
    const personal = ["/cart", "/checkout", "/account", "/account/orders", "/orders/track", "/login"];
    for (const path of [...personal, "/search?q=lamp", "/products/unknown", "/categories/home"]) {
      await page.goto(storefront.url(path));
    }
    expect(problems.filter((problem) => !problem.includes("404"))).toEqual([]);
    const stored = () => page.evaluate(readStoredPaths);
    await expect
      .poll(async () => (await stored()).filter((path) => !path.startsWith("/assets/")))
      .toEqual(["/categories/home", "/offline", lamp]);
    expect((await stored()).filter((path) => path.startsWith("/assets/")).length).toBeGreaterThan(5);
    expect(await page.evaluate(() => caches.has("stoa-pages-older"))).toBe(false);

    await page.context().setOffline(true);
    for (const path of [...personal, "/search?q=lamp", "/products/unknown"]) {
      await page.goto(storefront.url(path));
      await page.getByRole("heading", { level: 1, name: "You are offline" }).waitFor();
    }
  });
});

/** Opens a browser whose pages the service worker serves. `oldCache` names a cache that exists before. */
async function visitWithServiceWorker(storefront: Pages, oldCache?: string): Promise<Page> {
  const page = await storefront.visit();
  // This page has no script, so it does not start the service worker.
  await page.goto(storefront.url("/robots.txt"));
  if (oldCache !== undefined) await page.evaluate((name) => caches.open(name), oldCache);
  await page.goto(storefront.url("/preferences"));
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  return page;
}

/** Waits until the service worker has stored the page. */
async function waitForCopy(page: Page, path: string): Promise<void> {
  await expect.poll(() => page.evaluate(readStoredPaths)).toContain(path);
}

async function addOffline(page: Page, quantity: number): Promise<void> {
  await page.getByLabel("Quantity").fill(String(quantity));
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("You are offline.").waitFor();
}

/** Returns the paths of all stored responses, sorted. */
async function readStoredPaths(): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    paths.push(...requests.map(({ url }) => url.slice(location.origin.length)));
  }
  return paths.sort();
}
