import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  describeInBrowser,
  expectAccessible,
  takeScreenshot,
  useStorefront,
  type VisitorOptions,
  watchProblems,
} from "../support/browser.ts";
import { addToCart, fillInCheckout } from "../support/storefront-checkout.ts";
import { adjustStockOf } from "../support/storefront-stock.ts";

describeInBrowser("the checkout of the storefront", () => {
  const storefront = useStorefront();
  const sku = "LGT-01-1";

  async function visitWithCart(options: VisitorOptions = {}, quantity = 2): Promise<Page> {
    const page = await storefront.visit(options);
    await addToCart(storefront, page, sku, quantity);
    await page.goto(storefront.url("/cart"));
    return page;
  }

  const fillIn = (page: Page, email = "buyer@example.com") => fillInCheckout(storefront, page, email);

  const pay = async (page: Page, method: string) => {
    await page.getByRole("group", { name: "Payment" }).getByRole("radio", { name: method, exact: true }).check();
    await page.getByRole("button", { name: "Place order", exact: true }).click();
  };
  const status = (page: Page, text: string) =>
    page.getByRole("status", { name: "Status" }).getByText(text, { exact: true }).waitFor();
  const orderIdOf = (page: Page) => new URL(page.url()).pathname.split("/")[2];

  async function readOrder(id: string | undefined): Promise<unknown> {
    const admin = await storefront.shop.signUp("SUPPORT");
    const query = `query ($id: ID!) { order(id: $id) { status email lines { sku quantity } total { amountMinor currency } } }`;
    return (await fetchData<{ order: unknown }>(admin, query, { id })).order;
  }

  describe.each([
    { name: "with JavaScript", javaScript: true },
    { name: "without JavaScript", javaScript: false, width: 320 },
  ])("$name", (options) => {
    // axe needs JavaScript. The pages are the same without it.
    const checkAccess = (page: Page) => (options.javaScript ? expectAccessible(page) : Promise.resolve());

    it("sells: a code, a declined card that leaves cart and form, 3-D Secure, the order live, its cancellation", async () => {
      const page = await visitWithCart(options);
      const problems = watchProblems(page);
      await page.getByRole("spinbutton", { name: "Quantity" }).waitFor();
      await checkAccess(page);
      await page.getByRole("link", { name: "Checkout", exact: true }).click();
      await fillIn(page);
      await page.getByLabel("Promotion code", { exact: true }).fill("welcome10");
      await page.getByRole("button", { name: "Apply", exact: true }).click();
      await page.getByText("applied", { exact: true }).waitFor();
      await checkAccess(page);
      await page.getByRole("group", { name: "Shipping method" }).getByRole("radio", { name: "Express" }).check();
      if (!options.javaScript) await page.getByRole("button", { name: "Update prices" }).click();
      await page.getByText("$175.20").waitFor();
      await takeScreenshot(page, `checkout-${options.javaScript ? "script" : "plain"}`);
      expect(problems).toEqual([]);

      await pay(page, "Visa (declined)");
      await page.getByRole("alert").getByText("Your bank declined the payment").waitFor();
      expect(await page.getByLabel("Full name", { exact: true }).inputValue()).toBe("Bo Buyer");
      await checkAccess(page);

      await pay(page, "Visa (3-D Secure)");
      await page.getByRole("button", { name: "Approve", exact: true }).click();
      await page.getByRole("heading", { name: /^Order \w{5}-\w{5}$/ }).waitFor();
      await status(page, "Confirmed");
      await page.getByRole("list", { name: "Timeline" }).getByText("Your bank approved the payment.").waitFor();
      await checkAccess(page);
      await takeScreenshot(page, `order-${options.javaScript ? "script" : "plain"}`);
      const id = orderIdOf(page);
      expect(await readOrder(id)).toEqual({
        status: "CONFIRMED",
        email: "buyer@example.com",
        lines: [{ sku, quantity: 2 }],
        total: { amountMinor: "17520", currency: "USD" },
      });

      await page.getByRole("button", { name: "Cancel order", exact: true }).click();
      await status(page, "Cancelled");
      expect(await readOrder(id)).toMatchObject({ status: "CANCELLED" });
    }, 150_000);

    it("keeps the cart when the bank's confirmation is declined", async () => {
      const page = await visitWithCart(options, 1);
      await fillIn(page);
      await pay(page, "Visa (3-D Secure)");
      await page.getByRole("button", { name: "Decline", exact: true }).click();
      await page.getByRole("alert").getByText("Your bank declined the payment").waitFor();
      expect(await page.getByLabel("City", { exact: true }).inputValue()).toBe("Utrecht");
      await pay(page, "Visa (succeeds)");
      await status(page, "Confirmed");
    });
  });

  it("places one order when the button is pressed five times on a slow network", async () => {
    const page = await visitWithCart({}, 1);
    await fillIn(page, "five@example.com");
    await page.getByRole("group", { name: "Payment" }).getByRole("radio", { name: "Visa (succeeds)" }).check();
    await page.route("**/checkout", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue().catch(() => {});
    });
    await page.getByRole("button", { name: "Place order", exact: true }).evaluate(async (button) => {
      for (let press = 0; press < 5; press++) {
        (button as unknown as { click(): void }).click();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    await status(page, "Confirmed");
    const orderId = orderIdOf(page);
    // The form in the browser's history has the same key.
    await page.goBack();
    await page.goto(storefront.url("/cart"));
    await page.getByText("Your cart is empty.").waitFor();
    const orders = await storefront.shop.sql("order")`select id from orders where email = 'five@example.com'`;
    expect(orders).toEqual([{ id: orderId }]);
  });

  it("sells the last unit to one browser, which another one sees within two seconds", async () => {
    const last = "COF-02-1";
    const available = await adjustStockOf(storefront, last, -1);
    await adjustStockOf(storefront, last, 1 - available);
    const [watching, buying] = [await storefront.visit(), await storefront.visit()];
    await watching.goto(storefront.url("/products/hand-grinder"));
    await watching.getByText("1 left", { exact: true }).waitFor();
    await addToCart(storefront, buying, last);
    await fillIn(buying, "last@example.com");
    await pay(buying, "Visa (succeeds)");
    await status(buying, "Confirmed");
    await watching.getByText("Sold out", { exact: true }).waitFor({ timeout: 2_000 });
    expect(await watching.getByRole("button", { name: "Add to cart" }).isDisabled()).toBe(true);
  });

  it("shows a price that has changed meanwhile, and places the order when the buyer confirms it", async () => {
    const page = await visitWithCart({}, 1);
    await fillIn(page);
    await storefront.shop.sql("catalog")`update variants set price_minor = price_minor + 100 where sku = ${sku}`;
    try {
      await pay(page, "Visa (succeeds)");
      await page.getByRole("alert").getByText("The total has changed meanwhile.").waitFor();
      await pay(page, "Visa (succeeds)");
      await status(page, "Confirmed");
    } finally {
      await storefront.shop.sql("catalog")`update variants set price_minor = price_minor - 100 where sku = ${sku}`;
    }
  });

  it("changes and removes lines of the cart, and asks for the fields of the country, with what the buyer types meanwhile", async () => {
    const page = await visitWithCart({}, 1);
    await page.getByRole("spinbutton", { name: "Quantity" }).fill("3");
    await page.getByRole("spinbutton", { name: "Quantity" }).blur();
    await page.getByText("$267.00").first().waitFor();
    const cart = await page.goto(storefront.url("/cart"));
    expect(cart?.headers()["server-timing"]?.match(/gateway/g)).toHaveLength(1);
    await page.goto(storefront.url("/checkout"));
    const update = Promise.withResolvers<void>();
    await page.route("**/checkout", (route) => update.promise.then(() => route.continue()));
    await page.getByLabel("Country", { exact: true }).selectOption("NL");
    await page.getByLabel("City", { exact: true }).fill("Utrecht");
    update.resolve();
    await page.getByLabel("State", { exact: true }).waitFor({ state: "detached" });
    expect(await page.getByLabel("City", { exact: true }).inputValue()).toBe("Utrecht");
    await page.unroute("**/checkout");
    await page.getByLabel("Country", { exact: true }).selectOption("US");
    await page.getByLabel("State", { exact: true }).selectOption("NY");
    await page.getByLabel("Country", { exact: true }).selectOption("HK");
    await expect.poll(() => page.getByLabel("Postal code", { exact: true }).count()).toBe(0);
    await page.goto(storefront.url("/cart"));
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Your cart is empty.").waitFor();
  });

  it("sends the emails about the order of a guest in the language of the page", async () => {
    const page = await visitWithCart({ locale: "nl-NL", javaScript: false }, 1);
    await page.goto(storefront.url("/checkout"));
    const fields = { name: "Bo Koper", line1: "Straat 1", city: "Utrecht", postalCode: "3511 AB" };
    const email = "koper@example.com";
    for (const [name, value] of Object.entries({ email, ...fields }))
      await page.locator(`[name="${name}"]`).fill(value);
    // The region of the browser's language.
    expect(await page.locator('[name="countryCode"]').inputValue()).toBe("NL");
    await page.locator('[name="action"][value="place"]').click();
    await page.waitForURL(/\/orders\//);
    const subjects = () => storefront.shop.mails().flatMap(({ to, subject }) => (to.includes(email) ? [subject] : []));
    await expect.poll(subjects, { timeout: 20_000 }).toEqual([expect.stringMatching(/^Uw bestelling /)]);
  });

  it("rejects a form that another site sends, and treats script in a field as text", async () => {
    const page = await visitWithCart({}, 1);
    const forged = await page.context().request.post(storefront.url("/checkout"), {
      form: { action: "place" },
      headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    });
    expect(forged.status()).toBe(403);
    // Without its state, an address has the taxes of the whole country only.
    const form = {
      action: "place",
      name: "A",
      line1: "1 Main St",
      city: "Albany",
      postalCode: "12207",
      countryCode: "US",
    };
    const request = page.context().request;
    const incomplete = await request.post(storefront.url("/checkout"), {
      form,
      headers: { "sec-fetch-site": "same-origin" },
    });
    expect(incomplete.status()).toBe(422);
    expect(await incomplete.text()).toMatch(/<select[^>]* id="region"[^>]* aria-invalid="true"/);
    const problems = watchProblems(page);
    await fillIn(page);
    await page.getByLabel("Full name", { exact: true }).fill(`<script>document.title = "hacked"</script>`);
    await pay(page, "Visa (succeeds)");
    await status(page, "Confirmed");
    expect(await page.title()).toMatch(/^Order /);
    await page.getByText(`<script>document.title = "hacked"</script>`).waitFor();
    expect(problems).toEqual([]);
  });

  it("adds units that were chosen without a network once the browser is online, each once", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/products/halden-reading-lamp"));
    const add = page.getByRole("button", { name: "Add to cart", exact: true });
    await add.click();
    await page.getByRole("link", { name: "View cart" }).waitFor();
    await page.context().setOffline(true);
    await add.click();
    await page.getByText("You are offline.").waitFor();
    await add.click();
    await expect.poll(() => page.locator("[data-cart-count]").textContent()).toBe("2");
    await page.context().setOffline(false);
    await expect.poll(() => page.locator("[data-cart-count]").textContent()).toBe("3");
    await page.goto(storefront.url("/cart"));
    expect(await page.getByRole("spinbutton", { name: "Quantity" }).inputValue()).toBe("3");
  });

  it("charges the currency and the price that the page of the product shows", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/preferences"));
    await page.getByLabel("Where we ship").selectOption("europe");
    await page.getByRole("button", { name: "Save" }).click();
    await page.goto(storefront.url("/products/canvas-sneaker"));
    await page.locator("[data-price]").getByText("€59.00").waitFor();
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await page.getByRole("link", { name: "View cart" }).click();
    await page.getByText("€59.00").first().waitFor();
    await fillInCheckout(storefront, page, "europe@example.com");
    await page.getByRole("group", { name: "Payment" }).getByRole("radio", { name: "Visa (succeeds)" }).check();
    await page.getByRole("button", { name: "Place order", exact: true }).click();
    await status(page, "Confirmed");
    await page.getByText("€59.00").first().waitFor();
  });

  it("shows an order to its buyer only, now and as it was, with its event log as a file", async () => {
    const page = await visitWithCart({}, 1);
    await fillIn(page);
    await pay(page, "Visa (succeeds)");
    await status(page, "Confirmed");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the event log" }).click(),
    ]);
    const log = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(log.events.map(({ type }: { type: string }) => type)).toContain("PaymentCaptured");
    expect(download.suggestedFilename()).toBe(`order-${log.number}.json`);
    const address = page.url();
    const ofStranger = await (await storefront.visit()).goto(`${address}/log`);
    expect(ofStranger?.status()).not.toBe(200);
    await page.getByRole("list", { name: "Timeline" }).getByRole("link").first().click();
    await page.getByText("This is the order as it was").waitFor();
    await status(page, "Placed");
    expect(await page.getByRole("button", { name: "Cancel order", exact: true }).count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Show it now" }).click();
    await status(page, "Confirmed");
    const other = await visitWithCart();
    const response = await other.goto(page.url());
    expect(response?.status()).toBe(404);
  });
});
