import { describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  changePassword,
  login,
  person,
  refresh,
  register,
  runMutation,
  userErrorCodes,
} from "../support/accounts.ts";
import { address, errorCodes } from "../support/harness.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop } from "../support/use-shop.ts";

const newPassword = "another horse battery 9";

describe("an email address", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });

  it.each([
    ...Array.from({ length: 6 }, (_, index) => `${index}<victim@example.org>`),
    "YOUR-ACCOUNT-IS-LOCKED-call-0900-1<box@real.example>",
    '"x"<box@real.example>',
    "a@example.com,",
    "<script>alert(1)</script>@x.example",
    "x@example.com\u200b",
  ])("is not %j: a display name, punctuation or an invisible character", async (email) => {
    expect(userErrorCodes(await register(api(), { email }))).toEqual(["INVALID_EMAIL input email"]);
    expect(await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email })).toEqual([]);
    expect(shop.mails()).toEqual([]);
  });

  it("signs in with every spelling of a registered İ, which is not an i", async () => {
    const email = "İzmirtest@example.com";
    const { account } = await register(api(), { email });
    expect((await login(api(), email)).account?.id).toBe(account?.id);
    expect((await login(api(), "i\u0307zmirTEST@example.com")).account?.id).toBe(account?.id);
    expect(userErrorCodes(await login(api(), "izmirtest@example.com"))).toEqual(["INVALID_CREDENTIALS"]);
    const other = await register(api(), { email: "izmirtest@example.com" });
    expect(other.account?.id).not.toBe(account?.id);
    expect((await login(api(), "izmirtest@example.com")).account?.id).toBe(other.account?.id);
  });

  it("signs in with every spelling of a registered Σ, and is found by staff", async () => {
    const email = "ΣΑΣtestΣ@example.com";
    const { account } = await register(api(), { email });
    for (const spelling of [email, email.toLowerCase(), "σασtestσ@EXAMPLE.com"]) {
      expect((await login(api(), spelling)).account?.id).toBe(account?.id);
      expect(userErrorCodes(await register(api(), { email: spelling }))).toEqual(["EMAIL_TAKEN input email"]);
    }
    const query = "query ($query: String) { accounts(query: $query) { edges { node { id } } } }";
    const support = await shop.signUp("SUPPORT");
    for (const spelling of [email, email.toLowerCase()]) {
      expect(await fetchData(support, query, { query: spelling })).toEqual({
        accounts: { edges: [{ node: { id: account?.id } }] },
      });
    }
  });

  it("of an account without a key gets one from the cron job", async () => {
    const { account } = await register(api(), { email: "BÜCHER@Bücher.example" });
    await shop.sql("account")`update users set email_key = null where id = ${account?.id}`;
    await shop.stack.runCrons();
    expect((await login(api(), "bücher@xn--bcher-kva.example")).account?.id).toBe(account?.id);
  });
});

describe("invisible characters", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });

  it.each([
    { input: { firstName: "\u200b" }, error: "INVALID_NAME input firstName" },
    { input: { lastName: "\u3164\ufe0f" }, error: "INVALID_NAME input lastName" },
    { input: { firstName: "Eve\u202etxt" }, error: "INVALID_NAME input firstName" },
    { input: { password: " ".repeat(8) }, error: "COMMON_PASSWORD input password" },
    { input: { password: "\u200b".repeat(8) }, error: "COMMON_PASSWORD input password" },
  ])("are rejected in register with $error: $input", async ({ input, error }) => {
    expect(userErrorCodes(await register(api(), { email: "unseen@example.com", ...input }))).toEqual([error]);
  });

  it("are allowed in a password and a name with visible characters", async () => {
    const password = "\u200bcorrect horse\u200b";
    await register(api(), { email: "seen@example.com", password, firstName: "می\u200cخواهم" });
    expect((await login(api(), "seen@example.com", password)).accessToken).not.toBeNull();
  });

  it("are rejected in names of products and API tokens, addresses and attributes", async () => {
    const admin = await shop.signUp("ADMIN");
    const variants = [{ sku: "UNSEEN", name: "D", price: { amountMinor: "1", currency: "USD" } }];
    const product = { slug: "unseen", name: "Seen", description: "d", variants };
    const create = (input: object) =>
      runMutation(admin, "createProduct", "CreateProductInput", { ...product, ...input });
    expect(await create({ name: "\u200b" })).toEqual(["INVALID_NAME input name"]);
    const attributes = [{ name: "\u200b", value: "red" }];
    expect(await create({ attributes })).toEqual(["INVALID_VALUE input attributes 0"]);
    const token = { name: "\u200b", scopes: ["CATALOG_READ"] };
    expect(await runMutation(admin, "createApiToken", "CreateApiTokenInput", token)).toEqual([
      "INVALID_TEXT input name",
    ]);
    const unseen = { ...address, city: "\u2060" };
    expect(await runMutation(admin, "saveAddress", "SaveAddressInput", unseen)).toEqual(["INVALID_TEXT input city"]);
  });
});

describe("sessions of a password that is being changed", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const createCart = "mutation { createCart { order { id } } }";

  it("ends a session whose password was checked before the change and that was created after it", async () => {
    const email = "overlap@example.com";
    const owner = asUser(shop, await register(api(), { email }));
    const late = await login(api(), email);
    const key = `session:${late.refreshToken?.split(".")[0]}`;
    const fields = (await runRedisCommand(shop, "HGETALL", key)) as string[];
    const changed = await changePassword(owner, person.password, newPassword);
    // The sign-in has read the old hash, and only now creates its session.
    await runRedisCommand(shop, "HSET", key, ...fields);
    await runRedisCommand(shop, "HSET", key, "createdAt", String(Date.now() + 1_000));
    expect(userErrorCodes(await refresh(api(), late.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await errorCodes(asUser(shop, late), createCart)).toEqual(["UNAUTHENTICATED"]);
    expect((await refresh(api(), changed.refreshToken)).accessToken).not.toBeNull();
    expect(await errorCodes(asUser(shop, changed), createCart)).toEqual([]);
  });

  it("leaves no live session to 16 concurrent sign-ins with the old password", async () => {
    const email = "overlaps@example.com";
    const owner = asUser(shop, await register(api(), { email }));
    const change = changePassword(owner, person.password, newPassword);
    await new Promise((resolve) => setTimeout(resolve, 70));
    const sessions = await Promise.all(Array.from({ length: 16 }, () => login(api(), email)));
    await change;
    for (const session of sessions.filter(({ accessToken }) => accessToken !== null)) {
      expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual([
        "SESSION_EXPIRED input refreshToken",
      ]);
      expect(await errorCodes(asUser(shop, session), createCart)).toEqual(["UNAUTHENTICATED"]);
    }
  });
});
