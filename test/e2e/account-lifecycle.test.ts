import { argon2Sync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import {
  asUser,
  changePassword,
  login,
  person,
  refresh,
  register,
  resetPassword,
  runMutation,
  startGuest,
  tokenFromMail,
  userErrorCodes,
  waitForMail,
} from "../support/accounts.ts";
import {
  address,
  errorCodes,
  findOrder,
  importProducts,
  openShop,
  placeOrder,
  productLine,
  type Shop,
} from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("LAMP", 100)]);
});

afterAll(() => shop?.stop());

const api = () => ({ url: shop.url });

let people = 0;
const newEmail = () => `life-${++people}@example.com`;

async function profile(caller: Api, fields: string): Promise<unknown> {
  return (await fetchData<{ me: unknown }>(caller, `{ me { ${fields} } }`)).me;
}

const setName = (caller: Api) => runMutation(caller, "updateProfile", "UpdateProfileInput", { firstName: "Other" });

describe("an email address", () => {
  it("is verified by a token from a mail, once", async () => {
    const email = newEmail();
    const caller = asUser(shop, await register(api(), { email }));
    expect(await profile(caller, "emailVerified")).toEqual({ emailVerified: false });
    const token = await tokenFromMail(shop, email, /your address/);
    const input = { token };
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: "0".repeat(64) })).toEqual([
      "INVALID_TOKEN input token",
    ]);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", input)).toEqual([]);
    expect(await profile(caller, "emailVerified")).toEqual({ emailVerified: true });
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", input)).toEqual(["INVALID_TOKEN input token"]);
  });

  it("is verified with the last token that was sent, not with one before", async () => {
    const email = newEmail();
    const caller = asUser(shop, await register(api(), { email }));
    const first = await tokenFromMail(shop, email, /your address/);
    const sent = shop.mails().length;
    expect(await errorCodes(caller, "mutation { requestEmailVerification { accepted } }")).toEqual([]);
    await expect.poll(() => shop.mails().length).toBeGreaterThan(sent);
    const second = await tokenFromMail(shop, email, /your address/);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: first })).toHaveLength(1);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: second })).toEqual([]);
  });

  it("that changes is verified again; the old one is told, and its tokens are worth nothing", async () => {
    const [before, after] = [newEmail(), newEmail()];
    const caller = asUser(shop, await register(api(), { email: before }));
    const old = await tokenFromMail(shop, before, /your address/);
    await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email: before });
    const reset = await tokenFromMail(shop, before, /new password/);
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", { email: after })).toEqual([]);
    expect(await waitForMail(shop, before, /address was changed/)).toContain("another email address");
    expect(await profile(caller, "email emailVerified")).toEqual({ email: after, emailVerified: false });
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: old })).toHaveLength(1);
    expect(userErrorCodes(await resetPassword(api(), reset, "another horse battery"))).toEqual([
      "INVALID_TOKEN input token",
    ]);
    const token = await tokenFromMail(shop, after, /your address/);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token })).toEqual([]);
    expect(userErrorCodes(await login(api(), before))).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), after)).accessToken).not.toBeNull();
  });

  it("that changes many times at once sends one mail for each change that was made", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const addresses = Array.from({ length: 5 }, newEmail);
    const codes = await Promise.all(
      addresses.map((email) => runMutation(caller, "updateProfile", "UpdateProfileInput", { email })),
    );
    expect(codes.flat()).toEqual([]);
    const mailed = () =>
      addresses.map(
        (email) => shop.mails().filter(({ to, subject }) => to.includes(email) && /your address/.test(subject)).length,
      );
    await expect.poll(mailed).toEqual([1, 1, 1, 1, 1]);
    const [{ count } = { count: 0 }] = await shop.sql("account")`select count(*)::int from security_events
      where type = 'EMAIL_CHANGED' and user_id = (select id from users where email = any(${addresses}))`;
    expect(count).toBe(5);
  });

  it("of somebody else is not taken", async () => {
    const taken = newEmail();
    await register(api(), { email: taken });
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const input = { email: taken.toUpperCase() };
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", input)).toEqual([
      "EMAIL_TAKEN input email",
    ]);
  });
});

describe("a password", () => {
  it("that changes ends every other session, and its own goes on", async () => {
    const email = newEmail();
    const [here, there] = [await register(api(), { email }), await login(api(), email)];
    expect(userErrorCodes(await changePassword(asUser(shop, here), "not it", "another horse battery"))).toEqual([
      "INVALID_CREDENTIALS input currentPassword",
    ]);
    expect(userErrorCodes(await changePassword(asUser(shop, here), person.password, "iloveyou1"))).toEqual([
      "COMMON_PASSWORD input newPassword",
    ]);
    const changed = await changePassword(asUser(shop, here), person.password, "another horse battery");
    expect(userErrorCodes(await refresh(api(), there.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await refresh(api(), here.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await login(api(), email))).toEqual(["INVALID_CREDENTIALS"]);
    expect(await setName(asUser(shop, changed))).toEqual([]);
    expect((await refresh(api(), changed.refreshToken)).accessToken).not.toBeNull();
    expect(await waitForMail(shop, email, /password was changed/)).toContain("signed out");
  });

  it("that was forgotten is set by a mail, once, and everybody is signed out", async () => {
    const email = newEmail();
    const before = await register(api(), { email });
    expect(await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email })).toEqual([]);
    const token = await tokenFromMail(shop, email, /new password/);
    expect(userErrorCodes(await resetPassword(api(), token, "short"))).toEqual(["INVALID_PASSWORD input newPassword"]);
    const sessions = await Promise.all(
      Array.from({ length: 5 }, () => resetPassword(api(), token, "another horse battery")),
    );
    const [session, ...more] = sessions.filter(({ accessToken }) => accessToken !== null);
    expect(more).toEqual([]);
    expect(sessions.flatMap(userErrorCodes)).toEqual(Array(4).fill("INVALID_TOKEN input token"));
    expect(userErrorCodes(await refresh(api(), before.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect((await refresh(api(), session?.refreshToken ?? "")).accessToken).not.toBeNull();
    expect((await login(api(), email, "another horse battery")).accessToken).not.toBeNull();
    expect(await profile(asUser(shop, session ?? before), "emailVerified")).toEqual({ emailVerified: true });
  });

  it("of nobody is asked for with the same answer, and no mail goes out", async () => {
    const query = `mutation ($input: RequestPasswordResetInput!) {
      requestPasswordReset(input: $input) { accepted userErrors { code } }
    }`;
    const email = newEmail();
    await register(api(), { email });
    const known = await sendGraphql(api(), query, { input: { email } });
    const unknown = await sendGraphql(api(), query, { input: { email: "nobody-at-all@example.com" } });
    expect(known).toEqual(unknown);
    await waitForMail(shop, email, /new password/);
    expect(shop.mails().filter(({ to }) => to.includes("nobody-at-all@example.com"))).toEqual([]);
  });

  it("that was set by a token which is over stays as it was", async () => {
    const email = newEmail();
    await register(api(), { email });
    await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email });
    const token = await tokenFromMail(shop, email, /new password/);
    await shop.sql("account")`update mail_tokens set expires_at = now() - interval '1 second' where email = ${email}`;
    expect(userErrorCodes(await resetPassword(api(), token, "another horse battery"))).toEqual([
      "INVALID_TOKEN input token",
    ]);
    expect((await login(api(), email)).accessToken).not.toBeNull();
  });

  it("hashed with weaker parameters is hashed anew at the next sign-in", async () => {
    const email = newEmail();
    await register(api(), { email });
    const sql = shop.sql("account");
    const read = async () => (await sql`select password_hash from users where email = ${email}`)[0]?.password_hash;
    await sql`update users set password_hash = ${weakHash(person.password)} where email = ${email}`;
    expect((await login(api(), email)).accessToken).not.toBeNull();
    await expect.poll(read).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await login(api(), email)).accessToken).not.toBeNull();
  });
});

/** As an earlier release might have made it. */
function weakHash(password: string): string {
  const nonce = randomBytes(16);
  const parameters = { message: password, nonce, parallelism: 1, tagLength: 32, memory: 8_192, passes: 1 };
  const [salt, hash] = [nonce, argon2Sync("argon2id", parameters)].map((bytes) =>
    bytes.toString("base64").replace(/=+$/, ""),
  );
  return `$argon2id$v=19$m=8192,t=1,p=1$${salt}$${hash}`;
}

describe("a profile", () => {
  it("has names and preferences that change one by one", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await profile(caller, "preferences { locale currency marketingEmails orderEmails }")).toEqual({
      preferences: { locale: "en", currency: "USD", marketingEmails: false, orderEmails: true },
    });
    const update = (input: object) => runMutation(caller, "updatePreferences", "UpdatePreferencesInput", input);
    expect(await update({ locale: "nl-NL" })).toEqual([]);
    expect(await update({ currency: "EUR", orderEmails: false })).toEqual([]);
    expect(await update({ locale: "Dutch" })).toEqual(["INVALID_LOCALE input locale"]);
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", {})).toEqual(["NOTHING_TO_CHANGE"]);
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", { lastName: " Other " })).toEqual([]);
    expect(await profile(caller, "firstName lastName preferences { locale currency orderEmails }")).toEqual({
      firstName: "Test",
      lastName: "Other",
      preferences: { locale: "nl-NL", currency: "EUR", orderEmails: false },
    });
  });

  it("that many change at once keeps every change", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const inputs = [{ firstName: "A" }, { lastName: "B" }] as const;
    const preferences = [{ locale: "de" }, { currency: "JPY" }, { marketingEmails: true }] as const;
    const codes = await Promise.all([
      ...inputs.map((input) => runMutation(caller, "updateProfile", "UpdateProfileInput", input)),
      ...preferences.map((input) => runMutation(caller, "updatePreferences", "UpdatePreferencesInput", input)),
    ]);
    expect(codes.flat()).toEqual([]);
    expect(await profile(caller, "firstName lastName preferences { locale currency marketingEmails }")).toEqual({
      firstName: "A",
      lastName: "B",
      preferences: { locale: "de", currency: "JPY", marketingEmails: true },
    });
  });
});

describe("addresses", () => {
  const home = { name: "Home", line1: "1 Main St", city: "Utrecht", postalCode: "3511", countryCode: "NL" };
  const read = (caller: Api) => profile(caller, "addresses { id name line2 isDefault }") as Promise<Owned>;
  interface Owned {
    readonly addresses: readonly { readonly id: string; readonly name: string; readonly isDefault: boolean }[];
  }
  const save = (caller: Api, input: object) =>
    runMutation(caller, "saveAddress", "SaveAddressInput", { ...home, ...input });

  it("have one default, whatever is added, changed and taken away", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await save(caller, {})).toEqual([]);
    expect(await save(caller, { name: "Work" })).toEqual([]);
    expect(await save(caller, { name: "Parents", isDefault: true, line2: "Upstairs" })).toEqual([]);
    const shown = async () =>
      (await read(caller)).addresses.map(({ name, isDefault }) => `${name}${isDefault ? "*" : ""}`);
    expect(await shown()).toEqual(["Parents*", "Home", "Work"]);
    const [parents, , work] = (await read(caller)).addresses;
    expect(await save(caller, { id: work?.id, name: "Office", isDefault: true })).toEqual([]);
    expect(await shown()).toEqual(["Office*", "Home", "Parents"]);
    const remove = (id: string | undefined) =>
      fetchData<object>(caller, "mutation ($id: ID!) { deleteAddress(id: $id) { userErrors { code field } } }", { id });
    expect(await remove(work?.id)).toEqual({ deleteAddress: { userErrors: [] } });
    expect(await shown()).toEqual(["Home*", "Parents"]);
    expect(await remove(work?.id)).toEqual({ deleteAddress: { userErrors: [{ code: "NOT_FOUND", field: ["id"] }] } });
    expect(await remove(parents?.id)).toEqual({ deleteAddress: { userErrors: [] } });
  });

  it("saved many at once have one default", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => save(caller, { name: `No ${index}`, isDefault: index % 2 === 0 })),
    );
    expect(codes.flat()).toEqual([]);
    const { addresses } = await read(caller);
    expect([addresses.length, addresses.filter(({ isDefault }) => isDefault).length]).toEqual([10, 1]);
  });

  it("of somebody else are not there", async () => {
    const owner = asUser(shop, await register(api(), { email: newEmail() }));
    const other = asUser(shop, await register(api(), { email: newEmail() }));
    await save(owner, {});
    const [address] = (await read(owner)).addresses;
    expect(await save(other, { id: address?.id, name: "Mine", isDefault: true })).toEqual(["NOT_FOUND input id"]);
    expect((await read(owner)).addresses).toEqual([address]);
  });

  it.each([
    [{ countryCode: "Holland" }, "INVALID_COUNTRY input countryCode"],
    [{ countryCode: "UK" }, "INVALID_COUNTRY input countryCode"],
    [{ countryCode: "gb" }, "INVALID_COUNTRY input countryCode"],
    [{ name: " " }, "INVALID_TEXT input name"],
    [{ city: "x".repeat(101) }, "INVALID_TEXT input city"],
  ])("that are not one are refused: %j", async (input, code) => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await save(caller, input)).toEqual([code]);
  });
});

describe("a guest", () => {
  const order = (caller: Api, key: string) =>
    placeOrder(caller, { idempotencyKey: key, lines: [{ sku: "LAMP", quantity: 1 }] });
  const listed = async (caller: Api) => {
    const { orders } = await fetchData<{ orders: { edges: { node: { id: string } }[] } }>(
      caller,
      "{ orders { edges { node { id } } } }",
    );
    return orders.edges.map(({ node }) => node.id);
  };

  it("orders without a name, and keeps the order on registering", async () => {
    const guest = await startGuest(api());
    expect(guest.account).toMatchObject({ email: null, roles: ["GUEST"] });
    const placed = await order(asUser(shop, guest), "guest-1");
    expect(placed.order?.status).toBe("CONFIRMED");
    const session = await register(asUser(shop, guest), { email: newEmail() });
    expect(session.account?.id).toBe(guest.account?.id);
    expect(session.account?.roles).toEqual(["CUSTOMER"]);
    expect(await listed(asUser(shop, session))).toEqual([placed.order?.id]);
    expect(userErrorCodes(await refresh(api(), guest.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("takes cart and orders along on signing in", async () => {
    const email = newEmail();
    const known = await register(api(), { email });
    const started = await startGuest(api());
    const guestId = started.account?.id ?? "";
    const guest = asUser(shop, started);
    const placed = await order(guest, "guest-2");
    const { createCart } = await fetchData<{ createCart: { order: { id: string } } }>(
      guest,
      "mutation { createCart { order { id } } }",
    );
    const cartId = createCart.order.id;
    expect(await runMutation(guest, "setCartLine", "SetCartLineInput", { cartId, sku: "LAMP", quantity: 2 })).toEqual(
      [],
    );
    const session = await login(guest, email);
    expect(session.account?.id).toBe(known.account?.id);
    const caller = asUser(shop, session);
    expect(await listed(caller)).toEqual([placed.order?.id]);
    const moved = await findOrder(caller, placed.order?.id ?? "");
    expect(moved?.timeline.at(-1)?.type).toBe("OwnerChanged");
    expect(await runMutation(caller, "setCartLine", "SetCartLineInput", { cartId, sku: "LAMP", quantity: 1 })).toEqual(
      [],
    );
    const bought = await placeOrder(caller, { idempotencyKey: "from the cart", cartId });
    expect(bought.order?.status).toBe("CONFIRMED");
    expect(await findOrder(guest, placed.order?.id ?? "")).toBeNull();
    // What the guest still had under way is looked for once more.
    const asGuest = await shop.rpc("order", { accountId: guestId, sessionId: "", roles: ["GUEST"] });
    const late = await asGuest(OrderService.method.createCart, {});
    // However often it was tried in vain.
    await shop.sql("account")`update outbox set due_at = now(), attempts = 5000`;
    await shop.stack.runCrons();
    expect(await findOrder(caller, late.order?.id ?? "")).not.toBeNull();
  });

  it("that signs in with a wrong password stays a guest", async () => {
    const email = newEmail();
    await register(api(), { email });
    const guest = asUser(shop, await startGuest(api()));
    expect(userErrorCodes(await login(guest, email, "not the password"))).toEqual(["INVALID_CREDENTIALS"]);
    expect(await profile(guest, "roles")).toEqual({ roles: ["GUEST"] });
  });
});

describe("an account that is deleted", () => {
  it("leaves orders behind, and nothing that tells whose they were", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const caller = asUser(shop, session);
    const { order: placed } = await placeOrder(caller, {
      idempotencyKey: "kept",
      lines: [{ sku: "LAMP", quantity: 1 }],
    });
    const remove = (password: string) => runMutation(caller, "deleteMyAccount", "DeleteMyAccountInput", { password });
    expect(await remove("not the password")).toEqual(["INVALID_CREDENTIALS input password"]);
    expect(await remove(person.password)).toEqual([]);
    expect(userErrorCodes(await login(api(), email))).toEqual(["INVALID_CREDENTIALS"]);
    expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await errorCodes(caller, "mutation { createCart { order { id } } }")).toEqual(["UNAUTHENTICATED"]);

    const support = await shop.signUp("SUPPORT");
    const query = `query ($id: ID!) {
      order(id: $id) { status account { id } shippingAddress { name } timeline { type data } }
    }`;
    const read = () => fetchData<{ order: object }>(support, query, { id: placed?.id });
    await expect.poll(read).toMatchObject({ order: { status: "CONFIRMED", account: null, shippingAddress: null } });
    expect(JSON.stringify(await read())).not.toContain("Main St");
    // What they still had under way is looked for once more.
    const asGone = await shop.rpc("order", {
      accountId: session.account?.id ?? "",
      sessionId: "",
      roles: ["CUSTOMER"],
    });
    const late = { idempotencyKey: "late", lines: [{ sku: "LAMP", quantity: 1 }], paymentMethod: "pm_card_visa" };
    const { order } = await asGone(OrderService.method.placeOrder, { ...late, shippingAddress: address });
    await shop.sql("account")`update outbox set due_at = now()`;
    await shop.stack.runCrons();
    const lateOrder = () => fetchData<{ order: object }>(support, query, { id: order?.id });
    await expect.poll(lateOrder).toMatchObject({ order: { status: "CONFIRMED", shippingAddress: null } });
    for (const table of ["users", "mail_tokens", "security_events", "outbox"]) {
      const rows = await shop.sql("account").query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(email);
    }
    expect((await register(api(), { email })).accessToken).not.toBeNull();
  });
});
