import { argon2Sync, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { exportAccount } from "../../dev/cli/export/account-export.ts";
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
import { readDataPage } from "../support/data-page.ts";
import { address, errorCodes, findOrder, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("LAMP", 100)] });

const api = () => ({ url: shop.url });

let emails = 0;
const newEmail = () => `life-${++emails}@example.com`;

async function readProfile(caller: Api, fields: string): Promise<unknown> {
  return (await fetchData<{ me: unknown }>(caller, `{ me { ${fields} } }`)).me;
}

const changeEmail = (caller: Api, email: string, currentPassword: string = person.password) =>
  runMutation(caller, "updateProfile", "UpdateProfileInput", { email, currentPassword });

const setName = (caller: Api) => runMutation(caller, "updateProfile", "UpdateProfileInput", { firstName: "Other" });

describe("an email address", () => {
  it("is verified by the token in a mail, which is valid once", async () => {
    const email = newEmail();
    const caller = asUser(shop, await register(api(), { email }));
    expect(await readProfile(caller, "emailVerified")).toEqual({ emailVerified: false });
    const token = await tokenFromMail(shop, email, /Confirm your email address/);
    const input = { token };
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: "0".repeat(64) })).toEqual([
      "INVALID_TOKEN input token",
    ]);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", input)).toEqual([]);
    expect(await readProfile(caller, "emailVerified")).toEqual({ emailVerified: true });
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", input)).toEqual(["INVALID_TOKEN input token"]);
  });

  it("is verified by the latest token only", async () => {
    const email = newEmail();
    const caller = asUser(shop, await register(api(), { email }));
    const first = await tokenFromMail(shop, email, /Confirm your email address/);
    const sent = shop.mails().length;
    expect(await errorCodes(caller, "mutation { requestEmailVerification { accepted } }")).toEqual([]);
    await expect.poll(() => shop.mails().length).toBeGreaterThan(sent);
    const second = await tokenFromMail(shop, email, /Confirm your email address/);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: first })).toHaveLength(1);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: second })).toEqual([]);
  });

  it("that changes stays until the new one is verified, which ends all other sessions and tokens", async () => {
    const [before, after] = [newEmail(), newEmail()];
    const registered = await register(api(), { email: before });
    const caller = asUser(shop, registered);
    const other = await login(api(), before);
    const old = await tokenFromMail(shop, before, /Confirm your email address/);
    await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email: before });
    const reset = await tokenFromMail(shop, before, /Reset your password/);
    expect(await changeEmail(caller, after)).toEqual([]);
    expect(await waitForMail(shop, before, /new email address/)).toContain("undo-email-change");
    const fields = "email emailVerified pendingEmail";
    expect(await readProfile(caller, fields)).toEqual({ email: before, emailVerified: false, pendingEmail: after });
    expect((await login(api(), before)).accessToken).not.toBeNull();
    expect(userErrorCodes(await login(api(), after))).toEqual(["INVALID_CREDENTIALS"]);
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token: old })).toHaveLength(1);
    const token = await tokenFromMail(shop, after, /Confirm your email address/);
    expect(await runMutation(caller, "verifyEmail", "VerifyEmailInput", { token })).toEqual([]);
    const renewed = await refresh(api(), registered.refreshToken);
    expect(await readProfile(asUser(shop, renewed), fields)).toEqual({
      email: after,
      emailVerified: true,
      pendingEmail: null,
    });
    expect(userErrorCodes(await refresh(api(), other.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await resetPassword(api(), reset, "another horse battery"))).toEqual([
      "INVALID_TOKEN input token",
    ]);
    expect(userErrorCodes(await login(api(), before))).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), after)).accessToken).not.toBeNull();
  });

  it("that changes five times concurrently causes one mail and one security event per change", async () => {
    const session = await register(api(), { email: newEmail() });
    const caller = asUser(shop, session);
    const addresses = Array.from({ length: 5 }, newEmail);
    const codes = await Promise.all(addresses.map((email) => changeEmail(caller, email)));
    expect(codes.flat()).toEqual([]);
    const countMails = () =>
      addresses.map(
        (email) =>
          shop.mails().filter(({ to, subject }) => to.includes(email) && /Confirm your email address/.test(subject))
            .length,
      );
    await expect.poll(countMails).toEqual([1, 1, 1, 1, 1]);
    const [{ count } = { count: 0 }] = await shop.sql("account")`select count(*)::int from security_events
      where type = 'EMAIL_CHANGE_REQUESTED' and user_id = ${session.account?.id}`;
    expect(count).toBe(5);
  });

  it("of another account is accepted like a free one, but gets no token", async () => {
    const [taken, own] = [newEmail(), newEmail()];
    await register(api(), { email: taken });
    const caller = asUser(shop, await register(api(), { email: own }));
    expect(await changeEmail(caller, taken.toUpperCase())).toEqual([]);
    expect(await readProfile(caller, "email pendingEmail")).toEqual({ email: own, pendingEmail: taken.toUpperCase() });
    await waitForMail(shop, taken, /already have an account/);
    expect(shop.mails().filter(({ to }) => to.includes(taken.toUpperCase()))).toEqual([]);
  });

  it("that is entered again withdraws the change", async () => {
    const [own, other] = [newEmail(), newEmail()];
    const caller = asUser(shop, await register(api(), { email: own }));
    expect(await changeEmail(caller, other)).toEqual([]);
    const token = await tokenFromMail(shop, other, /Confirm your email address/);
    expect(await changeEmail(caller, own)).toEqual([]);
    expect(await readProfile(caller, "email pendingEmail")).toEqual({ email: own, pendingEmail: null });
    expect(await runMutation(api(), "verifyEmail", "VerifyEmailInput", { token })).toEqual([
      "INVALID_TOKEN input token",
    ]);
  });
});

describe("a password", () => {
  it("change requires the current password and an uncommon new password", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(userErrorCodes(await changePassword(caller, "not it", "another horse battery"))).toEqual([
      "INVALID_CREDENTIALS input currentPassword",
    ]);
    expect(userErrorCodes(await changePassword(caller, person.password, "iloveyou1"))).toEqual([
      "COMMON_PASSWORD input newPassword",
    ]);
  });

  it("change ends all sessions and returns a new one", async () => {
    const email = newEmail();
    const [current, other] = [await register(api(), { email }), await login(api(), email)];
    const changed = await changePassword(asUser(shop, current), person.password, "another horse battery");
    expect(userErrorCodes(await refresh(api(), other.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await refresh(api(), current.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await login(api(), email))).toEqual(["INVALID_CREDENTIALS"]);
    expect(await setName(asUser(shop, changed))).toEqual([]);
    expect((await refresh(api(), changed.refreshToken)).accessToken).not.toBeNull();
    expect(await waitForMail(shop, email, /password was changed/)).toContain("signed out");
  });

  it("can be reset by the token in a mail, once; the reset ends all sessions and verifies the email", async () => {
    const email = newEmail();
    const before = await register(api(), { email });
    expect(await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email })).toEqual([]);
    const token = await tokenFromMail(shop, email, /Reset your password/);
    expect(userErrorCodes(await resetPassword(api(), token, "short"))).toEqual(["INVALID_PASSWORD input newPassword"]);
    const sessions = await Promise.all(
      Array.from({ length: 5 }, () => resetPassword(api(), token, "another horse battery")),
    );
    const [session, ...others] = sessions.filter(({ accessToken }) => accessToken !== null);
    expect(others).toEqual([]);
    expect(sessions.flatMap(userErrorCodes)).toEqual(Array(4).fill("INVALID_TOKEN input token"));
    expect(userErrorCodes(await refresh(api(), before.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect((await refresh(api(), session?.refreshToken ?? "")).accessToken).not.toBeNull();
    expect((await login(api(), email, "another horse battery")).accessToken).not.toBeNull();
    expect(await readProfile(asUser(shop, session ?? before), "emailVerified")).toEqual({ emailVerified: true });
  });

  it("reset returns the same response for an unknown email, which gets no mail", async () => {
    const query = `mutation ($input: RequestPasswordResetInput!) {
      requestPasswordReset(input: $input) { accepted userErrors { code } }
    }`;
    const email = newEmail();
    await register(api(), { email });
    const known = await sendGraphql(api(), query, { input: { email } });
    const unknown = await sendGraphql(api(), query, { input: { email: "not-registered@example.com" } });
    expect(known).toEqual(unknown);
    await waitForMail(shop, email, /Reset your password/);
    expect(shop.mails().filter(({ to }) => to.includes("not-registered@example.com"))).toEqual([]);
  });

  it("cannot be reset by an expired token", async () => {
    const email = newEmail();
    await register(api(), { email });
    await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email });
    const token = await tokenFromMail(shop, email, /Reset your password/);
    await shop.sql("account")`update mail_tokens set expires_at = now() - interval '1 second' where email = ${email}`;
    expect(userErrorCodes(await resetPassword(api(), token, "another horse battery"))).toEqual([
      "INVALID_TOKEN input token",
    ]);
    expect((await login(api(), email)).accessToken).not.toBeNull();
  });

  it("is rehashed at the next login when its hash has weaker parameters", async () => {
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

/** Returns a hash with weaker parameters, as an earlier release may have stored it. */
function weakHash(password: string): string {
  const nonce = randomBytes(16);
  const parameters = { message: password, nonce, parallelism: 1, tagLength: 32, memory: 8_192, passes: 1 };
  const [salt, hash] = [nonce, argon2Sync("argon2id", parameters)].map((bytes) =>
    bytes.toString("base64").replace(/=+$/, ""),
  );
  return `$argon2id$v=19$m=8192,t=1,p=1$${salt}$${hash}`;
}

describe("a profile", () => {
  it("updates single names and preferences and leaves the others unchanged", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await readProfile(caller, "preferences { locale currency marketingEmails orderEmails }")).toEqual({
      preferences: { locale: "en", currency: "USD", marketingEmails: false, orderEmails: true },
    });
    const update = (input: object) => runMutation(caller, "updatePreferences", "UpdatePreferencesInput", input);
    expect(await update({ locale: "nl-NL" })).toEqual([]);
    expect(await update({ currency: "EUR", orderEmails: false })).toEqual([]);
    expect(await update({ locale: "Dutch" })).toEqual(["INVALID_LOCALE input locale"]);
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", {})).toEqual(["NOTHING_TO_CHANGE"]);
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", { lastName: " Other " })).toEqual([]);
    expect(await readProfile(caller, "firstName lastName preferences { locale currency orderEmails }")).toEqual({
      firstName: "Test",
      lastName: "Other",
      preferences: { locale: "nl-NL", currency: "EUR", orderEmails: false },
    });
  });

  it("loses no update when several fields are updated concurrently", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const inputs = [{ firstName: "A" }, { lastName: "B" }] as const;
    const preferences = [{ locale: "de" }, { currency: "JPY" }, { marketingEmails: true }] as const;
    const codes = await Promise.all([
      ...inputs.map((input) => runMutation(caller, "updateProfile", "UpdateProfileInput", input)),
      ...preferences.map((input) => runMutation(caller, "updatePreferences", "UpdatePreferencesInput", input)),
    ]);
    expect(codes.flat()).toEqual([]);
    expect(await readProfile(caller, "firstName lastName preferences { locale currency marketingEmails }")).toEqual({
      firstName: "A",
      lastName: "B",
      preferences: { locale: "de", currency: "JPY", marketingEmails: true },
    });
  });
});

describe("addresses", () => {
  const home = { name: "Home", line1: "1 Main St", city: "Utrecht", postalCode: "3511", countryCode: "NL" };
  const read = (caller: Api) => readProfile(caller, "addresses { id name line2 isDefault }") as Promise<Profile>;
  interface Profile {
    readonly addresses: readonly { readonly id: string; readonly name: string; readonly isDefault: boolean }[];
  }
  const save = (caller: Api, input: object) =>
    runMutation(caller, "saveAddress", "SaveAddressInput", { ...home, ...input });

  it("have exactly one default after addresses are added, changed and deleted", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await save(caller, {})).toEqual([]);
    expect(await save(caller, { name: "Work" })).toEqual([]);
    expect(await save(caller, { name: "Parents", isDefault: true, line2: "Upstairs" })).toEqual([]);
    const list = async () =>
      (await read(caller)).addresses.map(({ name, isDefault }) => `${name}${isDefault ? "*" : ""}`);
    expect(await list()).toEqual(["Parents*", "Home", "Work"]);
    const [parents, , work] = (await read(caller)).addresses;
    expect(await save(caller, { id: work?.id, name: "Office", isDefault: true })).toEqual([]);
    expect(await list()).toEqual(["Office*", "Home", "Parents"]);
    const remove = (id: string | undefined) =>
      fetchData<object>(caller, "mutation ($id: ID!) { deleteAddress(id: $id) { userErrors { code field } } }", { id });
    expect(await remove(work?.id)).toEqual({ deleteAddress: { userErrors: [] } });
    expect(await list()).toEqual(["Home*", "Parents"]);
    expect(await remove(work?.id)).toEqual({ deleteAddress: { userErrors: [{ code: "NOT_FOUND", field: ["id"] }] } });
    expect(await remove(parents?.id)).toEqual({ deleteAddress: { userErrors: [] } });
  });

  it("have exactly one default after ten are saved concurrently", async () => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => save(caller, { name: `No ${index}`, isDefault: index % 2 === 0 })),
    );
    expect(codes.flat()).toEqual([]);
    const { addresses } = await read(caller);
    expect([addresses.length, addresses.filter(({ isDefault }) => isDefault).length]).toEqual([10, 1]);
  });

  it("of another account cannot be changed", async () => {
    const owner = asUser(shop, await register(api(), { email: newEmail() }));
    const other = asUser(shop, await register(api(), { email: newEmail() }));
    await save(owner, {});
    const [address] = (await read(owner)).addresses;
    expect(await save(other, { id: address?.id, name: "Mine", isDefault: true })).toEqual(["NOT_FOUND input id"]);
    expect((await read(owner)).addresses).toEqual([address]);
  });

  it.each([
    { input: { countryCode: "Holland" }, error: "INVALID_COUNTRY input countryCode" },
    { input: { countryCode: "UK" }, error: "INVALID_COUNTRY input countryCode" },
    { input: { countryCode: "gb" }, error: "INVALID_COUNTRY input countryCode" },
    { input: { name: " " }, error: "INVALID_TEXT input name" },
    { input: { city: "x".repeat(101) }, error: "INVALID_TEXT input city" },
  ])("with $input are rejected with $error", async ({ input, error }) => {
    const caller = asUser(shop, await register(api(), { email: newEmail() }));
    expect(await save(caller, input)).toEqual([error]);
  });
});

describe("a guest", () => {
  const placeLampOrder = (caller: Api, idempotencyKey: string) =>
    placeOrder(caller, { idempotencyKey, lines: [{ sku: "LAMP", quantity: 1 }] });
  const listOrderIds = async (caller: Api) => {
    const { orders } = await fetchData<{ orders: { edges: { node: { id: string } }[] } }>(
      caller,
      "{ orders { edges { node { id } } } }",
    );
    return orders.edges.map(({ node }) => node.id);
  };

  it("can place an order, which stays with the account after registration", async () => {
    const guest = await startGuest(api());
    expect(guest.account).toMatchObject({ email: null, roles: ["GUEST"] });
    const placed = await placeLampOrder(asUser(shop, guest), "guest-1");
    expect(placed.order?.status).toBe("CONFIRMED");
    const session = await register(asUser(shop, guest), { email: newEmail() });
    expect(session.account?.id).toBe(guest.account?.id);
    expect(session.account?.roles).toEqual(["CUSTOMER"]);
    expect(await listOrderIds(asUser(shop, session))).toEqual([placed.order?.id]);
    expect(userErrorCodes(await refresh(api(), guest.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("moves the cart and the orders to the account on login", async () => {
    const email = newEmail();
    const known = await register(api(), { email });
    const started = await startGuest(api());
    const guestId = started.account?.id ?? "";
    const guest = asUser(shop, started);
    const placed = await placeLampOrder(guest, "guest-2");
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
    expect(await listOrderIds(caller)).toEqual([placed.order?.id]);
    const moved = await findOrder(caller, placed.order?.id ?? "");
    expect(moved?.timeline.at(-1)?.type).toBe("OwnerChanged");
    expect(await runMutation(caller, "setCartLine", "SetCartLineInput", { cartId, sku: "LAMP", quantity: 1 })).toEqual(
      [],
    );
    const bought = await placeOrder(caller, { idempotencyKey: "from the cart", cartId });
    expect(bought.order?.status).toBe("CONFIRMED");
    // The guest's account is deleted, and its token is rejected immediately.
    expect(await errorCodes(guest, `{ order(id: "${placed.order?.id}") { id } }`)).toEqual(["UNAUTHENTICATED"]);
    // A request of the guest that ends after the login creates another cart. The outbox moves it later, even after
    // 5,000 failed attempts.
    const asGuest = await shop.rpc("order", { accountId: guestId, sessionId: "", roles: ["GUEST"] });
    const late = await asGuest(OrderService.method.createCart, {});
    await shop.sql("account")`update outbox set due_at = now(), attempts = 5000`;
    await shop.stack.runCrons();
    expect(await findOrder(caller, late.order?.id ?? "")).not.toBeNull();
  });

  it("takes the cart, the orders and the wish list to the account whose password they reset", async () => {
    const email = newEmail();
    await register(api(), { email });
    await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email });
    const token = await tokenFromMail(shop, email, /Reset your password/);
    const guest = asUser(shop, await startGuest(api()));
    const placed = await placeLampOrder(guest, "guest-3");
    const line = { sku: "LAMP", quantity: 2, idempotencyKey: "guest-cart" };
    expect(await runMutation(guest, "addToCart", "AddToCartInput", line)).toEqual([]);
    expect(await runMutation(guest, "setWishlistItem", "SetWishlistItemInput", { sku: "LAMP", saved: true })).toEqual(
      [],
    );

    const owner = asUser(shop, await resetPassword(guest, token, "another horse battery"));
    expect(await listOrderIds(owner)).toEqual([placed.order?.id]);
    expect(await fetchData(owner, "{ cart { lines { sku quantity } } me { wishlist { sku } } }")).toEqual({
      cart: { lines: [{ sku: "LAMP", quantity: 2 }] },
      me: { wishlist: [{ sku: "LAMP" }] },
    });
    expect(await errorCodes(guest, `{ order(id: "${placed.order?.id}") { id } }`)).toEqual(["UNAUTHENTICATED"]);
  });

  it("moves the cart on login only after the carts from before a password reset are cancelled", async () => {
    const email = newEmail();
    const stranger = await register(api(), { email });
    const guest = asUser(shop, await startGuest(api()));
    const addLamps = (caller: Api, quantity: number) =>
      runMutation(caller, "addToCart", "AddToCartInput", {
        sku: "LAMP",
        quantity,
        idempotencyKey: `lamps-${quantity}`,
      });
    expect(await addLamps(asUser(shop, stranger), 5)).toEqual([]);
    expect(await addLamps(guest, 2)).toEqual([]);
    // The task of a reset whose first attempt has failed.
    const task = { type: "cancelCarts", accountId: stranger.account?.id, createdBefore: Date.now() };
    await shop.sql("account")`insert into outbox (id, task, attempts, due_at)
      values ('out_late', ${JSON.stringify(task)}::jsonb, 1, now() + interval '1 hour')`;

    const owner = asUser(shop, await login(guest, email));
    const readCart = async () => (await fetchData<{ cart: unknown }>(owner, "{ cart { lines { quantity } } }")).cart;
    expect(await readCart()).toEqual({ lines: [{ quantity: 5 }] });
    const retryTasks = async () => {
      await shop.sql(
        "account",
      )`update outbox set due_at = now() where task ->> 'type' in ('cancelCarts', 'moveOrders')`;
      await shop.stack.runCrons();
    };
    await expect
      .poll(async () => retryTasks().then(readCart), { timeout: 30_000 })
      .toEqual({ lines: [{ quantity: 2 }] });
  });

  it("stays a guest after a login with a wrong password", async () => {
    const email = newEmail();
    await register(api(), { email });
    const guest = asUser(shop, await startGuest(api()));
    expect(userErrorCodes(await login(guest, email, "not the password"))).toEqual(["INVALID_CREDENTIALS"]);
    expect(await readProfile(guest, "roles")).toEqual({ roles: ["GUEST"] });
  });
});

describe("a deleted account", () => {
  it("is signed out, leaves its orders without personal data, and frees its email", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const caller = asUser(shop, session);
    const { order: placed } = await placeOrder(caller, {
      idempotencyKey: "before deletion",
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
    // A request of the account that ends after the deletion places another order. The outbox anonymises it later.
    const asDeleted = await shop.rpc("order", {
      accountId: session.account?.id ?? "",
      sessionId: "",
      roles: ["CUSTOMER"],
    });
    const late = { idempotencyKey: "late", lines: [{ sku: "LAMP", quantity: 1 }], paymentMethod: "pm_card_visa" };
    const { order } = await asDeleted(OrderService.method.placeOrder, { ...late, shippingAddress: address });
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

describe("an account that a restore of the database to an earlier time has removed", () => {
  it("has no session that works, and its email can be registered again", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const caller = asUser(shop, session);
    await shop.sql("account")`delete from users where email = ${email}`;
    expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await readProfile(caller, "email").catch(() => null)).toBeNull();
    expect(await changeEmail(caller, newEmail()).catch(() => "rejected")).not.toEqual([]);
    expect(userErrorCodes(await login(api(), email))).toEqual(["INVALID_CREDENTIALS"]);
    expect((await register(api(), { email })).accessToken).not.toBeNull();
  });
});

describe("npm run account:export", () => {
  /** Where the export has the value of each personal column, or why it does not. */
  const personalColumns: Readonly<Record<string, string>> = {
    "addresses.name": "Export Name",
    "addresses.line1": "1 Export Street",
    "addresses.line2": "Export Floor",
    "addresses.city": "Exportville",
    "addresses.region": "Exportshire",
    "addresses.postal_code": "3011 EX",
    "addresses.country_code": '"countryCode":"NL"',
    "counted_security_events.address_hash": "not exported: the audit trail has it a minute later",
    "mail_tokens.email": "not exported: that of the account, or of the pending change",
    "mail_tokens.email_key": "not exported: a spelling of the email address",
    "outbox.task": "not exported: exists for seconds, and repeats the account",
    "security_events.address_hash": '"addressHash":"',
    "stock_requests.email": "not exported: exists until its email, which goes to this address",
    "stock_requests.email_key": "not exported: a spelling of the email address",
    "users.email": "export@example.com",
    "users.email_key": "not exported: a spelling of the email address",
    "users.pending_email": "pending-export@example.com",
    "users.first_name": "Expa",
    "users.last_name": "Exporter",
    "users.locale": '"locale":"nl-NL"',
    "users.currency": '"currency":"EUR"',
    "users.marketing_emails": '"marketingEmails":true',
    "users.order_emails": '"orderEmails":false',
    "users.tax_id": "DE000000200",
    "users.tax_id_name": '"verifiedName":"',
    "wishlist_items.sku": '"wishlist":[{"sku":"LAMP"}]',
    "orders.email": "export-order@example.com",
    "orders.email_key": "not exported: a spelling of the email address",
    "orders.search_keys": "not exported: words of the order, by which staff find it",
    "orders.idempotency_key": "not exported: the client chose it, and it is no data about the person",
    "payment_attempts.address_hash": "not exported: exists for a day, to limit declined payments",
    "payment_attempts.idempotency_key": "not exported: as in orders",
    "placement_keys.idempotency_key": "not exported: as in orders",
    "unpaid_orders.address_hash": "not exported: exists for at most a day, to limit unpaid orders",
    "promotion_customers.customer_key": "not exported: the id of the account, and keyed hashes of its email address",
    "reservation_redemptions.customer_keys": "not exported: as in promotion_customers",
    "search_queries.query": "not exported: has no reference to the account",
  };

  it("has every column of docs/data.md with personal data, or a reason why not", () => {
    const documented = ["account", "catalog", "order"].flatMap((service) =>
      readDataPage(`### ${service}`)
        .filter((row) => row.class === "personal")
        .flatMap(({ name, fields }) => fields.map((column) => `${name}.${column}`)),
    );
    expect(Object.keys(personalColumns).sort()).toEqual(documented.sort());
  });

  it("returns the same account and orders to its owner and to staff, and the audit trail to administrators", async () => {
    const email = "export@example.com";
    const session = await register(api(), { email });
    const caller = asUser(shop, session);
    const names = { firstName: "Expa", lastName: "Exporter" };
    expect(await runMutation(caller, "updateProfile", "UpdateProfileInput", names)).toEqual([]);
    const preferences = { locale: "nl-NL", currency: "EUR", marketingEmails: true, orderEmails: false };
    expect(await runMutation(caller, "updatePreferences", "UpdatePreferencesInput", preferences)).toEqual([]);
    const street = { name: "Export Name", line1: "1 Export Street", line2: "Export Floor", city: "Exportville" };
    const place = { ...street, region: "Exportshire", postalCode: "3011 EX", countryCode: "NL" };
    expect(await runMutation(caller, "saveAddress", "SaveAddressInput", place)).toEqual([]);
    expect(await runMutation(caller, "setWishlistItem", "SetWishlistItemInput", { sku: "LAMP", saved: true })).toEqual(
      [],
    );
    await shop.sql("account")`
      update users set tax_id = 'DE000000200', tax_id_name = 'Export GmbH', tax_id_status = 'VERIFIED' where email = ${email}`;
    const lines = [{ sku: "LAMP", quantity: 1 }];
    const contact = { email: "export-order@example.com", customerNote: "Export note" };
    const orders: string[] = [];
    for (let index = 0; index < 6; index++) {
      const { order } = await placeOrder(caller, { idempotencyKey: `export ${index}`, lines, ...contact });
      orders.unshift(order?.id ?? "");
    }
    expect(await changeEmail(caller, "pending-export@example.com")).toEqual([]);

    const admin = await shop.signUp("ADMIN");
    const own = await exportAccount(caller, "me");
    const byAdmin = await exportAccount(admin, "EXPORT@example.com");
    expect(own?.orders.map((order) => "id" in order && order.id)).toEqual(orders);
    expect(own?.securityEvents).toBeNull();
    expect(byAdmin?.account).toEqual({ ...own?.account, sessions: [], wishlist: [] });
    expect(byAdmin?.orders.map((order) => "id" in order && order.id)).toEqual(orders);
    // Only its owner sees a wish list.
    const text = JSON.stringify([byAdmin, { wishlist: own?.account.wishlist }]);
    const missing = Object.entries(personalColumns).filter(
      ([, value]) => !value.startsWith("not exported: ") && !text.includes(value),
    );
    expect(missing).toEqual([]);
    expect(text).toContain("Export note");
    expect(await exportAccount(admin, "unknown@example.com")).toBeUndefined();
  });
});
