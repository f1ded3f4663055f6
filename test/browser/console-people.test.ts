import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { waitForMail } from "../support/accounts.ts";
import { describeInBrowser, expectAccessible, useConsole, watchProblems } from "../support/browser.ts";
import { importProducts, placeOrder, productLine } from "../support/harness.ts";
import { runRedisCommand } from "../support/redis-command.ts";

describeInBrowser("people, promotions and system in the console", () => {
  const site = useConsole();

  const visitAs = async (role: string, options: Parameters<typeof site.visit>[0] = {}): Promise<Page> => {
    const page = await site.visit(options);
    await page.goto(site.url("/sign-in"));
    await page.getByRole("button", { name: new RegExp(`^${role}: `) }).click();
    await page.getByRole("button", { name: "Sign out" }).first().waitFor();
    return page;
  };

  it("lets an administrator create an API token, which is shown once, and find it in the audit trail", async () => {
    const page = await visitAs("Admin");
    await page.goto(site.url("/api-tokens"));
    await page.getByLabel("Name").fill("Warehouse");
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Name").fill("Warehouse");
    await page.getByLabel("Order read").check();
    await page.getByRole("button", { name: "Create token" }).click();
    const token = await page.getByLabel("Token", { exact: true }).inputValue();
    expect(token.length).toBeGreaterThan(20);
    await expectAccessible(page);
    await page.goto(site.url("/api-tokens"));
    expect(await page.content()).not.toContain(token);
    await page
      .getByRole("row", { name: /Warehouse/ })
      .getByRole("button", { name: "Revoke" })
      .click();
    await page.getByText("The token is revoked.").waitFor();
    await page.getByRole("row", { name: /Warehouse.*Revoked/ }).waitFor();
    await page.goto(site.url("/audit"));
    await page.getByLabel("Event").selectOption("API_TOKEN_CREATED");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("row", { name: /Api token created.*ORDER_READ/ }).waitFor();
    expect(await page.getByRole("row", { name: /Sign in/ }).count()).toBe(0);
  });

  it("asks for the password again after an old sign-in, and continues with the form that was sent", async () => {
    const page = await visitAs("Admin");
    await page.goto(site.url("/api-tokens"));
    await ageSignIn(page);
    await page.getByLabel("Name").fill("Night shift");
    await page.getByLabel("Order read").check();
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByRole("heading", { name: "Confirm your password" }).waitFor();
    await expectAccessible(page);
    await page.getByLabel("Your password").fill("not this password");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("alert").getByText("The password was not confirmed").waitFor();
    expect(await site.shop.sql("account")`select name from api_tokens where name like '%shift'`).toEqual([]);
    await page.getByLabel("Your password").fill(demoPassword);
    await page.getByRole("button", { name: "Confirm" }).click();
    expect((await page.getByLabel("Token", { exact: true }).inputValue()).length).toBeGreaterThan(20);
    // The sign-in is fresh now.
    await page.goto(site.url("/api-tokens"));
    await page.getByLabel("Name").fill("Day shift");
    await page.getByLabel("Order read").check();
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByLabel("Token", { exact: true }).waitFor();
    const created = await site.shop.sql(
      "account",
    )`select name, scopes from api_tokens where name like '%shift' order by name`;
    expect(created).toEqual(["Day shift", "Night shift"].map((name) => ({ name, scopes: ["ORDER_READ"] })));
  });

  /** Makes the sign-in of a browser older than the API accepts for changes of rights. The next page gets a token that says so. */
  const ageSignIn = async (page: Page): Promise<void> => {
    const context = page.context();
    const [refresh] = (await context.cookies()).filter(({ name }) => name.endsWith("stoa-refresh"));
    const session = `session:${refresh?.value.split(".")[0]}`;
    const createdAt = Date.now() - 11 * 60_000;
    expect(await runRedisCommand(site.shop, "HSET", session, "createdAt", String(createdAt))).toBe(0);
    await context.clearCookies({ name: /stoa-access$/ });
  };

  it("lists failed jobs, which an administrator retries and discards with a note", async () => {
    const task = {
      type: "sendMail",
      letter: { about: "resetPassword", to: "reader@example.com", nonce: "former.nonce" },
    };
    await site.shop.sql("account")`insert into outbox (id, task, attempts, due_at, last_error)
      values ('out_console', ${JSON.stringify(task)}::jsonb, 2, now() + interval '1 hour', 'the mail provider did not respond')`;
    const page = await visitAs("Admin");
    const problems = watchProblems(page);
    await page.getByRole("link", { name: "System" }).click();
    await page.getByRole("row", { name: /payment provider.*Ready/ }).waitFor();
    await page.getByRole("link", { name: "Failed jobs" }).click();
    const job = page.getByRole("article", { name: "email.password-reset" });
    await job.getByText("the mail provider did not respond").waitFor();
    await expectAccessible(page);
    await job.getByRole("button", { name: "Retry" }).click();
    await page.getByRole("status").getByText("The job failed again").waitFor();
    await job.getByLabel("Why it is not needed").fill("The reader asked again");
    await job.getByRole("button", { name: "Discard" }).click();
    await page.getByText("Nothing has failed.").waitFor();
    await page.goto(site.url("/audit?type=JOB_DISCARDED"));
    await page.getByRole("row", { name: /The reader asked again/ }).waitFor();
    expect(problems).toEqual([]);
  });

  it("finds a customer, whose account an administrator disables and support may only read", async () => {
    const admin = await visitAs("Admin", { javaScript: false });
    await admin.getByRole("link", { name: "Customers" }).click();
    await admin.getByLabel("Search customers").fill("trade@stoa");
    await admin.getByRole("button", { name: "Search" }).click();
    await admin.getByText("1 accounts").waitFor();
    await admin.getByRole("link", { name: "trade@stoa.example" }).click();
    await admin.getByRole("button", { name: "Disable account" }).click();
    await admin.getByText("The account is disabled, and its sessions have ended.").waitFor();
    await admin.getByRole("button", { name: "Enable account" }).click();
    await admin.getByText("The account is enabled.").waitFor();
    const support = await visitAs("Support");
    await support.goto(admin.url());
    expect(await support.getByRole("button", { name: "Disable account" }).isDisabled()).toBe(true);
    await support.getByText("Only administrators may do this.").first().waitFor();
  });

  it("invites a member of staff by mail", async () => {
    const page = await visitAs("Admin", { javaScript: false });
    await page.goto(site.url("/staff/invite"));
    await page.getByLabel("Email").fill("new.support@example.com");
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("Last name").fill("Byron");
    await page.getByRole("button", { name: "Send invitation" }).click();
    await page.getByRole("alert").getByText("At least one role is required").waitFor();
    await page.getByLabel("Support").check();
    await page.getByRole("button", { name: "Send invitation" }).click();
    await page.getByText("new.support@example.com gets a mail").waitFor();
    expect(await waitForMail(site.shop, "new.support@example.com", /staff account/)).toContain(
      "/reset-password#token=",
    );
  });

  it("says what a promotion does, pauses it, and creates codes in bulk", async () => {
    const page = await visitAs("Catalog manager", { javaScript: false });
    await page.getByRole("link", { name: "Promotions" }).click();
    const row = page.getByRole("row", { name: /10 % off the order/ });
    await row.getByText("with a code").waitFor();
    await row.getByRole("link").click();
    await page.getByRole("button", { name: "Deactivate" }).first().click();
    await page.getByText("The promotion is paused.").waitFor();
    await page.getByRole("button", { name: "Activate" }).first().click();
    await page.getByText("The promotion is active.").waitFor();
    await page.getByLabel("Or how many to generate").fill("3");
    await page.getByLabel("Prefix of generated codes").fill("SPRING-");
    await page.getByRole("button", { name: "Create codes" }).click();
    await page.getByText("3 codes exist.").waitFor();
    await page.getByLabel("Search codes").fill("spring");
    await page.getByRole("button", { name: "Search" }).click();
    await page
      .getByRole("row", { name: /^SPRING-/ })
      .first()
      .waitFor();
    expect(await page.getByRole("row", { name: /^SPRING-/ }).count()).toBe(3);
  });

  it("shows sales over time as a chart with the same figures as a table", async () => {
    const manager = await site.shop.signUp("CATALOG_MANAGER");
    await importProducts(manager, [productLine("FIGURE-1", 10, "2500")]);
    const lines = [{ sku: "FIGURE-1", quantity: 2 }];
    expect((await placeOrder(await site.shop.signUp(), { idempotencyKey: "figure", lines })).order).not.toBeNull();
    const page = await visitAs("Support");
    await page.goto(site.url("/system"));
    await page.getByRole("link", { name: "Figures" }).click();
    await expect
      .poll(async () => {
        await page.reload();
        return page.getByRole("region", { name: "Top products" }).getByText("Product FIGURE-1").count();
      })
      .toBe(1);
    const today = page.getByRole("region", { name: "Sales over time" }).getByRole("row").nth(1);
    expect(await today.getByRole("cell").nth(1).textContent()).toBe("2");
    expect(await page.locator(".chart rect").count()).toBeGreaterThan(0);
    await page.getByText("0 %").first().waitFor();
    await expectAccessible(page);
  });
});
