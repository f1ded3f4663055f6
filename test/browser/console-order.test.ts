import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { describeInBrowser, expectAccessible, takeScreenshot, useConsole, watchProblems } from "../support/browser.ts";
import {
  cancelOrder,
  findOrder,
  importProducts,
  type OrderResult,
  placeOrder,
  productLine,
  waitForStockCommits,
} from "../support/harness.ts";
import type { User } from "../support/use-shop.ts";

/** Long enough for an outage that a test ends, and short enough to wait for. */
const giveUpSeconds = 25;
const timeoutMs = 120_000;

/** The books of an order, and what each of them has of a confirmed one. */
const books = [
  ["Payment provider", "succeeded"],
  ["Event log", "CONFIRMED"],
  ["Row of the lists", "CONFIRMED"],
  ["Stock", "COMMITTED"],
] as const;

describeInBrowser("the order page of the console", () => {
  const site = useConsole({ vars: { GIVE_UP_SECONDS: String(giveUpSeconds) } });
  let buyer: User;

  beforeAll(async () => {
    buyer = await site.shop.signUp();
    await importProducts(await site.shop.signUp("CATALOG_MANAGER"), [
      productLine("CONSOLE-1", 100, "1999"),
      productLine("SCARCE-1", 1),
    ]);
  });

  const place = async (name: string, input: object = {}): Promise<OrderResult> => {
    const lines = [{ sku: "CONSOLE-1", quantity: 3 }];
    const { order, userErrors } = await placeOrder(buyer, { idempotencyKey: `${name} order`, lines, ...input });
    if (order === null) throw new Error(JSON.stringify(userErrors));
    return order;
  };

  const openAs = async (role: string, path: string, options: Parameters<typeof site.visit>[0] = {}): Promise<Page> => {
    const page = await site.visit(options);
    await page.goto(site.url(`/sign-in?next=${encodeURIComponent(path)}`));
    await page.getByRole("button", { name: new RegExp(`^${role}: `) }).click();
    await page.waitForURL(site.url(path));
    return page;
  };

  it("lets support refund two of three units after a preview, and shows the ledger, without JavaScript", async () => {
    const { id, number, total } = await place("refund");
    await waitForStockCommits(site.shop);
    const page = await openAs("Support", `/orders/${id}`, { javaScript: false });
    await page.getByRole("heading", { name: `Order ${number}`, level: 1 }).waitFor();
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await page.getByLabel("Quantity of CONSOLE-1").fill("2");
    await page.getByLabel("Reason").fill("scratched");
    // The first press shows the amounts that the order has computed. Only a press that follows the same preview refunds.
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    const preview = page.getByRole("region", { name: "What would happen" });
    await preview.getByText("Events: RefundRequested. Effects: refundPayment, restock.").waitFor();
    await preview.getByText("US$39.98", { exact: true }).first().waitFor();
    expect((await findOrder(buyer, id))?.refunded.amountMinor).toBe("0");
    await page.getByLabel("Quantity of CONSOLE-1").fill("1");
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await preview.getByText("US$19.99", { exact: true }).first().waitFor();
    await page.getByLabel("Quantity of CONSOLE-1").fill("2");
    await page.getByRole("button", { name: "Preview" }).click();
    await preview.getByText("US$39.98", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await page.waitForURL(site.url(`/orders/${id}`));
    await page.getByText("The refund was requested.").waitFor();
    const ledger = page.getByRole("table", { name: "Ledger" });
    await ledger.getByRole("row", { name: /^Capture Succeeded/ }).waitFor();
    await ledger.getByRole("row", { name: /^Refund Succeeded US\$39\.98.*2 × CONSOLE-1: scratched/ }).waitFor();
    expect((await findOrder(buyer, id))?.refunded.amountMinor).toBe("3998");
    expect(Number(total.amountMinor)).toBeGreaterThan(3_998);
    // The bank has the money: the same page, loaded again, offers what is left.
    await page.getByRole("button", { name: "Cancel order" }).waitFor();
    await page.getByLabel("Note", { exact: true }).fill("The buyer sent a picture");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByRole("region", { name: "Notes" }).getByText("The buyer sent a picture").waitFor();
    await page.getByRole("button", { name: "Fulfill", exact: true }).click();
    expect(await page.getByLabel("Quantity of CONSOLE-1").inputValue()).toBe("1");
    await page.getByLabel("Carrier").fill("ACME");
    await page.getByLabel("Tracking number").fill("T-1");
    await page.getByRole("button", { name: "Fulfill", exact: true }).click();
    await page.getByRole("region", { name: "Shipments" }).getByText("1 × CONSOLE-1, ACME T-1").waitFor();
    await page.getByRole("button", { name: "Log" }).click();
    await page.getByRole("heading", { name: /^#\d+ Refund requested$/ }).waitFor();
    await page.getByLabel("Sequence").waitFor();
  });

  it("shows no order to a catalog manager, and does nothing for one", async () => {
    const { id } = await place("forbidden");
    const page = await openAs("Catalog manager", `/orders/${id}`);
    await page.getByRole("heading", { name: "Not allowed" }).waitFor();
    const headers = { "sec-fetch-site": "same-origin" };
    for (const path of ["cancel", "refund", "fulfil", "cancel-units", "deliver", "retry", "give-up", "notes", "run"]) {
      const response = await page.request.post(site.url(`/orders/${id}/${path}`), { headers, form: { note: "x" } });
      expect([path, response.status()]).toEqual([path, 403]);
    }
    for (const path of ["log", "events", "books", "refund"]) {
      expect((await page.request.get(site.url(`/orders/${id}/${path}`))).status()).toBe(403);
    }
    expect((await findOrder(buyer, id))?.status).toBe("CONFIRMED");
  });

  it("compares the four books of an order, and shows where they differ", async () => {
    const { id, number } = await place("books");
    await waitForStockCommits(site.shop);
    const page = await openAs("Support", `/orders/${id}`);
    await page.getByRole("link", { name: "Four books" }).click();
    await page.getByRole("heading", { name: `Four books of order ${number}`, level: 1 }).waitFor();
    await page.getByText("All four agree.").waitFor();
    for (const [name, text] of books) await page.getByRole("region", { name }).getByText(text).first().waitFor();
    await expectAccessible(page);
    await site.shop.sql("order")`update orders set status = 'CREATED' where id = ${id}`;
    await page.reload();
    const difference = page.getByRole("region", { name: "Differences" }).getByRole("listitem").first();
    await difference.getByText("CREATED").waitFor();
    expect(await difference.getAttribute("class")).toBe("bad");
    await site.shop.sql("order")`update orders set status = 'CONFIRMED' where id = ${id}`;
  });

  it("shows the attempts and the waiting of a payment outage live, its end, the replay and each state", {
    timeout: timeoutMs,
  }, async () => {
    await site.shop.injectFault("down", "capture", 1_000);
    const { id } = await place("outage");
    const page = await openAs("Support", `/orders/${id}`);
    const problems = watchProblems(page);
    await page.getByText(/Waits for the payment provider: capture payment, \d+ attempts so far/).waitFor();
    await page.getByText("It ends at").waitFor();
    await page.getByRole("button", { name: "Waterfall" }).click();
    const capture = page.getByRole("row", { name: /^Capture payment \(pivot\)/ });
    await capture.getByText("Retrying").waitFor();
    await capture.getByText(/^\d+ attempts/).waitFor();
    await capture.getByText(/^attempts 1 to \d+: /).waitFor();
    const parts = await capture.locator("rect").evaluateAll((bars) => bars.map((bar) => bar.getAttribute("class")));
    expect(new Set(parts)).toEqual(new Set(["waiting", "running"]));
    await expectAccessible(page);
    await takeScreenshot(page, "console-order-outage");
    const attempts = await countAttempts(capture);
    // A failed attempt is no event. The page shows it all the same.
    await expect.poll(() => countAttempts(capture), { timeout: 20_000 }).toBeGreaterThan(attempts);
    await site.shop.clearFaults();
    await capture.getByText("Completed").waitFor();
    await page.getByLabel("Status of the order").getByText("Confirmed").waitFor();
    await page.getByText("The replay agrees").waitFor();
    await expectEachState(page, id);
    expect(problems).toEqual([]);
  });

  /** Compares the state at each position of the slider with the type of the event, and with the order of the API at that time. */
  const expectEachState = async (page: Page, id: string) => {
    const slider = page.getByRole("slider", { name: "Sequence" });
    const status = page
      .getByRole("row", { name: /^Status/ })
      .getByRole("cell")
      .first();
    const expected: Readonly<Record<string, string>> = {
      OrderPlaced: "PLACED",
      StockReserved: "RESERVED",
      PaymentAuthorized: "AUTHORIZED",
      OrderCreated: "CREATED",
      PaymentCaptured: "CAPTURED",
      OrderConfirmed: "CONFIRMED",
    };
    const { order } = await fetchData<{ order: { timeline: { sequence: number; type: string }[] } }>(
      buyer,
      "query ($id: ID!) { order(id: $id) { timeline { sequence type } } }",
      { id },
    );
    await slider.focus();
    await page.keyboard.press("Home");
    for (const { sequence, type } of order.timeline) {
      expect(await slider.inputValue()).toBe(String(sequence));
      if (expected[type] !== undefined) expect(await status.textContent()).toBe(expected[type]);
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Home");
    await page.getByRole("button", { name: "Play 10×" }).click();
    await expect.poll(() => slider.inputValue(), { timeout: 10_000 }).toBe(String(order.timeline.at(-1)?.sequence));
  };

  it("explains a confirmed, a declined, a short, a cancelled and a stuck order, each on events", {
    timeout: timeoutMs,
  }, async () => {
    const confirmed = await place("confirmed");
    const declined = await place("declined", { paymentMethod: "pm_card_chargeDeclined" });
    const short = await place("short", { lines: [{ sku: "SCARCE-1", quantity: 2 }] });
    const waiting = await place("in flight", { paymentMethod: "pm_card_authenticationRequired" });
    await cancelOrder(buyer, waiting.id, "cancel in flight");
    await site.shop.injectFault("down", "capture", 1_000);
    const stuck = await place("stuck");
    const page = await openAs("Support", `/orders/${confirmed.id}`);
    const why = page.getByRole("region", { name: "Why is this order here" });
    await why.getByText("The order is confirmed: 3 units wait to be shipped.").waitFor();
    await expectAccessible(page);
    const disabled = page.getByRole("button", { name: "Mark as delivered" });
    expect(await disabled.isDisabled()).toBe(true);
    await page.getByText("Some items have not been shipped").waitFor();
    const expectations: readonly (readonly [string, RegExp, RegExp])[] = [
      [declined.id, /The payment was declined/, /The order is rejected/],
      [short.id, /There was not enough stock of SCARCE-1/, /The order is rejected/],
      [waiting.id, /cancelled the order/, /The order is cancelled/],
    ];
    for (const [id, ...sentences] of expectations) {
      await page.goto(site.url(`/orders/${id}`));
      for (const sentence of sentences) await why.getByText(sentence).first().waitFor();
      await page.getByText("The replay agrees").waitFor();
      await expectLinksToEvents(why);
    }
    await page.goto(site.url(`/orders/${stuck.id}`));
    await page.getByRole("heading", { name: "A person has to decide" }).waitFor({ timeout: 60_000 });
    await why.getByText("The order needs attention: staff must decide whether to retry.").waitFor();
    const preview = page.getByRole("region", { name: "A person has to decide" });
    await takeScreenshot(page, "console-order-attention");
    await preview.getByText("Status right after it: Created.").waitFor();
    await preview.getByText("Not possible. Cannot give up capturePayment").waitFor();
    expect(await page.getByRole("button", { name: "Give up" }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await site.shop.clearFaults();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByLabel("Note").fill("The provider works again");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Retry" }).click();
    await page.waitForURL(site.url(`/orders/${stuck.id}`));
    await page.getByLabel("Status of the order").getByText("Confirmed").waitFor();
    await page.getByText("The replay agrees").waitFor();
  });

  it("moves the dot of an order through the states on the live floor, and counts the orders in a table", async () => {
    const { id, number } = await place("floor", { paymentMethod: "pm_card_authenticationRequired" });
    const page = await openAs("Support", "/orders/live");
    const problems = watchProblems(page);
    const dotOf = (order: string) => page.locator(`circle[data-order="${order}"]`);
    const countOf = async (status: string) => {
      const [row] = await site.shop.sql("order")`select count(*)::int as n from orders where status = ${status}`;
      return String(row?.n);
    };
    const shownCount = (name: string) =>
      page
        .getByRole("region", { name: "Orders by state" })
        .getByRole("row", { name: new RegExp(`^${name} `) })
        .getByRole("cell")
        .textContent();
    expect(await dotOf(id).getAttribute("data-status")).toBe("RESERVED");
    expect(await dotOf(id).textContent()).toBe(number);
    const before = await dotOf(id).getAttribute("cy");
    await expectAccessible(page);

    await cancelOrder(buyer, id, "cancel on the floor");
    await expect.poll(() => dotOf(id).getAttribute("data-status")).toBe("CANCELLED");
    expect(Number(await dotOf(id).getAttribute("cy"))).toBeGreaterThan(Number(before));
    const later = await place("floor later");
    await expect.poll(() => dotOf(later.id).getAttribute("data-status")).toBe("CONFIRMED");
    for (const [name, status] of [
      ["Reserved", "RESERVED"],
      ["Cancelled", "CANCELLED"],
      ["Confirmed", "CONFIRMED"],
    ] as const) {
      await expect.poll(async () => (await shownCount(name)) === (await countOf(status))).toBe(true);
    }
    await dotOf(later.id).click();
    await page.waitForURL(site.url(`/orders/${later.id}`));
    expect(problems).toEqual([]);
    const plain = await (await page.request.get(site.url("/orders/live"))).text();
    expect(plain).toContain(`data-order="${later.id}" data-status="CONFIRMED"`);
  });

  it("stays within the budgets, with the replay as a module of its own", async () => {
    const { id } = await place("budget");
    const page = await openAs("Support", `/orders/${id}`);
    await page.getByText("The replay agrees").waitFor();
    const urls = await page.evaluate(() =>
      performance.getEntriesByType("resource").flatMap(({ name }) => (name.endsWith(".js") ? [name] : [])),
    );
    const sizes = await Promise.all(
      urls.map(async (url) => gzipSync(await (await page.request.get(url)).body()).length / 1_024),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(20);
    const html = gzipSync(await (await page.request.get(page.url())).body()).length / 1_024;
    expect(html).toBeLessThan(20);
  });
});

async function countAttempts(row: ReturnType<Page["getByRole"]>): Promise<number> {
  return Number(/(\d+) attempts/.exec((await row.textContent()) ?? "")?.[1] ?? 0);
}

async function expectLinksToEvents(why: ReturnType<Page["getByRole"]>): Promise<void> {
  for (const sentence of await why.getByRole("listitem").all()) {
    expect(await sentence.getByRole("link").count()).toBeGreaterThan(0);
  }
}
