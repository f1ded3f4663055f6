import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { stopListening } from "../../dev/process/listen.ts";
import { describeInBrowser, expectAccessible, useConsole } from "../support/browser.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Circuits close some seconds after an outage. */
const healing = { timeout: 60_000 };

/** The product that the search engine finds. */
let found = { id: "", name: "" };
/** Stands in for Elasticsearch behind its switch: finds one product for each query. */
const engine = createServer((_request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ hits: { total: { value: 100 }, hits: [{ _id: found.id, sort: [1, found.id] }] } }));
});
await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
const elasticsearchUrl = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
afterAll(() => stopListening(engine));

describeInBrowser("the fault lab", () => {
  const site = useConsole({ elasticsearchUrl });
  let page: Page;

  beforeAll(async () => {
    const [mug] = await site.shop.sql("catalog")`select id, name from products where name ilike '%mug%' limit 1`;
    found = mug as typeof found;
    page = await site.visit();
    await page.goto(site.url("/sign-in?next=/lab"));
    await page.getByRole("button", { name: /^Support: / }).click();
    await page.waitForURL(site.url("/lab"));
  });

  afterEach(() => {
    for (const known of Object.values(site.shop.stack.services.switches)) if (known !== undefined) known.state = "up";
  });

  const rows = () => page.getByRole("row").filter({ has: page.getByRole("rowheader") });

  /** Sets the state of a service, and waits until the page shows it. */
  const set = async (service: string, state: string) => {
    const button = page.getByRole("button", { name: `${state}: ${service}`, exact: true });
    await button.click();
    await button.and(page.locator(":disabled")).waitFor();
  };

  /** Tries to place one order. Returns what the page says. */
  const place = async (): Promise<string | null> => {
    await page.getByLabel("SKU").fill("LGT-01-1");
    await page.getByLabel("Number of orders").fill("1");
    await page.getByRole("button", { name: "Place test orders" }).click();
    return page.getByRole("status").textContent();
  };

  const readListAgain = async () => {
    await page.reload();
    return page.locator("x-island[name=live-page]").textContent();
  };

  it("shows an order that waits for payments and Postgres, places none meanwhile, and shows how it ends", async () => {
    await set("Payments", "Down");
    await place();
    const order = rows().first();
    await order.getByText("Reserved", { exact: true }).waitFor();
    await order.getByText(/it waits for its payment, and retries/).waitFor();
    await set("Postgres", "Down");
    await page.getByText("The shop does not list orders now.").waitFor(healing);
    expect(await page.getByLabel("SKU").inputValue()).not.toBe("");
    await expect.poll(place, healing).toMatch(/^Not placed: /);
    await expectAccessible(page);
    await set("Payments", "Up");
    await set("Postgres", "Up");
    await order.getByText("Confirmed", { exact: true }).waitFor(healing);
    expect(await rows().count()).toBe(1);
  });

  it("places no order while Redis does not respond, says why, and places one afterwards", async () => {
    const before = await rows().count();
    await set("Redis", "Cut off");
    await expect.poll(place, healing).toMatch(/^Not placed: /);
    // A check of the session is valid for some seconds.
    await expect.poll(readListAgain, healing).toContain("The shop does not list orders now.");
    await set("Redis", "Up");
    await expect.poll(place, healing).toBe("Orders placed: 1.");
    await rows().nth(before).waitFor(healing);
    await rows().first().getByText("Confirmed", { exact: true }).waitFor(healing);
  });

  it("searches with Postgres while the search engine fails, says so, and searches with the engine afterwards", async () => {
    const search = async () => {
      await page.getByLabel("Search products").fill("lamp");
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.waitForURL(/q=lamp/);
      return page.getByRole("region", { name: "Answer of the search" }).textContent();
    };
    const complete = `The search engine searched.${found.name}`;
    await expect.poll(search, healing).toContain(complete);
    for (const state of ["Down", "Slow", "Cut off"]) {
      await set("Search", state);
      await expect.poll(search, healing).toMatch(/Degraded.*Postgres searched.*Lamp/);
    }
    await expectAccessible(page);
    await set("Search", "Up");
    await expect.poll(search, healing).toContain(complete);
  });

  it("says that the list is no longer updated after the session has ended, and leads to the sign-in", async () => {
    await page.goto(site.url("/lab"));
    await page.locator("x-island[name=live-page]:defined").waitFor();
    await page.context().clearCookies();
    // The open stream ends with the outage. The next one has no session.
    const { Postgres } = site.shop.stack.services.switches;
    if (Postgres !== undefined) Postgres.state = "down";
    const message = page.getByRole("alert");
    await message.getByText("This page is no longer updated").waitFor(healing);
    await message.getByRole("link", { name: "Sign in again" }).click();
    await page.waitForURL(site.url("/sign-in?next=%2Flab"));
  });
});
