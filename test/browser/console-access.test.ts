import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { beforeAll, expect, it, vi } from "vitest";
import { bundleWorker } from "../../dev/build/bundle.ts";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { fetchData, signIn } from "../../dev/cli/shop/api.ts";
import { describeInBrowser, expectAccessible, takeScreenshot, useConsole, watchProblems } from "../support/browser.ts";
import { placeOrder } from "../support/harness.ts";

// Two tests open every page of a role.
vi.setConfig({ testTimeout: 600_000 });

/** Kilobytes after gzip: the most that the console may have. */
const budget = { server: 100, script: 20, html: 20, style: 8 };

const roles = ["Support", "Catalog manager", "Admin"] as const;
type RoleName = (typeof roles)[number];

/** Links of the header that a role must have, and those that it must not have. */
const links: Readonly<Record<RoleName, { readonly has: readonly string[]; readonly lacks: readonly string[] }>> = {
  Support: { has: ["Orders", "Customers", "System"], lacks: ["Products", "Categories", "Stock"] },
  "Catalog manager": { has: ["Products", "Categories", "Promotions", "System"], lacks: ["Orders", "Customers"] },
  Admin: { has: ["Orders", "Promotions", "Customers", "System"], lacks: [] },
};

/** The parts of a path that identify an object: ids are long, and SKUs have digits. */
const objectSegment = /\/(?:[\w-]{20,}|[^/]*\d[^/]*)/;

describeInBrowser("the console", () => {
  const site = useConsole();
  const signedIn = new Map<RoleName, Promise<Page>>();
  const crawled = new Map<RoleName, Promise<readonly string[]>>();

  /** Returns the browser of one of the demo accounts. */
  const asRole = (role: RoleName): Promise<Page> => {
    const known = signedIn.get(role) ?? signInAs(role);
    signedIn.set(role, known);
    return known;
  };

  const signInAs = async (role: RoleName): Promise<Page> => {
    const page = await site.visit();
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: new RegExp(`^${role}: `) }).click();
    await page.getByRole("button", { name: "Sign out" }).first().waitFor();
    return page;
  };

  /** Follows all links from the start page. Returns the path of one page per route. */
  const crawl = (role: RoleName): Promise<readonly string[]> => {
    const known = crawled.get(role) ?? followLinks(role);
    crawled.set(role, known);
    return known;
  };

  async function followLinks(role: RoleName): Promise<readonly string[]> {
    const { request } = (await asRole(role)).context();
    const found = new Map<string, string>();
    const open = ["/"];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const response = await request.get(site.url(path));
      if (!(response.headers()["content-type"] ?? "").startsWith("text/html")) continue;
      for (const [, href = ""] of (await response.text()).matchAll(/<a [^>]*?href="([^"#]+)"/g)) {
        const { origin, pathname } = new URL(href.replaceAll("&amp;", "&"), site.url(path));
        const route = pathname.replaceAll(new RegExp(objectSegment, "g"), "/:id");
        if (origin !== new URL(site.url("/")).origin || pathname === "/" || found.has(route)) continue;
        found.set(route, pathname);
        open.push(pathname);
      }
    }
    return [...found.values()];
  }

  const numbers: string[] = [];

  beforeAll(async () => {
    const customer = { url: site.shop.url, token: await signIn(site.shop.url, "customer@stoa.example", demoPassword) };
    for (const [index, name] of ["Grace Hopper", "Ada Lovelace", "Grace Kelly"].entries()) {
      const lines = [{ sku: index === 1 ? "LGT-01-1" : "LGT-01-2", quantity: index + 1 }];
      const shippingAddress = { name, line1: "1 Road", city: "Utrecht", postalCode: "3511 AB", countryCode: "NL" };
      const { order } = await placeOrder(customer, { idempotencyKey: name, lines, shippingAddress });
      const query = "query ($id: ID!) { order(id: $id) { number } }";
      numbers.push((await fetchData<{ order: { number: string } }>(customer, query, { id: order?.id })).order.number);
    }
  });

  it("asks a visitor to sign in, and continues with the page that was requested", async () => {
    const page = await site.visit({ javaScript: false });
    await page.goto(site.url("/account"));
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    await page.getByLabel("Email").fill("support@stoa.example");
    await page.getByLabel("Password").fill(demoPassword);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(site.url("/account"));
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.getByText("You are signed out.").waitFor();
    await page.goto(site.url("/orders"));
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });

  it("refuses a customer with the reason, and gives no session", async () => {
    const page = await site.visit();
    await page.goto(site.url("/sign-in"));
    await expectAccessible(page);
    await page.getByLabel("Email").fill("customer@stoa.example");
    await page.getByLabel("Password").fill(demoPassword);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("This account belongs to a customer").waitFor();
    expect((await page.context().cookies()).filter(({ name }) => name.includes("stoa"))).toEqual([]);
  });

  it.each(roles)("shows %s what the role may use: accessible, within the budgets, without an error", async (role) => {
    const page = await asRole(role);
    const problems = watchProblems(page);
    await page.goto(site.url("/"));
    const shown = await page.getByRole("navigation", { name: "Areas" }).getByRole("link").allTextContents();
    expect(shown).toEqual(expect.arrayContaining([...links[role].has]));
    expect(shown.filter((label) => links[role].lacks.includes(label))).toEqual([]);
    for (const path of await crawl(role)) {
      if (path.endsWith(".csv")) continue;
      const scripts: Promise<number>[] = [];
      const onResponse = (response: Response) => {
        if (response.request().resourceType() !== "script") return;
        scripts.push(
          response.body().then(
            (body) => gzipSync(body).length,
            () => 0,
          ),
        );
      };
      page.on("response", onResponse);
      const response = await page.goto(site.url(path));
      expect([path, response?.status()]).toEqual([path, 200]);
      await expectAccessible(page);
      page.off("response", onResponse);
      const style = await page.evaluate(() =>
        [...document.querySelectorAll("style")].map(({ textContent }) => textContent).join(""),
      );
      const sizes = {
        html: gzipSync((await response?.body()) ?? "").length,
        style: gzipSync(style).length,
        script: (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0),
      };
      for (const part of ["html", "style", "script"] as const) {
        expect(sizes[part] / 1024, `${path} ${part}`).toBeLessThan(budget[part]);
      }
      const headers = response?.headers() ?? {};
      expect([headers["cache-control"], headers["x-robots-tag"]], path).toEqual(["no-store", "noindex"]);
      expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'; style-src 'sha256-");
      expect(headers["server-timing"]?.match(/gateway;/g)?.length ?? 0, `${path} queries`).toBeLessThanOrEqual(2);
    }
    expect(problems).toEqual([]);
  });

  it("shows no one a page that the role may not see", async () => {
    const known = await crawl("Admin");
    expect(known).toContain("/orders");
    for (const role of roles) {
      const linked = await crawl(role);
      const { request } = (await asRole(role)).context();
      for (const path of known.filter((other) => !linked.includes(other) && !objectSegment.test(other))) {
        const response = await request.get(site.url(path));
        expect([role, path, response.status()]).toEqual([role, path, 403]);
        expect(await response.text()).toContain("Your roles do not allow this.");
      }
    }
    const { request } = (await asRole("Catalog manager")).context();
    const headers = { "sec-fetch-site": "same-origin" };
    expect((await request.post(site.url("/orders/fulfill"), { headers, form: { order: "ord_x" } })).status()).toBe(403);
  });

  it("has a small server bundle, and accepts forms of its own pages only", async () => {
    expect((await bundleWorker("console")).gzipBytes / 1024).toBeLessThan(budget.server);
    const { request } = (await asRole("Admin")).context();
    const forged = await request.post(site.url("/sign-out"), { headers: { "sec-fetch-site": "cross-site" } });
    expect(forged.status()).toBe(403);
  });

  it("finds orders by number, email, name, SKU and payment id, with filters in the URL", async () => {
    const page = await asRole("Support");
    const rows = () => page.getByRole("table").getByRole("rowheader").allTextContents();
    const search = async (text: string) => {
      await page.goto(site.url("/orders"));
      await page.getByLabel("Search orders").fill(text);
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.waitForURL(/\?/);
      return rows();
    };
    const [first = "", second = "", third = ""] = numbers;
    expect(await search(second.toLowerCase().replace("-", ""))).toEqual([second]);
    expect(await search("customer@stoa.example")).toEqual([third, second, first]);
    expect(await search("lovelace")).toEqual([second]);
    expect(await search("grace")).toEqual([third, first]);
    expect(await search("lgt-01-1")).toEqual([second]);
    const [payment] = await site.shop.ledger();
    expect(await search(payment?.id ?? "")).toHaveLength(1);
    await page.goto(site.url("/orders?status=CONFIRMED&sort=OLDEST&country=NL&from=2020-01-01"));
    expect(await rows()).toEqual([first, second, third]);
    await page
      .getByRole("navigation", { name: "Orders by status" })
      .getByText(/Confirmed\s*3/)
      .waitFor();
    const refused = await page.goto(site.url("/orders?min=abc&currency=USD"));
    expect(refused?.status()).toBe(422);
    await page.getByText("A total needs an amount and a currency").waitFor();
  });

  it("lets a table choose its columns, stores views in the browser, and exports the list", async () => {
    const page = await asRole("Support");
    await page.goto(site.url("/orders?status=CONFIRMED"));
    await page.getByText("Columns", { exact: true }).first().click();
    for (const name of ["Country", "Items", "Payment"]) await page.getByRole("checkbox", { name }).uncheck();
    await page.getByRole("checkbox", { name: "Email" }).check();
    await page.getByRole("button", { name: "Show columns" }).click();
    await page.waitForURL(/column=email/);
    const headers = await page.getByRole("columnheader").allTextContents();
    expect(headers).toEqual([
      "Selected",
      "Number",
      "Status",
      "Placed (UTC)",
      "Customer",
      "Email",
      "Fulfillment",
      "Total",
    ]);
    await page.getByText("Save view", { exact: true }).click();
    await page.getByLabel("Name", { exact: true }).fill("Paid with email");
    await page.getByRole("button", { name: "Save this view" }).click();
    await page.getByText("The view Paid with email is stored in this browser.").waitFor();
    await page.goto(site.url("/orders"));
    await page.getByRole("link", { name: "Paid with email" }).click();
    await page.waitForURL(/status=CONFIRMED.*column=email/);
    await takeScreenshot(page, "console-orders");
    const csv = await page.context().request.get(site.url("/orders.csv?q=grace"));
    const lines = (await csv.text()).trim().split("\r\n");
    expect(lines[0]).toBe("number,id,status,payment,fulfillment,placed_at,name,email,country,items,total,currency");
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([numbers[2], numbers[0]]);
  });

  it("leads from an id, number, email address, SKU or payment id to its page", async () => {
    const page = await asRole("Support");
    const [payment] = await site.shop.ledger();
    const go = async (text: string) => {
      await page.goto(site.url("/account"));
      await page.keyboard.press("Control+k");
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.pathname !== "/account" && url.pathname !== "/go");
      return page.url().slice(site.url("").length);
    };
    const orderPage = `/orders/${payment?.orderId}`;
    expect(await go(payment?.orderId ?? "")).toBe(orderPage);
    expect(await go(payment?.id ?? "")).toBe(orderPage);
    expect(await go((numbers[0] ?? "").replace("-", " "))).toMatch(/^\/orders\/ord_/);
    expect(await go("grace")).toBe("/orders?q=grace");
    expect(await go("orders")).toBe("/orders");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    // A catalog manager may open no order: the words are searched for among the products.
    const manager = (await asRole("Catalog manager")).context().request;
    const ofManager = await manager.get(site.url(`/go?q=${payment?.orderId}`), { maxRedirects: 0 });
    expect([ofManager.status(), ofManager.headers().location]).toEqual([303, `/products?q=${payment?.orderId}`]);
    const plain = await page.context().request.get(site.url(`/go?q=${payment?.id}`), { maxRedirects: 0 });
    expect([plain.status(), plain.headers().location]).toEqual([303, orderPage]);
  });

  it("takes payments down in the fault lab: orders wait for them, and end when they are up again", async () => {
    const page = await asRole("Support");
    await page.goto(site.url("/lab"));
    for (const name of ["Postgres", "Redis", "Search"]) await page.getByRole("switch", { name, exact: true }).waitFor();
    expect(await page.getByRole("switch", { name: "Search" }).isDisabled()).toBe(true);
    const payments = page.getByRole("switch", { name: "Payments", exact: true });
    expect(await payments.getAttribute("aria-checked")).toBe("true");
    try {
      await payments.click();
      await page.locator('[role=switch][aria-checked="false"]', { hasText: "Payments" }).waitFor();
      await page.getByLabel("SKU").fill("LGT-01-1");
      await page.getByLabel("Number of orders").fill("1");
      await page.getByRole("button", { name: "Place test orders" }).click();
      const order = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
      await order.getByText("Reserved", { exact: true }).waitFor();
      await expectAccessible(page);
      await takeScreenshot(page, "console-lab");
      await payments.click();
      await page.locator('[role=switch][aria-checked="true"]', { hasText: "Payments" }).waitFor();
      await order.getByText("Confirmed", { exact: true }).waitFor();
      // Without the database, no one can be looked up: the lab is still able to end its outage.
      await page.getByRole("button", { name: "Down: Postgres" }).click();
      await page.getByText("The shop does not list orders now.").waitFor();
      await page.getByRole("button", { name: "Up: Postgres" }).click();
      await order.first().waitFor();
    } finally {
      for (const known of Object.values(site.shop.stack.services.switches)) if (known !== undefined) known.state = "up";
    }
  });

  it("moves through a list with the keyboard, and fulfills the selected orders once", async () => {
    const page = await asRole("Support");
    await page.goto(site.url("/orders?sort=OLDEST"));
    const [first = "", second = ""] = numbers;
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator("x-island[name=table-keys]:defined").waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press("j");
        return focused();
      })
      .toBe(first);
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    expect(await focused()).toBe(second);
    await page.keyboard.press("x");
    await page.keyboard.press("k");
    expect(await focused()).toBe(first);
    await page.getByLabel("Carrier").fill("UPS");
    await page.getByRole("button", { name: "Fulfill selected" }).click();
    await page.getByText("Orders fulfilled: 2.").waitFor();
    const status = (number: string) => page.getByRole("row").filter({ hasText: number }).getByText("Fulfilled").first();
    await status(first).waitFor();
    await status(second).waitFor();
    expect(
      await page
        .getByRole("row")
        .filter({ hasText: numbers[2] ?? "" })
        .getByText("Confirmed")
        .count(),
    ).toBe(1);
  });
});
