import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  changePassword,
  confirmPassword,
  login,
  person,
  refresh,
  register,
  resetPassword,
  runMutation,
  type Session,
  startGuest,
  tokenFromMail,
  type UserError,
  userErrorCodes,
  waitForMail,
} from "../support/accounts.ts";
import { address, errorCodes, findOrder, type Shop } from "../support/harness.ts";
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
    // Some sign-ins are rejected, because 16 password hashes take longer than a request on a small machine.
    const signIns = await Promise.allSettled(Array.from({ length: 16 }, () => login(api(), email)));
    await change;
    const sessions = signIns.flatMap((signIn) => (signIn.status === "fulfilled" ? [signIn.value] : []));
    for (const session of sessions.filter(({ accessToken }) => accessToken !== null)) {
      expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual([
        "SESSION_EXPIRED input refreshToken",
      ]);
      expect(await errorCodes(asUser(shop, session), createCart)).toEqual(["UNAUTHENTICATED"]);
    }
  });
});

interface Profile {
  readonly email: string;
  readonly pendingEmail: string | null;
  readonly emailVerified: boolean;
}

const readEmails = async (caller: Api) =>
  (await fetchData<{ me: Profile }>(caller, "{ me { email pendingEmail emailVerified } }")).me;
const changeEmail = (caller: Api, email: string, currentPassword?: string) =>
  runMutation(caller, "updateProfile", "UpdateProfileInput", { email, currentPassword });
const requestReset = (caller: Api, email: string) =>
  runMutation(caller, "requestPasswordReset", "RequestPasswordResetInput", { email });
const undo = (caller: Api, token: string) => runMutation(caller, "undoEmailChange", "UndoEmailChangeInput", { token });
const verify = (caller: Api, token: string) => runMutation(caller, "verifyEmail", "VerifyEmailInput", { token });
const wrongPassword = ["INVALID_CREDENTIALS input currentPassword"];
const invalidToken = ["INVALID_TOKEN input token"];
const confirmMail = /Confirm your email address/;
const noticeMail = /new email address/;

describe("an access token without the password", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const thief = "evil@attacker.example";

  it("does not change the email address, and gets no reset mail", async () => {
    const email = "victim-1@example.com";
    const caller = asUser(shop, await register(api(), { email }));
    expect(await changeEmail(caller, thief)).toEqual(wrongPassword);
    expect(await changeEmail(caller, thief, "not the password")).toEqual(wrongPassword);
    expect(await readEmails(caller)).toEqual({ email, pendingEmail: null, emailVerified: false });
    const failures = await shop.sql("account")`select 1 from security_events e join users u on u.id = e.user_id
      where u.email = ${email} and e.type = 'SIGN_IN_FAILED'`;
    expect(failures).toHaveLength(1);
  });

  it("with a stolen password leaves the old address in use until the new one is verified", async () => {
    const email = "victim-2@example.com";
    const caller = asUser(shop, await register(api(), { email }));
    expect(await changeEmail(caller, thief, person.password)).toEqual([]);
    expect(await readEmails(caller)).toEqual({ email, pendingEmail: thief, emailVerified: false });
    expect(await requestReset(api(), thief)).toEqual([]);
    expect(userErrorCodes(await login(api(), thief))).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), email)).accessToken).not.toBeNull();
    await requestReset(api(), email);
    const reset = await tokenFromMail(shop, email, /Reset your password/);
    expect((await resetPassword(api(), reset, newPassword)).account?.email).toBe(email);
    expect(shop.mails().filter(({ to, subject }) => to.includes(thief) && /Reset/.test(subject))).toEqual([]);
    // The reset withdraws the change, so that the owner does not verify the thief's address by mistake.
    expect(await verify(api(), await tokenFromMail(shop, thief, confirmMail))).toEqual(invalidToken);
  });

  it("and a changed password do not survive the undo link before the new address is verified", async () => {
    const email = "victim-3@example.com";
    const caller = asUser(shop, await register(api(), { email }));
    expect(await changeEmail(caller, "evil-3@attacker.example", person.password)).toEqual([]);
    const token = await tokenFromMail(shop, email, noticeMail);
    const changed = await changePassword(caller, person.password, newPassword);
    expect(await undo(api(), token)).toEqual([]);
    expect(await undo(api(), token)).toEqual(invalidToken);
    expect(userErrorCodes(await refresh(api(), changed.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    for (const password of [person.password, newPassword]) {
      expect(userErrorCodes(await login(api(), email, password))).toEqual(["INVALID_CREDENTIALS"]);
    }
    const reset = await tokenFromMail(shop, email, /Reset your password/);
    const restored = await resetPassword(api(), reset, "a third horse battery");
    expect(await readEmails(asUser(shop, restored))).toEqual({ email, pendingEmail: null, emailVerified: true });
  });

  it("do not survive the undo link of the first address after two verified changes", async () => {
    const [email, second, third] = ["victim-4@example.com", "evil-4@attacker.example", "evil-5@attacker.example"];
    let session = await register(api(), { email });
    for (const address of [second, third]) {
      expect(await changeEmail(asUser(shop, session), address, person.password)).toEqual([]);
      expect(await verify(asUser(shop, session), await tokenFromMail(shop, address, confirmMail))).toEqual([]);
      session = await login(api(), address);
    }
    const [first, later] = [
      await tokenFromMail(shop, email, noticeMail),
      await tokenFromMail(shop, second, noticeMail),
    ];
    // The thief cannot keep the owner's address from being restored.
    expect(userErrorCodes(await register(api(), { email }))).toEqual(["EMAIL_TAKEN input email"]);
    expect(await undo(api(), first)).toEqual([]);
    expect(await undo(api(), later)).toEqual(invalidToken);
    expect(userErrorCodes(await login(api(), third))).toEqual(["INVALID_CREDENTIALS"]);
    const reset = await tokenFromMail(shop, email, /Reset your password/);
    expect((await resetPassword(api(), reset, newPassword)).account?.email).toBe(email);
  });

  it("does not show the pending address to others", async () => {
    const session = await register(api(), { email: "victim-6@example.com" });
    await changeEmail(asUser(shop, session), "next-6@example.com", person.password);
    const query = "query ($id: ID!) { account(id: $id) { pendingEmail } }";
    const read = async (caller: Api) => fetchData(caller, query, { id: session.account?.id });
    expect(await read(await shop.signUp("SUPPORT"))).toEqual({ account: { pendingEmail: "next-6@example.com" } });
    expect(await read(await shop.signUp())).toEqual({ account: null });
    const token = await tokenFromMail(shop, "next-6@example.com", confirmMail);
    expect(await errorCodes(asUser(shop, session), "mutation { requestEmailVerification { accepted } }")).toEqual([]);
    await expect.poll(() => tokenFromMail(shop, "next-6@example.com", confirmMail)).not.toBe(token);
  });
});

describe("mails of one account", () => {
  const shop = useShop({ limits: true });
  const api = () => ({ url: shop.url });
  const pair = (index: number) => `
    a${index}: updateProfile(input: {email: "victim@example.net", currentPassword: "${person.password}"}) { userErrors { code } }
    b${index}: updateProfile(input: {email: "x${index}@a.example", currentPassword: "${person.password}"}) { userErrors { code } }`;

  it("are limited to three changes of address a day and three mails an hour to one receiver", async () => {
    const caller = asUser(shop, await register(api(), { email: "sender@example.com" }));
    const document = `mutation { ${Array.from({ length: 4 }, (_, index) => pair(index)).join("")} }`;
    expect(new Set(await errorCodes(caller, document))).toEqual(new Set(["RATE_LIMITED"]));
    expect(new Set(await errorCodes(caller, document))).toEqual(new Set(["RATE_LIMITED"]));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (const email of ["victim@example.net", "sender@example.com"]) {
      expect(shop.mails().filter(({ to }) => to.includes(email)).length).toBeLessThanOrEqual(3);
    }
    expect(shop.mails().length).toBeLessThanOrEqual(6);
  });

  it("do not reveal whether an address is taken", async () => {
    await register(api(), { email: "known@example.net" });
    const responses = [];
    for (const [own, email] of [
      ["asker-1@example.com", "known@example.net"],
      ["asker-2@example.com", "free@example.net"],
    ] as const) {
      const caller = asUser(shop, await register(api(), { email: own }));
      responses.push([await changeEmail(caller, email, person.password), (await readEmails(caller)).pendingEmail]);
    }
    expect(responses).toEqual([
      [[], "known@example.net"],
      [[], "free@example.net"],
    ]);
    await waitForMail(shop, "known@example.net", /already have an account/);
    await waitForMail(shop, "free@example.net", confirmMail);
  });
});

describe("a reset link", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });

  it("ends with a change of the password, and when an administrator disables the account", async () => {
    const admin = await shop.signUp("ADMIN");
    for (const email of ["changed@example.com", "disabled@example.com"]) {
      const session = await register(api(), { email });
      await requestReset(api(), email);
      const token = await tokenFromMail(shop, email, /Reset your password/);
      if (email === "changed@example.com") {
        await changePassword(asUser(shop, session), person.password, newPassword);
      } else {
        for (const disabled of [true, false]) {
          const input = { accountId: session.account?.id, disabled };
          expect(await runMutation(admin, "setDisabled", "SetDisabledInput", input)).toEqual([]);
        }
      }
      expect(userErrorCodes(await resetPassword(api(), token, "a third horse battery"))).toEqual(invalidToken);
      expect(await verify(api(), await tokenFromMail(shop, email, confirmMail))).toEqual(invalidToken);
    }
  });

  it("stays valid when a later one is requested, until one of them is used", async () => {
    const email = "links@example.com";
    await register(api(), { email });
    await requestReset(api(), email);
    const first = await tokenFromMail(shop, email, /Reset your password/);
    await requestReset(api(), email);
    await expect.poll(() => tokenFromMail(shop, email, /Reset your password/)).not.toBe(first);
    const second = await tokenFromMail(shop, email, /Reset your password/);
    expect((await resetPassword(api(), first, newPassword)).accessToken).not.toBeNull();
    expect(userErrorCodes(await resetPassword(api(), second, newPassword))).toEqual(invalidToken);
  });

  it("that proves the address for the first time removes what a stranger entered before", async () => {
    const email = "taken-over@example.com";
    const stranger = asUser(shop, await register(api(), { email }));
    const drop = { ...address, name: "Attacker", line1: "Drop 1", isDefault: true };
    await runMutation(stranger, "saveAddress", "SaveAddressInput", drop);
    await runMutation(stranger, "updatePreferences", "UpdatePreferencesInput", { currency: "EUR", locale: "nl" });
    expect(await runMutation(stranger, "setTaxId", "SetTaxIdInput", { taxId: "DE000000100" })).toEqual([]);
    const createCart = "mutation { createCart { order { id } } }";
    const { createCart: cart } = await fetchData<{ createCart: { order: { id: string } } }>(stranger, createCart);
    await requestReset(api(), email);
    const reset = async () =>
      resetPassword(api(), await tokenFromMail(shop, email, /Reset your password/), newPassword);
    const owner = asUser(shop, await reset());
    const fields = "firstName lastName addresses { line1 } taxId { value } preferences { locale currency }";
    const preferences = { locale: "en", currency: "USD" };
    expect(await fetchData(owner, `{ me { ${fields} } }`)).toEqual({
      me: { firstName: "", lastName: "", addresses: [], taxId: null, preferences },
    });
    expect((await findOrder(owner, cart.order.id))?.status).toBe("CANCELLED");
    await runMutation(owner, "saveAddress", "SaveAddressInput", address);
    await requestReset(api(), email);
    await expect.poll(async () => (await reset()).accessToken).not.toBeNull();
  });
});

describe("a refresh token", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });

  it("with an invented secret does not end the session whose id it names", async () => {
    const session = await register(api(), { email: "victim@example.com" });
    const id = session.refreshToken?.split(".")[0];
    for (const token of [`${id}.${"a".repeat(64)}`, `${id}.${"a".repeat(64)}.${"a".repeat(32)}`]) {
      expect(userErrorCodes(await refresh(api(), token))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    }
    expect((await refresh(api(), session.refreshToken)).accessToken).not.toBeNull();
  });

  it("whose MAC was removed is not accepted, so that it depends on the service's keys", async () => {
    const session = await register(api(), { email: "stripped@example.com" });
    const withoutMac = (token: string | null) => token?.split(".").slice(0, 2).join(".") ?? "";
    const expired = ["SESSION_EXPIRED input refreshToken"];
    expect(userErrorCodes(await refresh(api(), withoutMac(session.refreshToken)))).toEqual(expired);
    const next = await refresh(api(), session.refreshToken);
    expect(userErrorCodes(await refresh(api(), withoutMac(next.refreshToken)))).toEqual(expired);
    expect((await refresh(api(), next.refreshToken)).accessToken).not.toBeNull();
  });

  it("of an earlier release, without a MAC, is accepted and replaced", async () => {
    const session = await register(api(), { email: "earlier@example.com" });
    const [id, secret] = session.refreshToken?.split(".") ?? [];
    await runRedisCommand(shop, "HDEL", `session:${id}`, "hasMac", "maxAge");
    const next = await refresh(api(), `${id}.${secret}`);
    expect(next.refreshToken?.split(".")).toHaveLength(3);
    expect((await refresh(api(), next.refreshToken)).accessToken).not.toBeNull();
  });
});

/** Moves the sign-in of a session into the past. Its next access token has the earlier time. */
async function ageSession(shop: Shop, { refreshToken }: Session, ageMs: number): Promise<void> {
  const key = `session:${refreshToken?.split(".")[0]}`;
  await runRedisCommand(shop, "HSET", key, "createdAt", String(Date.now() - ageMs));
}

/** Runs a document of mutations and returns the codes of their user errors. */
async function payloadErrors(caller: Api, document: string, variables: object): Promise<readonly string[]> {
  type Payload = { readonly userErrors: readonly UserError[] };
  const data = await fetchData<Readonly<Record<string, Payload>>>(caller, document, variables);
  return Object.values(data).flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const reauthenticationRequired = "REAUTHENTICATION_REQUIRED";

describe("an administrator's access token", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const escalation = `mutation ($r: SetRolesInput!, $t: CreateApiTokenInput!) {
    setRoles(input: $r) { account { roles } userErrors { code } }
    createApiToken(input: $t) { token userErrors { code } } }`;
  const escalate = (caller: Api, accountId: string) =>
    payloadErrors(caller, escalation, {
      r: { accountId, roles: ["ADMIN"] },
      t: { name: "x", scopes: ["ORDER_REFUND"], days: 365 },
    });
  const signInAsAdmin = async () => {
    const { email } = await shop.signUp("ADMIN");
    return login(api(), email);
  };

  it("creates administrators and API tokens only within ten minutes after the password was proved", async () => {
    const { accountId } = await shop.signUp();
    const session = await signInAsAdmin();
    await ageSession(shop, session, 10 * minuteMs);
    const refreshed = await refresh(api(), session.refreshToken);
    const admin = asUser(shop, refreshed);
    expect(await escalate(admin, accountId)).toEqual([reauthenticationRequired, reauthenticationRequired]);
    expect(
      await fetchData(admin, `{ account(id: "${accountId}") { roles } apiTokens { edges { node { id } } } }`),
    ).toEqual({
      account: { roles: ["CUSTOMER"] },
      apiTokens: { edges: [] },
    });
    const disable = { accountId, disabled: true };
    expect(await runMutation(admin, "setDisabled", "SetDisabledInput", disable)).toEqual([reauthenticationRequired]);
    const endSessions = "mutation ($id: ID!) { endSessions(accountId: $id) { userErrors { code } } }";
    expect(await payloadErrors(admin, endSessions, { id: accountId })).toEqual([reauthenticationRequired]);

    expect(userErrorCodes(await confirmPassword(admin, "not the password"))).toEqual([
      "INVALID_CREDENTIALS input password",
    ]);
    expect(await escalate(admin, accountId)).toEqual([reauthenticationRequired, reauthenticationRequired]);
    const confirmed = await confirmPassword(admin, person.password);
    expect(await escalate(asUser(shop, confirmed), accountId)).toEqual([]);
    const next = await refresh(api(), confirmed.refreshToken);
    expect(await payloadErrors(asUser(shop, next), endSessions, { id: accountId })).toEqual([]);
  });

  it("is replaced by confirmPassword, and with it the session", async () => {
    const session = await signInAsAdmin();
    const confirmed = await confirmPassword(asUser(shop, session), person.password);
    expect(confirmed.refreshToken?.split(".")[0]).not.toBe(session.refreshToken?.split(".")[0]);
    expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await errorCodes(asUser(shop, session), "{ me { id } }")).toEqual(["UNAUTHENTICATED"]);
    expect(await errorCodes(asUser(shop, confirmed), "{ me { id } }")).toEqual([]);
  });

  it("is fresh for the rest of a document that proves the password", async () => {
    const { accountId } = await shop.signUp();
    const session = await signInAsAdmin();
    await ageSession(shop, session, 11 * minuteMs);
    const admin = asUser(shop, await refresh(api(), session.refreshToken));
    const document = `mutation { confirmPassword(input: {password: "${person.password}"}) { userErrors { code } }
      endSessions(accountId: "${accountId}") { account { id } userErrors { code } } }`;
    expect(await fetchData(admin, document)).toMatchObject({
      endSessions: { account: { id: accountId }, userErrors: [] },
    });
  });

  it("ends all sessions of an account with endSessions, and of its own", async () => {
    const [owner, admin] = [await register(api(), { email: "ended@example.com" }), await signInAsAdmin()];
    const end = (accountId: string) =>
      payloadErrors(
        asUser(shop, admin),
        "mutation ($id: ID!) { endSessions(accountId: $id) { userErrors { code } } }",
        {
          id: accountId,
        },
      );
    expect(await end(`acc_${"0".repeat(26)}`)).toEqual(["NOT_FOUND"]);
    for (const session of [owner, admin]) {
      expect(await end(session.account?.id ?? "")).toEqual([]);
      expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual([
        "SESSION_EXPIRED input refreshToken",
      ]);
      expect(await errorCodes(asUser(shop, session), "{ me { id } }")).toEqual(["UNAUTHENTICATED"]);
    }
    expect((await login(api(), "ended@example.com")).accessToken).not.toBeNull();
  });
});

describe("a customer's access token", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const revoke = (caller: Api, session: Session) =>
    payloadErrors(caller, "mutation ($id: ID!) { revokeSession(id: $id) { userErrors { code } } }", {
      id: session.refreshToken?.split(".")[0],
    });

  it("ends another session only within ten minutes after the password was proved, and its own at any time", async () => {
    const email = "devices@example.com";
    const [other, current] = [await register(api(), { email }), await login(api(), email)];
    await ageSession(shop, current, 10 * minuteMs);
    const caller = asUser(shop, await refresh(api(), current.refreshToken));
    expect(await revoke(caller, other)).toEqual([reauthenticationRequired]);
    expect((await refresh(api(), other.refreshToken)).accessToken).not.toBeNull();
    const confirmed = await confirmPassword(caller, person.password);
    expect(await revoke(asUser(shop, confirmed), other)).toEqual([]);
    await ageSession(shop, confirmed, 10 * minuteMs);
    const old = await refresh(api(), confirmed.refreshToken);
    expect(await revoke(asUser(shop, old), old)).toEqual([]);
    expect(userErrorCodes(await refresh(api(), old.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("ends with a sign-in to the same account that it comes with, and not with one to another account", async () => {
    const [email, other] = ["again@example.com", "another@example.com"];
    const first = await register(api(), { email });
    await register(api(), { email: other });
    expect((await login(asUser(shop, first), other)).accessToken).not.toBeNull();
    expect(userErrorCodes(await login(asUser(shop, first), email, "not the password"))).toEqual([
      "INVALID_CREDENTIALS",
    ]);
    const second = await refresh(api(), first.refreshToken);
    expect((await login(asUser(shop, second), email)).accessToken).not.toBeNull();
    expect(userErrorCodes(await refresh(api(), second.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await errorCodes(asUser(shop, second), "{ me { id } }")).toEqual(["UNAUTHENTICATED"]);
  });

  it("of a guest is not fresh, because a guest has no password", async () => {
    const [guest, other] = [await startGuest(api()), await register(api(), { email: "not-theirs@example.com" })];
    expect(await revoke(asUser(shop, guest), other)).toEqual([reauthenticationRequired]);
    expect(userErrorCodes(await confirmPassword(asUser(shop, guest), person.password))).toEqual([
      "INVALID_CREDENTIALS input password",
    ]);
  });
});

describe("a session of staff", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const sessionExpired = ["SESSION_EXPIRED input refreshToken"];

  it("ends 12 hours after the sign-in, and its access tokens with it", async () => {
    const { email } = await shop.signUp("SUPPORT");
    const session = await login(api(), email);
    expect(await runRedisCommand(shop, "TTL", `session:${session.refreshToken?.split(".")[0]}`)).toBeLessThanOrEqual(
      12 * 3_600,
    );
    await ageSession(shop, session, 12 * hourMs - minuteMs);
    const last = await refresh(api(), session.refreshToken);
    expect(Date.parse(last.expiresAt ?? "") - Date.now()).toBeLessThanOrEqual(minuteMs);
    expect(await errorCodes(asUser(shop, last), "{ allOrders { edges { node { id } } } }")).toEqual([]);
    await ageSession(shop, last, 12 * hourMs);
    expect(userErrorCodes(await refresh(api(), last.refreshToken))).toEqual(sessionExpired);
  });

  it("that began as a customer's ends 12 hours after the sign-in, too", async () => {
    const email = "promoted@example.com";
    const session = await register(api(), { email });
    await ageSession(shop, session, 13 * hourMs);
    const next = await refresh(api(), session.refreshToken);
    expect(next.accessToken).not.toBeNull();
    await shop.sql("account")`update users set roles = '{CATALOG_MANAGER}' where email = ${email}`;
    expect(userErrorCodes(await refresh(api(), next.refreshToken))).toEqual(sessionExpired);
  });
});

describe("a password", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });

  it.each([
    { script: "Cyrillic", password: "это мой пароль", guess: "это мой секрет" },
    { script: "Han", password: "我的密码是什么呢", guess: "我的密码不知道啊" },
    { script: "emoji", password: "🐎🔋📎🐴🌲🎈🧊🪁", guess: "🐎🔋📎🐴🌲🎈🧊🧵" },
  ])("in $script counts to its last character", async ({ script, password, guess }) => {
    const email = `${script}@example.com`;
    await register(api(), { email, password });
    expect(userErrorCodes(await login(api(), email, guess))).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), email, password)).accessToken).not.toBeNull();
  });

  it("may have 128 characters, and is cut neither before nor after them", async () => {
    const email = "long@example.com";
    const password = "ab ".repeat(43).slice(0, 128);
    expect(userErrorCodes(await register(api(), { email, password: `${password}c` }))).toEqual([
      "INVALID_PASSWORD input password",
    ]);
    await register(api(), { email, password });
    for (const other of [`${password}c`, password.slice(0, 127), `${password}${"c".repeat(1_000)}`]) {
      expect(userErrorCodes(await login(api(), email, other))).toEqual(["INVALID_CREDENTIALS"]);
    }
    expect((await login(api(), email, password)).accessToken).not.toBeNull();
  });
});
