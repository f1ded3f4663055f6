import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeProtectedHeader } from "jose";
import { describe, expect, it, vi } from "vitest";
import { root } from "../../dev/build/root.ts";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { AccountService, Role } from "../../proto/gen/account/v1/account_pb.js";
import {
  asUser,
  login,
  person,
  refresh,
  register,
  runMutation,
  startGuest,
  userErrorCodes,
} from "../support/accounts.ts";
import { errorCodes, reasonOf } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const admin = useUser(shop, "ADMIN");

const api = () => ({ url: shop.url });
const createCart = "mutation { createCart { order { id } } }";
const setRoles = (by: Api, accountId: string, ...roles: string[]) =>
  runMutation(by, "setRoles", "SetRolesInput", { accountId, roles });
const setDisabled = (accountId: string, disabled: boolean) =>
  runMutation(admin, "setDisabled", "SetDisabledInput", { accountId, disabled });
const npm = (...args: string[]) => promisify(execFile)("npm", args, { cwd: root });

let emails = 0;
const newEmail = () => `rights-${++emails}@example.com`;

/** Expects that the caller's token is rejected for writes within five seconds. Concurrent tests cannot use `expect.poll`. */
const expectSignedOut = (caller: Api) =>
  vi.waitFor(async () => expect(await errorCodes(caller, createCart)).toEqual(["UNAUTHENTICATED"]), {
    timeout: 5_000,
    interval: 200,
  });

const expectRefreshRejected = async (refreshToken: string | null) =>
  expect(userErrorCodes(await refresh(api(), refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);

interface SessionsData {
  readonly me: { readonly sessions: readonly { id: string; current: boolean; userAgent: string | null }[] };
}
const listSessions = async (caller: Api) =>
  (await fetchData<SessionsData>(caller, "{ me { sessions { id current userAgent lastSeenAt } } }")).me.sessions;
const revokeSession = "mutation ($id: ID!) { revokeSession(id: $id) { userErrors { code } } }";

// The gateway caches revocation checks for four seconds. The tests that wait for that run concurrently.
describe.concurrent("sessions of an account", () => {
  it("can be listed and revoked one by one", async () => {
    const email = newEmail();
    await register(api(), { email });
    const [second, third] = [await login(api(), email), await login(api(), email)];
    const current = asUser(shop, third);
    const sessions = await listSessions(current);
    expect(sessions.map((session) => session.current)).toEqual([true, false, false]);
    expect(await errorCodes(asUser(shop, second), createCart)).toEqual([]);
    expect(await errorCodes(current, revokeSession, { id: sessions[1]?.id })).toEqual([]);
    await expectSignedOut(asUser(shop, second));
    await expectRefreshRejected(second.refreshToken);
    expect(await listSessions(current)).toHaveLength(2);
  });

  it("are all revoked by logoutEverywhere, for writes, private reads and refreshes", async () => {
    const email = newEmail();
    const sessions = [await register(api(), { email }), await login(api(), email)] as const;
    const current = asUser(shop, sessions[1]);
    expect(await errorCodes(current, "mutation { logoutEverywhere { userErrors { code } } }")).toEqual([]);
    for (const session of sessions) {
      await expectSignedOut(asUser(shop, session));
      await expectRefreshRejected(session.refreshToken);
    }
    expect(await errorCodes(current, "{ me { id } }")).toEqual(["UNAUTHENTICATED"]);
    // Reads of the catalog accept the access token until it expires.
    expect(await errorCodes(current, "{ categories { id } }")).toEqual([]);
    expect((await login(api(), email)).accessToken).not.toBeNull();
  });

  it("are not visible to other users and cannot be revoked by them", async () => {
    const email = newEmail();
    const owner = await register(api(), { email });
    const [session] = await listSessions(asUser(shop, owner));
    expect(await errorCodes(admin, revokeSession, { id: session?.id })).toEqual([]);
    expect((await refresh(api(), owner.refreshToken)).accessToken).not.toBeNull();
    const query = "query ($id: ID!) { account(id: $id) { sessions { id } } }";
    expect(await fetchData(admin, query, { id: owner.account?.id })).toEqual({ account: { sessions: [] } });
  });

  it("expire by the time in the database, even when Redis did not get the revocation", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    await shop.sql("account")`update users set sessions_from = now() + interval '1 second' where email = ${email}`;
    await expectRefreshRejected(session.refreshToken);
  });

  it("are limited to 50; the least recently used session is revoked", async () => {
    const email = newEmail();
    const oldest = await register(api(), { email });
    const others = [];
    for (let count = 0; count < 50; count++) others.push(await login(api(), email));
    expect(await listSessions(asUser(shop, others[0] ?? oldest))).toHaveLength(50);
    await expectRefreshRejected(oldest.refreshToken);
  });
});

describe.concurrent("setRoles", () => {
  it("puts the new roles into the next token and revokes the previous token", async () => {
    const session = await register(api(), { email: newEmail() });
    const accountId = session.account?.id ?? "";
    const before = asUser(shop, session);
    expect(await errorCodes(before, createCart)).toEqual([]);
    expect(await setRoles(admin, accountId, "SUPPORT", "CUSTOMER")).toEqual([]);
    await expectSignedOut(before);
    const renewed = await refresh(api(), session.refreshToken);
    expect(renewed.account?.roles).toEqual(["CUSTOMER", "SUPPORT"]);
    expect(await errorCodes(asUser(shop, renewed), "{ accounts { edges { cursor } } }")).toEqual([]);
    expect(await errorCodes(asUser(shop, renewed), createCart)).toEqual([]);
  });

  it("is forbidden for support", async () => {
    const { account } = await register(api(), { email: newEmail() });
    const query = "mutation ($input: SetRolesInput!) { setRoles(input: $input) { userErrors { code } } }";
    const support = await shop.signUp("SUPPORT");
    const input = { accountId: account?.id ?? "", roles: ["ADMIN"] };
    expect(await errorCodes(support, query, { input })).toEqual(["FORBIDDEN"]);
  });

  it("rejects roles that cannot be assigned, and accounts without a registration", async () => {
    const { account } = await register(api(), { email: newEmail() });
    const id = account?.id ?? "";
    expect(await setRoles(admin, id)).toEqual(["INVALID_ROLES input roles"]);
    expect(await setRoles(admin, id, "GUEST")).toEqual(["INVALID_ROLES input roles"]);
    const guest = await startGuest(api());
    expect(await setRoles(admin, guest.account?.id ?? "", "ADMIN")).toEqual(["NOT_FOUND input accountId"]);
    expect(await setRoles(admin, `acc_${"0".repeat(26)}`, "ADMIN")).toEqual(["NOT_FOUND input accountId"]);
  });
});

describe.concurrent("a disabled account", () => {
  it("cannot sign in, refresh or write until it is enabled", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const id = session.account?.id ?? "";
    expect(await setDisabled(id, true)).toEqual([]);
    await expectSignedOut(asUser(shop, session));
    expect(userErrorCodes(await login(api(), email))).toEqual(["ACCOUNT_DISABLED"]);
    expect(userErrorCodes(await login(api(), email, "not the password"))).toEqual(["INVALID_CREDENTIALS"]);
    await expectRefreshRejected(session.refreshToken);
    expect(await setDisabled(id, false)).toEqual([]);
    expect(await errorCodes(asUser(shop, await login(api(), email)), createCart)).toEqual([]);
  });
});

describe("the last administrator", () => {
  const sql = () => shop.sql("account");

  /** Runs `test` while no other user is an administrator. */
  async function asOnlyAdmins(test: (one: Admin, two: Admin) => Promise<void>): Promise<void> {
    const admins = [await shop.signUp("ADMIN"), await shop.signUp("ADMIN")] as const;
    await sql()`update users set roles = '{CUSTOMER}' where id = ${admin.accountId}`;
    try {
      await test(...admins);
    } finally {
      await sql()`update users set roles = '{ADMIN}' where id = ${admin.accountId}`;
      await sql()`update users set roles = '{CUSTOMER}' where id in (${admins[0].accountId}, ${admins[1].accountId})`;
    }
  }
  type Admin = typeof admin;

  it("remains when two administrators demote each other concurrently, and cannot be disabled or deleted", () =>
    asOnlyAdmins(async (one, two) => {
      const demote = async (by: string, accountId: string) => {
        const identity = { accountId: by, sessionId: "", roles: ["ADMIN"], authenticatedAt: Date.now() } as const;
        const rpc = await shop.rpc("account", identity);
        return reasonOf(rpc(AccountService.method.setUserRoles, { userId: accountId, roles: [Role.CUSTOMER] }));
      };
      for (let round = 0; round < 20; round++) {
        await sql()`update users set roles = '{ADMIN}' where id in (${one.accountId}, ${two.accountId})`;
        const reasons = await Promise.all([demote(one.accountId, two.accountId), demote(two.accountId, one.accountId)]);
        expect(reasons.toSorted()).toEqual(["LAST_ADMIN", "succeeded"]);
      }
      const [left] = await sql()`select email from users where 'ADMIN' = any(roles)`;
      const session = await login(api(), String(left?.email));
      const last = asUser(shop, session);
      const disable = { accountId: session.account?.id, disabled: true };
      expect(await runMutation(last, "setDisabled", "SetDisabledInput", disable)).toEqual(["LAST_ADMIN"]);
      const confirmation = { password: person.password };
      expect(await runMutation(last, "deleteMyAccount", "DeleteMyAccountInput", confirmation)).toEqual(["LAST_ADMIN"]);
    }));
});

describe("npm run admin", () => {
  it("grants the administrator role to a registered user, and fails for an unknown email", async () => {
    const email = newEmail();
    await register(api(), { email });
    const grant = (address: string) => npm("run", "admin", "--", address, "--data", shop.dataDir);
    await expect(grant("not-registered@example.com")).rejects.toMatchObject({ code: 1 });
    expect((await grant(email.toUpperCase())).stdout).toContain("is an administrator");
    expect((await login(api(), email)).account?.roles.toSorted()).toEqual(["ADMIN", "CUSTOMER"]);
  });
});

describe("staff", () => {
  it("search accounts by part of a name or an email, with pagination", async () => {
    const support = await shop.signUp("SUPPORT");
    for (let index = 0; index < 5; index++) {
      await register(api(), { email: `needle.${index}@example.com`, firstName: "Quentin", lastName: "O'Needle_%" });
    }
    interface Page {
      readonly accounts: {
        readonly edges: readonly { readonly cursor: string; readonly node: { readonly email: string } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    }
    const query = `query ($query: String, $first: Int, $after: String) {
      accounts(query: $query, first: $first, after: $after) {
        edges { cursor node { email } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const emails: string[] = [];
    let after: string | null = null;
    do {
      const { accounts }: Page = await fetchData<Page>(support, query, { query: "o'needle_%", first: 2, after });
      emails.push(...accounts.edges.map(({ node }) => node.email));
      after = accounts.pageInfo.hasNextPage ? accounts.pageInfo.endCursor : null;
    } while (after !== null);
    expect(emails).toEqual([4, 3, 2, 1, 0].map((index) => `needle.${index}@example.com`));
    const byEmail = await fetchData<Page>(support, query, { query: "NEEDLE.3", first: 5 });
    expect(byEmail.accounts.edges).toHaveLength(1);
    expect(await errorCodes(support, query, { after: "bm90IGEgY3Vyc29y" })).toEqual(["BAD_USER_INPUT"]);
  });

  it("see what their roles allow; of others, only administrators see it", async () => {
    const read = async (by: Api, id: string) => {
      const query = "query ($id: ID!) { account(id: $id) { permissions } }";
      return (await fetchData<{ account: { permissions: string[] } }>(by, query, { id })).account.permissions;
    };
    const support = await shop.signUp("SUPPORT");
    const manager = await shop.signUp("CATALOG_MANAGER");
    const ofSupport = ["ORDER_READ_ANY", "ORDER_WRITE_ANY", "ACCOUNT_READ_ANY"];
    const ofManager = ["CATALOG_WRITE", "STOCK_WRITE", "PRICING_WRITE"];
    const both = ["CUSTOMER_GROUP_WRITE", "PROMOTION_READ"];
    const ofAdmin = [
      ...ofSupport,
      ...ofManager,
      ...both,
      "MARKET_WRITE",
      "ACCOUNT_WRITE_ANY",
      "AUDIT_READ",
      "API_TOKENS",
    ];
    expect((await read(support, support.accountId)).toSorted()).toEqual([...ofSupport, ...both].toSorted());
    expect((await read(admin, manager.accountId)).toSorted()).toEqual([...ofManager, ...both].toSorted());
    expect((await read(admin, admin.accountId)).toSorted()).toEqual(ofAdmin.toSorted());
    expect(await read(support, manager.accountId)).toEqual([]);
    const customer = await register(api(), { email: newEmail() });
    expect(await read(asUser(shop, customer), customer.account?.id ?? "")).toEqual([]);
  });

  it("read the security events of an account and who caused them", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const id = session.account?.id ?? "";
    await login(api(), email, "not the password");
    await login(api(), email);
    await setRoles(admin, id, "SUPPORT");
    const next = await refresh(api(), session.refreshToken);
    await refresh(api(), next.refreshToken);
    await refresh(api(), session.refreshToken);
    const query = `query ($accountId: ID) {
      securityEvents(accountId: $accountId) { edges { node { type actor addressHash account { id } } } }
    }`;
    interface Trail {
      readonly securityEvents: { readonly edges: readonly { readonly node: { type: string; actor: string } }[] };
    }
    const read = async () =>
      (await fetchData<Trail>(admin, query, { accountId: id })).securityEvents.edges.map(({ node }) => node);
    await expect
      .poll(async () => (await read()).map(({ type }) => type).toSorted())
      .toEqual(["REFRESH_REUSED", "REGISTERED", "ROLES_CHANGED", "SIGN_IN", "SIGN_IN_FAILED"]);
    const trail = await read();
    expect(trail.find(({ type }) => type === "ROLES_CHANGED")?.actor).toBe(`account:${admin.accountId}`);
    expect(trail.find(({ type }) => type === "SIGN_IN_FAILED")?.actor).toBe("anonymous");
    expect(new Set(trail.map((event) => Reflect.get(event, "addressHash"))).size).toBe(1);
  });
});

describe("session cookies", () => {
  const send = (query: string, headers: Record<string, string>, variables: object = {}) =>
    fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
  const setCookiesOf = (response: Response) => response.headers.getSetCookie();
  const cookieHeaderFrom = (response: Response) =>
    setCookiesOf(response)
      .map((line) => line.split(";")[0])
      .join("; ");
  const mode = { "x-stoa-session": "cookie" };
  const me = "{ me { email } }";
  const fields = "accessToken refreshToken account { email } userErrors { code }";
  const signInMutation = `mutation ($input: LoginInput!) { login(input: $input) { ${fields} } }`;
  const refreshMutation = `mutation { refreshSession(input: {refreshToken: ""}) { ${fields} } }`;

  /** Registers a user and signs in with cookies. */
  async function signIn() {
    const email = newEmail();
    await register(api(), { email });
    const response = await send(signInMutation, mode, { input: { email, password: person.password } });
    return { email, response, cookie: cookieHeaderFrom(response) };
  }

  it("replace the tokens in the response and are not readable by scripts", async () => {
    const { email, response, cookie } = await signIn();
    expect(await response.json()).toMatchObject({ data: { login: { accessToken: null, refreshToken: null } } });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(setCookiesOf(response)).toHaveLength(2);
    for (const line of setCookiesOf(response)) {
      expect(line).toMatch(
        /^__Host-stoa-(access|refresh)=\S+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
    }
    expect(await (await send(me, { ...mode, cookie })).json()).toEqual({ data: { me: { email } } });
  });

  it("are renewed by refreshSession and deleted by logout", async () => {
    const { email, cookie } = await signIn();
    const refreshed = await send(refreshMutation, { ...mode, cookie });
    expect(await refreshed.json()).toMatchObject({ data: { refreshSession: { account: { email }, userErrors: [] } } });
    const renewed = { ...mode, cookie: cookieHeaderFrom(refreshed) };
    const loggedOut = await send("mutation { logout { userErrors { code } } }", renewed);
    expect(setCookiesOf(loggedOut).every((line) => line.includes("=; Max-Age=0"))).toBe(true);
    expect(await (await send(refreshMutation, renewed)).json()).toMatchObject({
      data: { refreshSession: { account: null, userErrors: [{ code: "SESSION_EXPIRED" }] } },
    });
  });

  it("are ignored without the x-stoa-session header, which other origins cannot send", async () => {
    const { cookie } = await signIn();
    expect(await (await send(me, { cookie })).json()).toEqual({ data: { me: null } });
    expect(await (await send(createCart, { cookie })).json()).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    const preflight = await fetch(`${shop.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-stoa-session,content-type",
      },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each<{ mutation: string; documentFor: (cookie: string) => Promise<string> }>([
    {
      mutation: "logoutEverywhere",
      documentFor: async () => "mutation { logoutEverywhere { userErrors { code } } }",
    },
    {
      mutation: "deleteMyAccount",
      documentFor: async () =>
        `mutation { deleteMyAccount(input: { password: "${person.password}" }) { userErrors { code } } }`,
    },
    {
      mutation: "revokeSession of the current session",
      documentFor: async (cookie) => {
        const response = await send("{ me { sessions { id current } } }", { ...mode, cookie });
        const { data } = (await response.json()) as { data: SessionsData };
        const id = data.me.sessions.find(({ current }) => current)?.id;
        return `mutation { revokeSession(id: "${id}") { userErrors { code } } }`;
      },
    },
    { mutation: "logout", documentFor: async () => "mutation { logout { userErrors { code } } }" },
  ])("are deleted by $mutation, with the browser's data of this origin", async ({ documentFor }) => {
    const { cookie } = await signIn();
    const response = await send(await documentFor(cookie), { ...mode, cookie });
    expect(await response.text()).toContain('"userErrors":[]');
    expect(setCookiesOf(response).map((line) => line.split("; ").slice(0, 2))).toEqual([
      ["__Host-stoa-access=", "Max-Age=0"],
      ["__Host-stoa-refresh=", "Max-Age=0"],
    ]);
    expect(response.headers.get("clear-site-data")).toBe('"cache", "storage"');
  });

  it("are not needed to log out: a client with tokens keeps its data", async () => {
    const { accessToken } = await register(api(), { email: newEmail() });
    const response = await send("mutation { logout { userErrors { code } } }", {
      authorization: `Bearer ${accessToken}`,
    });
    expect(response.headers.get("clear-site-data")).toBeNull();
  });

  it("of a session end it with the next sign-in to the account, also after the access token expired", async () => {
    const { email, cookie } = await signIn();
    const [, refreshCookie = ""] = cookie.split("; ");
    const other = await signIn();
    await send(
      signInMutation,
      { ...mode, cookie: refreshCookie },
      { input: { email: other.email, password: person.password } },
    );
    const renewed = await send(refreshMutation, { ...mode, cookie });
    expect(await renewed.json()).toMatchObject({ data: { refreshSession: { account: { email } } } });
    const [, renewedCookie = ""] = cookieHeaderFrom(renewed).split("; ");
    await send(signInMutation, { ...mode, cookie: renewedCookie }, { input: { email, password: person.password } });
    expect(await (await send(refreshMutation, { ...mode, cookie: renewedCookie })).json()).toMatchObject({
      data: { refreshSession: { account: null, userErrors: [{ code: "SESSION_EXPIRED" }] } },
    });
  });

  it("yield to a bearer token", async () => {
    const { cookie } = await signIn();
    const authorization = `Bearer ${admin.token}`;
    const response = await send("{ me { id } }", { ...mode, cookie, authorization });
    expect(await response.json()).toEqual({ data: { me: { id: admin.accountId } } });
  });

  it("authenticate an EventSource, which cannot send the header, only for an allowed origin", async () => {
    const { email, cookie } = await signIn();
    const accept = "text/event-stream";
    const listen = async (headers: Record<string, string>) => {
      const query = encodeURIComponent(me);
      const response = await fetch(`${shop.url}/graphql?query=${query}`, { headers: { cookie, accept, ...headers } });
      const text = await response.text();
      return {
        authenticated: text.includes(email),
        allowedOrigin: response.headers.get("access-control-allow-origin"),
      };
    };
    const origin = "https://stoa.example";
    expect(await listen({ origin, "sec-fetch-site": "same-site" })).toEqual({
      authenticated: true,
      allowedOrigin: origin,
    });
    expect(await listen({ "sec-fetch-site": "same-origin" })).toEqual({ authenticated: true, allowedOrigin: null });
    const untrusted = [
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin, accept: "application/json" },
      {},
    ];
    for (const headers of untrusted) expect(await listen(headers)).toMatchObject({ authenticated: false });
    const posted = await send(createCart, { cookie, accept, origin, "sec-fetch-site": "same-origin" });
    expect(await posted.text()).toContain("UNAUTHENTICATED");
  });

  it("with invalid tokens are ignored, so that the user can sign in again", async () => {
    const cookie = "__Host-stoa-access=x.y.z; __Host-stoa-refresh=nothing";
    expect(await (await send(me, { ...mode, cookie })).json()).toEqual({ data: { me: null } });
  });
});

describe("npm run keys:rotate", () => {
  interface Jwks {
    readonly keys: readonly { readonly kid: string; readonly d?: string }[];
  }
  const rotate = (...args: string[]) => npm("run", "keys:rotate", "--", "--data", shop.dataDir, ...args);
  const readKids = () => {
    const secrets = JSON.parse(readFileSync(join(shop.dataDir, "secrets.json"), "utf8"));
    return (JSON.parse(secrets.jwtPrivateKeys) as Jwks).keys.map(({ kid }) => kid);
  };

  it("adds a key and preserves the previous key, whose tokens stay valid, until it is dropped", async () => {
    const session = await register(api(), { email: newEmail() });
    const [previous] = readKids();
    expect(decodeProtectedHeader(session.accessToken ?? "").kid).toBe(previous);
    await rotate();
    expect(readKids()).toHaveLength(2);
    expect(readKids()[1]).toBe(previous);
    const published = (await (await fetch(`${shop.url}/.well-known/jwks.json`)).json()) as Jwks;
    expect(published.keys.map(({ kid }) => kid)).toEqual([previous]);
    expect(published.keys.some(({ d }) => d !== undefined)).toBe(false);
    const { data } = await sendGraphql<{ me: object }>(asUser(shop, session), "{ me { id } }");
    expect(data?.me).not.toBeNull();
    await rotate("--drop-others");
    expect(readKids()).toHaveLength(1);
    expect(readKids()).not.toContain(previous);
  });
});
