import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { bundleWorker } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import {
  describeInBrowser,
  expectAccessible,
  takeScreenshot,
  useStorefront,
  watchProblems,
} from "../support/browser.ts";
import { importProducts, productLine } from "../support/harness.ts";
import { adjustStockOf, signInAsCatalogManager } from "../support/storefront-stock.ts";

/** Polls a value. The machine may be busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 100 });

const chair = "/products/bergen-dining-chair";
const publicPages = ["/", "/search?q=lamp", "/categories/home-furniture", chair];

/** Kilobytes after gzip: the most that a page of the storefront may have. */
const budget = { script: 12, html: 10, style: 6, font: 75, server: 60 };

describeInBrowser("the catalog pages of the storefront", () => {
  const storefront = useStorefront();
  const signInAsManager = () => signInAsCatalogManager(storefront);
  const adjustStock = (sku: string, delta: number) => adjustStockOf(storefront, sku, delta);

  it.each([true, false])("find a product by search and filters, with JavaScript: %s", async (javaScript) => {
    const page = await storefront.visit({ javaScript });
    const problems = watchProblems(page);
    await page.goto(storefront.url("/"));
    const box = page.getByRole("searchbox", { name: "Search products", exact: true });
    await box.fill("chair");
    if (javaScript) await page.getByRole("list", { name: "Suggestions" }).getByRole("link").first().waitFor();
    await box.press("Enter");
    await page.getByRole("heading", { name: "Results for “chair”" }).waitFor();
    const before = await page.getByRole("article").count();
    const brand = page.getByRole("group", { name: "Brand" }).getByRole("checkbox", { name: /^Fjord/ });
    await brand.check();
    if (!javaScript) await page.getByRole("button", { name: "Show results" }).click();
    await eventually(() => page.getByRole("article").count()).toBeLessThan(before);
    expect(new URL(page.url()).searchParams.getAll("brand")).toEqual(["Fjord"]);
    await page.getByLabel("Sort by").selectOption("price_desc");
    if (!javaScript) await page.getByRole("button", { name: "Show results" }).click();
    await eventually(() => new URL(page.url()).searchParams.get("sort")).toBe("price_desc");
    await eventually(() => page.getByRole("heading", { level: 3 }).first().textContent()).toBe("Lisbon Lounge Chair");
    await page.goBack();
    await eventually(() => new URL(page.url()).searchParams.get("sort")).not.toBe("price_desc");
    expect(problems).toEqual([]);
  });

  it.each([true, false])("show price, picture and stock of a variant, with JavaScript: %s", async (javaScript) => {
    const page = await storefront.visit({ javaScript });
    await page.goto(storefront.url("/products/forge-cast-iron-pan"));
    await page.getByRole("heading", { name: "Forge Cast Iron Pan", level: 1 }).waitFor();
    await page.getByText(/^\d+ (available|left)$/).waitFor();
    await page.getByRole("group", { name: "size" }).getByText("28 cm", { exact: true }).click();
    if (!javaScript) await page.getByRole("button", { name: "Show this version" }).click();
    await page.getByText("$79.00", { exact: true }).waitFor();
    await page.getByText(/^\d+ (available|left)$/).waitFor();
    if (javaScript) expect(new URL(page.url()).searchParams.get("sku")).toBe("CKW-01-3");
  });

  it("show the picture of the chosen variant in the place of the one before", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url(chair));
    const picture = page.locator("[data-picture] img");
    const read = () => picture.evaluate(({ src, width, height }: HTMLImageElement) => ({ src, width, height }));
    const before = await read();
    expect(before.src).toContain("/oak/");
    expect([await picture.getAttribute("width"), await picture.getAttribute("height")]).toEqual(["640", "640"]);
    await page.locator('x-island[name="product"]').evaluate((island) => customElements.whenDefined(island.localName));
    await page.getByRole("group", { name: "color" }).getByText("black", { exact: true }).click();
    await eventually(read).toEqual({ ...before, src: before.src.replace("/oak/", "/black/") });
  });

  it.each([true, false])("add to the cart, with JavaScript: %s", async (javaScript) => {
    const page = await storefront.visit({ javaScript });
    await page.goto(storefront.url(chair));
    await page.getByText(/^\d+ (available|left)$/).waitFor();
    await page.getByLabel("Quantity").fill("2");
    await page.getByRole("button", { name: "Add to cart" }).click();
    if (javaScript) {
      await page.getByText("Added to your cart.").waitFor();
      await eventually(() => page.locator("[data-cart-count]").textContent()).toBe("2");
      await page.getByRole("button", { name: "Add to cart" }).click();
      await eventually(() => page.locator("[data-cart-count]").textContent()).toBe("4");
    } else {
      await eventually(() => new URL(page.url()).pathname).toBe("/cart");
    }
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith("stoa-refresh"));
    expect(cookie).toMatchObject({ name: "__Host-stoa-refresh", httpOnly: true, secure: true, sameSite: "Strict" });
    expect(await page.content()).not.toContain(cookie?.value ?? "");
  });

  it("rejects a quantity that is no number with an error on the page, and keeps the quantity", async () => {
    const page = await storefront.visit({ javaScript: false });
    await page.goto(storefront.url(chair));
    const response = await page.request.post(storefront.url("/cart/add"), {
      form: { slug: "bergen-dining-chair", quantity: "many", key: "a" },
      headers: { "sec-fetch-site": "same-origin" },
    });
    expect(response.status()).toBe(422);
    expect(await response.text()).toContain("Enter a quantity from 1 to 99.");
  });

  it.each([true, false])("send one email when a product is back, with JavaScript: %s", async (javaScript) => {
    const sku = `BACK-${javaScript}`;
    await importProducts(await signInAsManager(), [productLine(sku, 0)]);
    const page = await storefront.visit({ javaScript });
    await page.goto(storefront.url(`/products/${sku.toLowerCase()}`));
    await page.getByText("Sold out", { exact: true }).waitFor();
    if (javaScript) await expectAccessible(page);
    const email = `${sku}@example.com`;
    const button = page.getByRole("button", { name: "Email me when it is back", exact: true });
    for (let count = 0; count < 2; count++) {
      await page.getByLabel("Email", { exact: true }).fill(email);
      await button.click();
      await page.getByText("We will send you one email when it is back.").waitFor();
    }
    await adjustStock(sku, 2);
    const findMails = () => storefront.shop.mails().filter(({ to }) => to.includes(email));
    await eventually(() => findMails().map(({ subject }) => subject)).toEqual([`Product ${sku} is back in stock`]);
    if (javaScript) await button.waitFor({ state: "hidden" });
    await page.goto(findMails()[0]?.text.match(/http\S+/)?.[0] ?? "");
    await page.getByText("2 left", { exact: true }).waitFor();
    expect(await button.isVisible()).toBe(false);
  });

  it("show a change of the stock within two seconds, and disable the button when it is sold out", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url("/products/hand-grinder"));
    await page.getByText(/^\d+ available$/).waitFor();
    const available = await adjustStock("COF-02-1", -1);
    await adjustStock("COF-02-1", 3 - available);
    await page.getByText("3 left", { exact: true }).waitFor({ timeout: 2_000 });
    await adjustStock("COF-02-1", -3);
    await page.getByText("Sold out", { exact: true }).waitFor({ timeout: 2_000 });
    expect(await page.getByRole("button", { name: "Add to cart" }).isDisabled()).toBe(true);
  });

  it("have no violation of WCAG 2.2 AA, at 320 pixels, in dark mode and from right to left", async () => {
    const page = await storefront.visit({ width: 320, colorScheme: "dark" });
    const problems = watchProblems(page);
    for (const path of [...publicPages, "/search?q=nothingatall"]) {
      await page.goto(storefront.url(path));
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      await expectNoSidewaysScroll(page);
    }
    expect(problems).toEqual([]);
    await takeScreenshot(page, "product-320-dark-rtl");
  });

  it("stay within the budgets of size, requests, layout shift and queries", async () => {
    const page = await storefront.visit();
    for (const path of publicPages) {
      const bodies: Promise<{ readonly type: string; readonly bytes: number }>[] = [];
      page.on("response", (response) => {
        const type = response.request().resourceType();
        if (type === "eventsource" || type === "image" || !response.ok()) return;
        bodies.push(
          response.body().then(
            (body) => ({ type, bytes: type === "font" ? body.length : gzipSync(body).length }),
            () => ({ type, bytes: 0 }),
          ),
        );
      });
      await page.goto(storefront.url(path));
      const loaded = await Promise.all(bodies);
      const kilobytes = (type: string) =>
        loaded.filter((body) => body.type === type).reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
      expect(kilobytes("script"), `${path} script`).toBeLessThan(budget.script);
      expect(kilobytes("document"), `${path} HTML`).toBeLessThan(budget.html);
      expect(kilobytes("font"), `${path} font`).toBeLessThan(budget.font);
      expect(loaded.filter(({ type }) => type === "font").length).toBeLessThanOrEqual(1);
      const measured = await page.evaluate(() => ({
        style: [...document.querySelectorAll("style")].map(({ textContent }) => textContent).join(""),
        firstPicture: performance.getEntriesByType("resource").findIndex(({ name }) => name.includes("/images/")),
        streams: performance.getEntriesByType("resource").filter(({ name }) => name.includes("/live/")).length,
      }));
      expect(gzipSync(measured.style).length / 1024, `${path} style`).toBeLessThan(budget.style);
      expect(measured.firstPicture, `${path} requests before the first picture`).toBeLessThanOrEqual(6);
      expect(measured.streams).toBeLessThanOrEqual(1);
      expect(await readLayoutShift(page), `${path} layout shift`).toBe(0);
      page.removeAllListeners("response");
    }
    expect((await bundleWorker("storefront")).gzipBytes / 1024).toBeLessThan(budget.server);
  });

  it("request the gateway once, and come from the response cache the second time", async () => {
    const read = async () => (await fetch(storefront.url(chair))).headers.get("server-timing") ?? "";
    expect((await read()).match(/gateway/g)).toHaveLength(1);
    await eventually(read).toMatch(/gateway;dur=\d+;desc="cached"/);
  });

  it("write one line for each request, and are the parent of the gateway's in its trace", async () => {
    const traceId = crypto.randomUUID().replaceAll("-", "");
    // A query that no cache has.
    const path = `/search?q=${traceId.slice(0, 8)}`;
    await fetch(storefront.url(path), { headers: { traceparent: `00-${traceId}-${"1".repeat(16)}-01` } });
    const read = () =>
      storefront.shop
        .logs()
        .split("\n")
        .filter((line) => line.includes(traceId))
        .map((line) => JSON.parse(line.slice(line.indexOf("{"))));
    const find = (message: string) => read().find((line) => line.message === message);
    await eventually(() => find("page")).toMatchObject({
      "http.route": "/search",
      "http.response.status_code": 200,
      "stoa.parent_span_id": "1".repeat(16),
    });
    expect(find("request")["stoa.parent_span_id"]).toBe(find("page")["stoa.span_id"]);
  });

  it("run no script from a product's name, a search or a filter, and report nothing to the console", async () => {
    const injection = `"><script>document.title='injected'</script><img src=x onerror="document.title='injected'">`;
    await importProducts(await signInAsManager(), [
      {
        slug: "hostile",
        name: injection.slice(0, 200),
        description: `</script>${injection}`,
        brand: injection.slice(0, 100),
        categoryPaths: ["Home/Lighting"],
        attributes: [{ name: `<b>${"x"}`, value: injection.slice(0, 100) }],
        variants: [
          { sku: "HOSTILE-1", name: "Default", price: { amountMinor: "1000", currency: "USD" }, initialStock: 3 },
        ],
      },
    ]);
    const page = await storefront.visit();
    const problems = watchProblems(page);
    for (const path of [
      "/products/hostile",
      `/search?q=${encodeURIComponent(injection)}&brand=${encodeURIComponent(injection)}`,
    ]) {
      await page.goto(storefront.url(path));
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await page.title()).toMatch(/ · Stoa$/);
      expect(await page.evaluate(() => document.title)).not.toBe("injected");
      const policy = (await page.request.get(storefront.url(path))).headers()["content-security-policy"];
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain("unsafe");
    }
    expect(problems).toEqual([]);
    const data = await page.request.get(storefront.url("/products/hostile"));
    expect(await data.text()).not.toContain("</script><img");
  });

  it("list the products that this browser has opened before", async () => {
    const page = await storefront.visit();
    await page.goto(storefront.url(chair));
    const seen = page.getByRole("region", { name: "Recently seen" });
    await page.waitForFunction(() => localStorage.getItem("stoa-recently-seen") !== null);
    expect(await seen.count()).toBe(0);
    await page.goto(storefront.url("/products/halden-reading-lamp"));
    await seen.getByRole("link", { name: "Bergen Dining Chair" }).click();
    await page.getByRole("heading", { name: "Bergen Dining Chair", level: 1 }).waitFor();
    await seen.getByRole("link", { name: "Halden Reading Lamp" }).waitFor();
    expect(await seen.getByRole("link").count()).toBe(1);
  });

  it("reject forms of other sites, and change nothing", async () => {
    const send = (headers: Readonly<Record<string, string>>) =>
      fetch(storefront.url("/cart/add"), {
        method: "POST",
        body: new URLSearchParams({ sku: "LGT-01-1", quantity: "1", key: crypto.randomUUID() }),
        headers: { accept: "application/json", ...headers },
        redirect: "manual",
      });
    const origin = new URL(storefront.url("/")).origin;
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin },
      { origin: "https://evil.example" },
      {},
    ]) {
      const response = await send(headers);
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    }
    expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await send({ origin })).status).toBe(200);
  });

  it("can be replaced by the program in the documentation, which sells a product", async () => {
    const env = { API: `${storefront.shop.url}/graphql`, PORT: "0" };
    const { address, program, stop } = await startProgram("docs/storefront.md", env);
    try {
      expect(program.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(60);
      const page = await storefront.visit({ javaScript: false });
      await page.goto(address);
      await page.getByRole("link", { name: "Hand Grinder" }).click();
      await page.getByRole("combobox").selectOption({ label: "graphite, $89.00" });
      const fields = { name: "Ada", line1: "1 Main St", city: "Utrecht", postalCode: "3511", countryCode: "NL" };
      for (const [name, value] of Object.entries(fields)) await page.getByLabel(name, { exact: true }).fill(value);
      await page.getByLabel("email").fill("ada@example.com");
      await page.getByRole("button", { name: "Buy" }).click();
      await page.getByText(/^CONFIRMED, /).waitFor();
    } finally {
      stop();
    }
  });

  it("list categories and products in the sitemap, with canonical addresses and data for search engines", async () => {
    const read = async (path: string) => (await fetch(storefront.url(path))).text();
    expect(await read("/robots.txt")).toContain(`Sitemap: ${storefront.url("/sitemap.xml")}`);
    expect(await read("/sitemap.xml")).toContain(storefront.url("/sitemaps/home-lighting.xml"));
    expect(await read("/sitemaps/home-lighting.xml")).toContain(
      `<loc>${storefront.url("/products/orbit-pendant")}</loc>`,
    );
    expect(await read("/categories/home?a.material=wood&sort=newest")).toContain(
      `<link rel="canonical" href="${storefront.url("/categories/home")}"/>`,
    );
    const page = await read(chair);
    const data = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].map(([, json = ""]) =>
      JSON.parse(json),
    );
    expect(data.map((item) => item["@type"])).toEqual(["Product", "BreadcrumbList"]);
    expect(data[0]).toMatchObject({
      name: "Bergen Dining Chair",
      offers: [{ price: "159.00", priceCurrency: "USD" }, {}, {}],
    });
    expect(page).not.toContain("availability");
    expect(page).toContain('<meta property="og:image"');
  });
});

/** Starts the program that a page of the documentation contains. Returns its address and a function that ends it. */
async function startProgram(file: string, env: Readonly<Record<string, string>>) {
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, file), "utf8")) ?? [];
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("exit", () => reject(new Error("The program has ended")));
  });
  return { address, program, stop: () => child.kill() };
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }));
  expect(scroll, page.url()).toBeLessThanOrEqual(width);
}

/** Returns the layout shift since the start of the page. */
function readLayoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { readonly value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
