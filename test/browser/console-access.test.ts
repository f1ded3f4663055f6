import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { bundleWorker } from "../../dev/build/bundle.ts";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { describeInBrowser, expectAccessible, takeScreenshot, useConsole, watchProblems } from "../support/browser.ts";

/** Kilobytes after gzip: the most that the console may have. */
const budget = { server: 100, script: 20, html: 20, style: 8 };

const staff = [
  { role: "Support", links: ["Orders"] },
  { role: "Catalog manager", links: [] },
  { role: "Admin", links: ["Orders"] },
] as const;

describeInBrowser("the console", () => {
  const site = useConsole();

  /** Opens the console as one of the demo accounts. */
  const visitAs = async (role: string, options: Parameters<typeof site.visit>[0] = {}): Promise<Page> => {
    const page = await site.visit(options);
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: new RegExp(`^${role}: `) }).click();
    await page.getByRole("button", { name: "Sign out" }).first().waitFor();
    return page;
  };

  it("asks a visitor to sign in, and continues with the page that was requested", async () => {
    const page = await site.visit({ javaScript: false });
    await page.goto(site.url("/account"));
    await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
    await expectStatus(page, site.url("/no-such-page"), 200);
    await page.goto(site.url("/account"));
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
    await page.getByLabel("Email").fill("customer@stoa.example");
    await page.getByLabel("Password").fill(demoPassword);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("This account belongs to a customer").waitFor();
    expect((await page.context().cookies()).filter(({ name }) => name.includes("stoa"))).toEqual([]);
  });

  it.each(staff)("shows $role the links that the role may use, each without an error", async ({ role, links }) => {
    const page = await visitAs(role);
    const problems = watchProblems(page);
    const shown = await page.getByRole("navigation", { name: "Areas" }).getByRole("link").allTextContents();
    expect(shown).toEqual(links);
    for (const path of await crawl(page)) {
      await expectStatus(page, site.url(path), 200);
      await expectAccessible(page);
    }
    expect(problems).toEqual([]);
    await takeScreenshot(page, `console-${role.toLowerCase().replaceAll(" ", "-")}`);
  });

  it("shows no one a page that the role may not see", async () => {
    const known = await crawl(await visitAs("Admin"));
    for (const { role } of staff) {
      const page = await visitAs(role);
      const linked = await crawl(page);
      for (const path of known.filter((other) => !linked.includes(other))) {
        await expectStatus(page, site.url(path), 403);
        await page.getByText("Your roles do not allow this.").waitFor();
      }
    }
  });

  it("stays within the budgets, and is never stored, listed or sent by another site", async () => {
    const page = await visitAs("Admin");
    for (const path of await crawl(page)) {
      const scripts: Promise<Buffer>[] = [];
      page.on("response", (response) => {
        if (response.request().resourceType() === "script") scripts.push(response.body());
      });
      const response = await page.goto(site.url(path));
      page.removeAllListeners("response");
      const html = (await response?.body()) ?? Buffer.alloc(0);
      const script = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      const style = await page.evaluate(() =>
        [...document.querySelectorAll("style")].map(({ textContent }) => textContent).join(""),
      );
      expect(gzipSync(html).length / 1024, `${path} HTML`).toBeLessThan(budget.html);
      expect(script / 1024, `${path} script`).toBeLessThan(budget.script);
      expect(gzipSync(style).length / 1024, `${path} style`).toBeLessThan(budget.style);
      const headers = response?.headers() ?? {};
      expect([headers["cache-control"], headers["x-robots-tag"]], path).toEqual(["no-store", "noindex"]);
      expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'; style-src 'sha256-");
      const queries = headers["server-timing"]?.match(/gateway;/g)?.length ?? 0;
      expect(queries, `${path} queries`).toBeLessThanOrEqual(2);
    }
    expect((await bundleWorker("console")).gzipBytes / 1024).toBeLessThan(budget.server);
    const forged = await page.request.post(site.url("/sign-out"), { headers: { "sec-fetch-site": "cross-site" } });
    expect(forged.status()).toBe(403);
  });

  async function expectStatus(page: Page, url: string, status: number): Promise<void> {
    expect([url, (await page.goto(url))?.status()]).toEqual([url, status]);
  }

  /** Follows all links from the start page. Returns the path of one page per route. */
  async function crawl(page: Page): Promise<readonly string[]> {
    const found = new Map<string, string>();
    const open = ["/"];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      await page.goto(site.url(path));
      const links = await page
        .getByRole("link")
        .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href)).map((url) => url.href));
      for (const { origin, pathname } of links.map((href) => new URL(href))) {
        const route = pathname.replaceAll(/\/[\w-]{20,}/g, "/:id");
        if (origin !== new URL(site.url("/")).origin || pathname === "/" || found.has(route)) continue;
        found.set(route, pathname);
        open.push(pathname);
      }
    }
    return [...found.values()];
  }
});
