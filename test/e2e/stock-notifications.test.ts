import { describe, expect, it } from "vitest";
import type { Api } from "../../dev/cli/shop/api.ts";
import { StockNotificationService } from "../../proto/gen/account/v1/stock_notifications_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { asUser, person, register, runMutation, startGuest, tokenFromMail } from "../support/accounts.ts";
import { errorCodes, productLine, waitForOutbox } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const skus = ["Once", "SOLD", "RACE", "OWN", "ERASED", "MANY", "OLD", "LANG", "LOCALE"];
const shop = useShop({ products: [...skus.map((sku) => productLine(sku, 0)), productLine("FULL", 5)] });
const manager = useUser(shop, "CATALOG_MANAGER");
const pollOptions = { timeout: 20_000, interval: 100 };
const visitor = (): Api => ({ url: shop.url });

const request = (caller: Api, sku: string, email?: string, locale?: string) =>
  runMutation(caller, "requestStockNotification", "RequestStockNotificationInput", { sku, email, locale });

let changes = 0;
async function adjust(sku: string, delta: number): Promise<void> {
  const input = { sku, delta, reason: "count", idempotencyKey: `stock-${++changes}` };
  expect(await runMutation(manager, "adjustStock", "AdjustStockInput", input)).toEqual([]);
}

const mailsTo = (email: string) =>
  shop.mails().filter(({ to, html }) => to.includes(email) && html?.includes("/products/"));
const subjectsTo = (email: string) => mailsTo(email).map(({ subject }) => subject);

const requestsFor = (sku: string) => shop.sql("account")`select id, email from stock_requests where sku = ${sku}`;

/** Waits until every change of the stock was reported, and every mail that follows was sent. */
async function settle(): Promise<void> {
  await waitForOutbox(shop);
  await expect
    .poll(() => shop.sql("account")`select id from outbox where task->>'type' = 'sendMail'`, pollOptions)
    .toEqual([]);
}

describe("a request for an email about stock", () => {
  it("sends one email, although it is made twice, the stock rises twice and the report arrives twice", async () => {
    const email = "once@example.com";
    expect(await request(visitor(), "Once", email)).toEqual([]);
    expect(await request(visitor(), "ONCE", " Once@Example.com ")).toEqual([]);
    expect(await requestsFor("Once")).toHaveLength(1);
    await adjust("Once", 1);
    await expect.poll(() => subjectsTo(email), pollOptions).toEqual(["Product Once is back in stock"]);
    expect(mailsTo(email)[0]?.text).toContain(`/products/once?sku=Once`);
    await adjust("Once", -1);
    await adjust("Once", 2);
    // A relay that crashed before it deleted the mark reports the SKU again.
    await shop.sql("catalog")`insert into awaited_skus (sku) values ('Once') on conflict do nothing`;
    await adjust("Once", 1);
    const account = await shop.rpc("account", { roles: [], service: "catalog" });
    const items = [{ sku: "Once", productName: "Product Once", productSlug: "once" }];
    await account(StockNotificationService.method.sendStockNotifications, { items });
    await settle();
    expect(subjectsTo(email)).toEqual(["Product Once is back in stock"]);
    expect(await shop.sql("catalog")`select sku from awaited_skus where sku = 'Once'`).toEqual([]);

    expect(await request(visitor(), "SOLD", email)).toEqual([]);
    expect(await requestsFor("SOLD")).toHaveLength(1);
  });

  it("sends nothing while the SKU is still sold out, and not for another SKU", async () => {
    const email = "sold@example.com";
    expect(await request(visitor(), "SOLD", email)).toEqual([]);
    await adjust("FULL", 1);
    const threshold = { sku: "SOLD", threshold: 3 };
    expect(await runMutation(manager, "setLowStockThreshold", "SetLowStockThresholdInput", threshold)).toEqual([]);
    await settle();
    expect(subjectsTo(email)).toEqual([]);
    expect(await requestsFor("SOLD")).toContainEqual(expect.objectContaining({ email }));
  });

  it("is rejected if the SKU can be bought, and sends its email immediately if the SKU is restocked meanwhile", async () => {
    const email = "race@example.com";
    await adjust("RACE", 1);
    expect(await request(visitor(), "RACE", email)).toEqual(["IN_STOCK input sku"]);
    await settle();
    // As the gateway does when it has read the stock before the change.
    const [account, catalog] = [await shop.rpc("account", { roles: [] }), await shop.rpc("catalog", { roles: [] })];
    await account(StockNotificationService.method.requestStockNotification, { sku: "RACE", email });
    await catalog(InventoryService.method.awaitStock, { sku: "RACE" });
    await expect.poll(() => subjectsTo(email), pollOptions).toHaveLength(1);
  });

  it("is sent once if the account service stops between the report and the mail", async () => {
    const email = "crash@example.com";
    expect(await request(visitor(), "OLD", email)).toEqual([]);
    const [{ id } = { id: "" }] = await requestsFor("OLD");
    await adjust("OLD", 1);
    await expect.poll(() => subjectsTo(email), pollOptions).toHaveLength(1);
    await settle();
    // The task as it was before the mail: it was sent, but its deletion is lost.
    const mail = { about: "backInStock", to: email, locale: "en", sku: "OLD", productName: "O", productSlug: "old" };
    const task = JSON.stringify({ type: "sendMail", letter: mail, limit: "delay" });
    await shop.sql("account")`insert into outbox (id, task) values (${id}, ${task}::jsonb)`;
    await shop.stack.runCrons();
    await settle();
    expect(subjectsTo(email)).toHaveLength(1);
  });

  it("is in the language that a visitor or a guest names", async () => {
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    const [first, second] = ["visitor.nl@example.com", "guest.nl@example.com"];
    expect(await request(visitor(), "LOCALE", first, "nl-BE")).toEqual([]);
    expect(await request(guest, "LOCALE", second, "nl-BE")).toEqual([]);
    await adjust("LOCALE", 1);
    for (const email of [first, second]) {
      await expect.poll(() => subjectsTo(email), pollOptions).toEqual(["Product LOCALE is weer op voorraad"]);
    }
  });

  it("uses the address and the language of the account", async () => {
    const email = "own@example.com";
    const caller = asUser(shop, await register(visitor(), { email }));
    expect(await runMutation(caller, "updatePreferences", "UpdatePreferencesInput", { locale: "nl-NL" })).toEqual([]);
    expect(await request(caller, "OWN", undefined, "en")).toEqual([]);
    await adjust("OWN", 1);
    await expect.poll(() => subjectsTo(email), pollOptions).toEqual(["Product OWN is weer op voorraad"]);
  });

  it("is erased with the account, also if the owner was not signed in", async () => {
    const email = "erased@example.com";
    const caller = asUser(shop, await register(visitor(), { email }));
    const token = await tokenFromMail(shop, email, /Confirm your email address/);
    expect(await runMutation(visitor(), "verifyEmail", "VerifyEmailInput", { token })).toEqual([]);
    const other = "other-address@example.com";
    expect(await request(caller, "ERASED", other)).toEqual([]);
    expect(await request(visitor(), "ERASED", email)).toEqual([]);
    expect(await request(visitor(), "ERASED", "stays@example.com")).toEqual([]);
    const password = { password: person.password };
    expect(await runMutation(caller, "deleteMyAccount", "DeleteMyAccountInput", password)).toEqual([]);
    await adjust("ERASED", 1);
    await expect.poll(() => subjectsTo("stays@example.com"), pollOptions).toHaveLength(1);
    await settle();
    expect([...subjectsTo(email), ...subjectsTo(other)]).toEqual([]);
  });

  it("is rejected without an address and for an unknown SKU, and ignored beyond 50 for one address", async () => {
    expect(await request(visitor(), "MANY")).toEqual(["INVALID_EMAIL input email"]);
    expect(await request(visitor(), "UNKNOWN", "many@example.com")).toEqual(["UNKNOWN_SKU input sku"]);
    await shop.sql("account")`insert into stock_requests (id, sku, email, email_key, locale)
      select 'many-' || n, 'OTHER-' || n, 'many@example.com', 'many@example.com', 'en' from generate_series(1, 50) n`;
    expect(await request(visitor(), "MANY", "many@example.com")).toEqual([]);
    expect(await requestsFor("MANY")).toEqual([]);
    await shop.sql("account")`delete from stock_requests where sku like 'OTHER-%'`;
  });

  it("ends after 180 days, and its mark does too", async () => {
    expect(await request(visitor(), "LANG", "old@example.com")).toEqual([]);
    await shop.sql("account")`update stock_requests set created_at = now() - interval '181 days' where sku = 'LANG'`;
    await shop.sql("catalog")`update awaited_skus set marked_at = now() - interval '182 days' where sku = 'LANG'`;
    await shop.stack.runCrons();
    await expect.poll(() => requestsFor("LANG"), pollOptions).toEqual([]);
    await expect
      .poll(() => shop.sql("catalog")`select sku from awaited_skus where sku = 'LANG'`, pollOptions)
      .toEqual([]);
  });
});

describe("requests for emails about stock", () => {
  const limited = useShop({ products: [productLine("GONE", 0)], limits: true });

  it("are limited by network address", async () => {
    const outcomes: (readonly unknown[])[] = [];
    while (outcomes.length < 40 && outcomes.at(-1)?.length !== 1) {
      const email = `limit-${outcomes.length}@example.com`;
      const query = `mutation { requestStockNotification(input: { sku: "GONE", email: "${email}" }) { accepted } }`;
      outcomes.push(await errorCodes({ url: limited.url }, query));
    }
    expect(outcomes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => []));
    expect(outcomes.at(-1)).toEqual(["RATE_LIMITED"]);
  });
});
