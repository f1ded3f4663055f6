import { describe, expect, it } from "vitest";
import { demoPassword } from "../../dev/cli/demo/accounts.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import {
  asUser,
  changePassword,
  login,
  person,
  register,
  resetPassword,
  runMutation,
  startGuest,
  tokenFromMail,
  userErrorCodes,
} from "../support/accounts.ts";
import { callAsPartner, createToken } from "../support/api-tokens.ts";
import { request } from "../support/graphql-request.ts";
import { errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { type ServerSentEvent, subscribe, withoutComments } from "../support/sse-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

let emails = 0;
const newEmail = () => `access-${++emails}@example.com`;

describe("reads with a revoked access token", () => {
  const shop = useShop({ products: [productLine("READ", 100)] });
  const admin = useUser(shop, "ADMIN");
  const createCart = "mutation { createCart { order { id } } }";
  const ownData = "{ me { email orders { edges { node { id } } } } }";
  const catalog = `{ products(first: 1) { edges { node { id } } } search(query: "read") { totalCount } }`;

  /** Expects UNAUTHENTICATED for each of these reads within five seconds, and a catalog that stays readable. */
  const expectRejected = async (caller: Api, ...queries: readonly string[]) => {
    await expect
      .poll(async () => (await Promise.all(queries.map((query) => errorCodes(caller, query)))).flat(), {
        timeout: 5_000,
        interval: 200,
      })
      .toEqual(queries.map(() => "UNAUTHENTICATED"));
    expect(await errorCodes(caller, catalog)).toEqual([]);
  };

  /** Fills the cache of revocation checks, which is valid for four seconds. */
  const fillCache = async (caller: Api) => expect(await errorCodes(caller, ownData)).toEqual([]);

  it("are rejected after an administrator was demoted and disabled", async () => {
    const second = await shop.signUp("ADMIN");
    await fillCache(second);
    const { accountId } = second;
    expect(await runMutation(admin, "setRoles", "SetRolesInput", { accountId, roles: ["CUSTOMER"] })).toEqual([]);
    expect(await runMutation(admin, "setDisabled", "SetDisabledInput", { accountId, disabled: true })).toEqual([]);
    const { me } = await fetchData<{ me: { id: string } }>(admin, "{ me { id } }");
    await expectRejected(
      second,
      "{ accounts(first: 50) { edges { node { email } } } }",
      "{ securityEvents { edges { node { type } } } }",
      "{ allOrders { edges { node { id } } } }",
      "{ apiTokens { edges { node { name } } } }",
      "{ deadLetters { edges { node { id } } } }",
      `{ account(id: "${me.id}") { email } }`,
      `{ node(id: "${me.id}") { id } }`,
      `{ _entities(representations: [{ __typename: "Account", id: "${me.id}" }]) { ... on Account { email } } }`,
    );
  });

  it.each([
    ["logout", (caller: Api) => errorCodes(caller, "mutation { logout { userErrors { code } } }")],
    ["logoutEverywhere", (caller: Api) => errorCodes(caller, "mutation { logoutEverywhere { userErrors { code } } }")],
    [
      "changePassword",
      async (caller: Api) => (await changePassword(caller, person.password, "another-strong-password-9")).userErrors,
    ],
    [
      "deleteMyAccount",
      (caller: Api) => runMutation(caller, "deleteMyAccount", "DeleteMyAccountInput", { password: person.password }),
    ],
  ])("are rejected after %s", async (_name, revoke) => {
    const caller = asUser(shop, await register({ url: shop.url }, { email: newEmail() }));
    const { createCart: created } = await fetchData<{ createCart: { order: { id: string } } }>(caller, createCart);
    await fillCache(caller);
    expect(await revoke(caller)).toEqual([]);
    const { id } = created.order;
    await expectRejected(
      caller,
      ownData,
      "{ orders { edges { node { id } } } }",
      `{ order(id: "${id}") { status } }`,
      `{ node(id: "${id}") { id } }`,
      `{ _entities(representations: [{ __typename: "Order", id: "${id}" }]) { ... on Order { status } } }`,
    );
  });

  it("are rejected for a guest's token after the guest has registered", async () => {
    const guest = asUser(shop, await startGuest({ url: shop.url }));
    await fillCache(guest);
    await register(guest, { email: newEmail() });
    await expectRejected(guest, ownData);
  });

  it("end a subscription to an order's events before the next event", async () => {
    const session = await register({ url: shop.url }, { email: newEmail() });
    const caller = asUser(shop, session);
    const { createCart: created } = await fetchData<{ createCart: { order: { id: string } } }>(caller, createCart);
    const orderId = created.order.id;
    const subscription = await subscribe(caller, `subscription { orderEvents(orderId: "${orderId}") { type } }`);
    const events = withoutComments(subscription.events);
    expect((await events.next()).value?.data).toContain("CartCreated");
    const other = asUser(shop, await login({ url: shop.url }, session.account?.email ?? ""));
    expect(await errorCodes(caller, "mutation { logout { userErrors { code } } }")).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const input = { cartId: orderId, sku: "READ", quantity: 1 };
    expect(await runMutation(other, "setCartLine", "SetCartLineInput", input)).toEqual([]);
    const rest: ServerSentEvent[] = [];
    for await (const event of events) rest.push(event);
    expect(rest.map(({ type }) => type)).toEqual(["next", "complete"]);
    expect(rest[0]?.data).toContain('"code":"UNAUTHENTICATED"');
    expect(rest[0]?.data).not.toContain('"data"');
  });
});

describe("an order in the response to a partner", () => {
  const shop = useShop({ products: [productLine("PARTNER", 100)] });
  const admin = useUser(shop, "ADMIN");
  const buyer = useUser(shop);
  const fields = [
    "fulfillmentStatus",
    "id",
    "lines",
    "number",
    "paymentStatus",
    "refunded",
    "sequence",
    "shipments",
    "shipping",
    "status",
    "subtotal",
    "tax",
  ];
  const restricted = [...fields, "total"];

  const placePaid = async (idempotencyKey: string) => {
    const { order } = await placeOrder(buyer, { idempotencyKey, lines: [{ sku: "PARTNER", quantity: 2 }] });
    expect(order?.status).toBe("CONFIRMED");
    return order?.id ?? "";
  };
  const call = async (token: string, method: string, request: object) => {
    const response = await callAsPartner(shop.url, `stoa.order.v1.OrderService/${method}`, { token, request });
    expect(response.status).toBe(200);
    return response.body.order as Readonly<Record<string, unknown>>;
  };

  it("has the shipping address for ORDER_FULFIL only while units are left to ship", async () => {
    const { token } = await createToken(admin, ["ORDER_FULFIL"]);
    const orderId = await placePaid("fulfil");
    const first = { orderId, idempotencyKey: "1", lines: [{ sku: "PARTNER", quantity: 1 }] };
    const partly = await call(token, "FulfilOrder", first);
    expect(Object.keys(partly).sort()).toEqual([...restricted, "shippingAddress"].sort());
    expect(partly.shippingAddress).toMatchObject({ name: "Test Person", line1: "1 Main St" });
    const fulfilled = await call(token, "FulfilOrder", { orderId, idempotencyKey: "2" });
    expect(Object.keys(fulfilled).sort()).toEqual(restricted);
    expect(Object.keys(await call(token, "MarkDelivered", { orderId })).sort()).toEqual(restricted);
    expect(JSON.stringify(await call(token, "MarkDelivered", { orderId }))).not.toContain(buyer.accountId);
  });

  it("has no personal data for ORDER_REFUND", async () => {
    const { token } = await createToken(admin, ["ORDER_REFUND"]);
    const orderId = await placePaid("refund");
    const amount = { amountMinor: "1", currencyCode: "USD" };
    const refund = { orderId, reason: "x", idempotencyKey: "t1", amount };
    const refunded = await call(token, "RefundOrder", refund);
    expect(Object.keys(refunded).sort()).toEqual(restricted.filter((field) => field !== "shipments").sort());
    const cancelled = await call(token, "CancelOrder", { orderId: await placePaid("cancel"), idempotencyKey: "c" });
    expect(Object.keys(cancelled).filter((field) => !restricted.includes(field))).toEqual([]);
  });

  it("is complete for ORDER_READ", async () => {
    const { token } = await createToken(admin, ["ORDER_READ", "ORDER_FULFIL"]);
    const order = await call(token, "FulfilOrder", { orderId: await placePaid("read"), idempotencyKey: "1" });
    expect(order).toMatchObject({ accountId: buyer.accountId, shippingAddress: { name: "Test Person" } });
    expect(order.timeline).not.toEqual([]);
  });
});

describe("a new password", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const codesOf = async (password: string) => userErrorCodes(await register(api(), { email: newEmail(), password }));

  it.each(["Passw0rd!", "Welcome1!", "stoa2026"])("cannot be %s", async (password) => {
    expect(await codesOf(password)).toEqual(["COMMON_PASSWORD input password"]);
    const email = newEmail();
    const caller = asUser(shop, await register(api(), { email }));
    const changed = await changePassword(caller, person.password, password);
    expect(userErrorCodes(changed)).toEqual(["COMMON_PASSWORD input newPassword"]);
    expect(await runMutation(api(), "requestPasswordReset", "RequestPasswordResetInput", { email })).toEqual([]);
    const token = await tokenFromMail(shop, email, /Reset your password/);
    const reset = await resetPassword(api(), token, password);
    expect(userErrorCodes(reset)).toEqual(["COMMON_PASSWORD input newPassword"]);
  });

  it("is looked up by five characters of its SHA-1 only", async () => {
    expect(await codesOf("a quite unknown sentence")).toEqual([]);
    expect(shop.stack.services.breachedPasswords.requests().at(-1)).toMatch(/^\/range\/[0-9A-F]{5}$/);
  });

  it("is accepted while Have I Been Pwned does not respond", async () => {
    shop.stack.services.breachedPasswords.setRejecting(true);
    expect(await codesOf("Welcome1!")).toEqual([]);
    shop.stack.services.breachedPasswords.setRejecting(false);
  });

  it("may stay as the demo accounts have it", async () => {
    expect(await codesOf(demoPassword)).toEqual([]);
  });
});

describe("password guesses at one account", () => {
  const shop = useShop({ limits: true });
  const admin = useUser(shop, "ADMIN");
  const document = "mutation ($i: LoginInput!) { login(input: $i) { accessToken userErrors { code } } }";
  /** Returns "done" or the code of the error. */
  const login = async (headers: Readonly<Record<string, string>>, input: object): Promise<unknown> => {
    const { data, codes } = await request(shop.url, { query: document, variables: { i: input } }, { headers });
    return codes[0] ?? data?.login?.userErrors[0]?.code ?? "done";
  };
  const loginFrom = (ip: string, input: object) => login({ "cf-connecting-ip": ip }, input);
  const guess = (email: string) => ({ email, password: "wrong-pass-0" });
  const count = (outcomes: readonly unknown[]) =>
    Object.fromEntries(
      [...new Set(outcomes)].sort().map((code) => [code, outcomes.filter((it) => it === code).length]),
    );
  const guessFromMany = async (email: string, ips: readonly string[]): Promise<readonly unknown[]> => {
    const outcomes: unknown[] = [];
    for (let start = 0; start < ips.length; start += 8) {
      outcomes.push(...(await Promise.all(ips.slice(start, start + 8).map((ip) => loginFrom(ip, guess(email))))));
    }
    return outcomes;
  };

  it("are limited to 20 from an IPv6 /48 network", async () => {
    const outcomes: unknown[] = [];
    for (let index = 0; index < 30; index++) {
      outcomes.push(await loginFrom(`2001:db8:7:${index.toString(16)}::1`, guess("network@example.com")));
    }
    expect(count(outcomes)).toEqual({ INVALID_CREDENTIALS: 20, RATE_LIMITED: 10 });
    expect(await loginFrom("2001:db8:8::1", guess("network@example.com"))).toBe("INVALID_CREDENTIALS");
  });

  it("are limited to 100 an hour from all addresses, except for owners who prove their address", async () => {
    const owner = await shop.signUp();
    const right = { email: owner.email, password: person.password };
    expect(await loginFrom("203.0.113.9", right)).toBe("done");
    const ips = Array.from({ length: 128 }, (_, index) => `198.51.100.${index}`);
    const outcomes = await guessFromMany(owner.email, ips);
    expect(count(outcomes)).toEqual({ EMAIL_CONFIRMATION_REQUIRED: 28, INVALID_CREDENTIALS: 100 });
    expect(await loginFrom("203.0.113.10", right)).toBe("EMAIL_CONFIRMATION_REQUIRED");
    expect(await loginFrom("203.0.113.9", right)).toBe("done");

    const emailToken = await tokenFromMail(shop, owner.email, /Confirm your sign-in/);
    expect(await loginFrom("203.0.113.10", { ...right, emailToken: "0".repeat(64) })).toBe("INVALID_TOKEN");
    const other = await shop.signUp();
    expect(await loginFrom("203.0.113.10", { ...guess(other.email), emailToken })).toBe("INVALID_TOKEN");
    expect(await loginFrom("203.0.113.10", { ...right, emailToken })).toBe("done");
    expect(await loginFrom("203.0.113.11", { ...right, emailToken })).toBe("INVALID_TOKEN");
    expect(await loginFrom("203.0.113.10", right)).toBe("done");
    const mails = shop.mails().filter(({ to, subject }) => to.includes(owner.email) && /your sign-in/.test(subject));
    expect(mails).toHaveLength(1);
  });

  it("get the same responses for an unknown account, which gets no mail", async () => {
    const email = "unknown@example.com";
    const outcomes = await guessFromMany(
      email,
      Array.from({ length: 104 }, (_, index) => `192.0.2.${index}`),
    );
    expect(count(outcomes)).toEqual({ EMAIL_CONFIRMATION_REQUIRED: 4, INVALID_CREDENTIALS: 100 });
    expect(shop.mails().filter(({ to }) => to.includes(email))).toEqual([]);
  });

  it("are limited to 20 through one storefront token that names many visitors", async () => {
    const { token } = await createToken(admin, ["STOREFRONT"]);
    const guessAs = (visitor: string, email: string) =>
      login({ "x-stoa-storefront": token, "x-stoa-visitor": visitor }, guess(email));
    const outcomes: unknown[] = [];
    for (let index = 0; index < 30; index++) outcomes.push(await guessAs(`10.9.${index}.1`, "leaked@example.com"));
    expect(count(outcomes)).toEqual({ INVALID_CREDENTIALS: 20, RATE_LIMITED: 10 });
    expect(await guessAs("10.9.0.1", "another@example.com")).toBe("INVALID_CREDENTIALS");
  });
});
