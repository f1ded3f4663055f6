import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { errorCodes, openShop, reasonOf, type Shop } from "../support/harness.ts";

let shop: Shop;
let admin: Api & { readonly accountId: string };

beforeAll(async () => {
  shop = await openShop();
  admin = await shop.signUp("ADMIN");
});

afterAll(() => shop?.stop());

const api = () => ({ url: shop.url });
const cart = "mutation { createCart { order { id } } }";
const setRoles = (by: Api, accountId: string, ...roles: string[]) =>
  runMutation(by, "setRoles", "SetRolesInput", { accountId, roles });
const setDisabled = (accountId: string, disabled: boolean) =>
  runMutation(admin, "setDisabled", "SetDisabledInput", { accountId, disabled });

let people = 0;
const newEmail = () => `rights-${++people}@example.com`;

/** Within five seconds no change goes through any more. */
const isShutOut = (caller: Api) =>
  expect.poll(() => errorCodes(caller, cart), { timeout: 5_000, interval: 200 }).toEqual(["UNAUTHENTICATED"]);

interface Listed {
  readonly me: { readonly sessions: readonly { id: string; current: boolean; userAgent: string | null }[] };
}
const sessionsOf = async (caller: Api) =>
  (await fetchData<Listed>(caller, "{ me { sessions { id current userAgent lastSeenAt } } }")).me.sessions;

describe("the sessions of an account", () => {
  it("are listed, and ended one by one or all at once", async () => {
    const email = newEmail();
    const [first, second, third] = [
      await register(api(), { email }),
      await login(api(), email),
      await login(api(), email),
    ];
    const here = asUser(shop, third);
    const listed = await sessionsOf(here);
    expect(listed.map(({ current }) => current)).toEqual([true, false, false]);
    expect(await errorCodes(asUser(shop, second), cart)).toEqual([]);
    const query = "mutation ($id: ID!) { revokeSession(id: $id) { userErrors { code } } }";
    expect(await errorCodes(here, query, { id: listed[1]?.id })).toEqual([]);
    await isShutOut(asUser(shop, second));
    expect(userErrorCodes(await refresh(api(), second.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await sessionsOf(here)).toHaveLength(2);

    expect(await errorCodes(here, "mutation { logoutEverywhere { userErrors { code } } }")).toEqual([]);
    for (const session of [first, third]) {
      await isShutOut(asUser(shop, session));
      expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual([
        "SESSION_EXPIRED input refreshToken",
      ]);
    }
    // Reads go on until the token expires by itself.
    expect(await errorCodes(here, "{ me { id } }")).toEqual([]);
    expect((await login(api(), email)).accessToken).not.toBeNull();
  });

  it("are nobody else's to see or end", async () => {
    const email = newEmail();
    const owner = await register(api(), { email });
    const [session] = await sessionsOf(asUser(shop, owner));
    const query = "mutation ($id: ID!) { revokeSession(id: $id) { userErrors { code } } }";
    expect(await errorCodes(admin, query, { id: session?.id })).toEqual([]);
    expect((await refresh(api(), owner.refreshToken)).accessToken).not.toBeNull();
    const seen = "query ($id: ID!) { account(id: $id) { sessions { id } } }";
    expect(await fetchData(admin, seen, { id: owner.account?.id })).toEqual({ account: { sessions: [] } });
  });

  it("end when the database says so, also when nobody could tell Redis", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    await shop.sql("account")`update users set sessions_from = now() + interval '1 second' where email = ${email}`;
    expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("are fifty at most: the one used least recently makes room", async () => {
    const email = newEmail();
    const oldest = await register(api(), { email });
    const others = [];
    for (let count = 0; count < 50; count++) others.push(await login(api(), email));
    expect(await sessionsOf(asUser(shop, others[0] ?? oldest))).toHaveLength(50);
    expect(userErrorCodes(await refresh(api(), oldest.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });
});

describe("roles", () => {
  it("that change are in the next token, and the last one changes nothing any more", async () => {
    const session = await register(api(), { email: newEmail() });
    const accountId = session.account?.id ?? "";
    const before = asUser(shop, session);
    expect(await errorCodes(before, cart)).toEqual([]);
    expect(await setRoles(admin, accountId, "SUPPORT", "CUSTOMER")).toEqual([]);
    await isShutOut(before);
    const renewed = await refresh(api(), session.refreshToken);
    expect(renewed.account?.roles).toEqual(["CUSTOMER", "SUPPORT"]);
    expect(await errorCodes(asUser(shop, renewed), "{ accounts { edges { cursor } } }")).toEqual([]);
    expect(await errorCodes(asUser(shop, renewed), cart)).toEqual([]);
  });

  it("are given by administrators alone, and only such as there are", async () => {
    const { account } = await register(api(), { email: newEmail() });
    const id = account?.id ?? "";
    const query = "mutation ($input: SetRolesInput!) { setRoles(input: $input) { userErrors { code } } }";
    const support = await shop.signUp("SUPPORT");
    expect(await errorCodes(support, query, { input: { accountId: id, roles: ["ADMIN"] } })).toEqual(["FORBIDDEN"]);
    expect(await setRoles(admin, id)).toEqual(["INVALID_ROLES input roles"]);
    expect(await setRoles(admin, id, "GUEST")).toEqual(["INVALID_ROLES input roles"]);
    const guest = await startGuest(api());
    expect(await setRoles(admin, guest.account?.id ?? "", "ADMIN")).toEqual(["NOT_FOUND input accountId"]);
    expect(await setRoles(admin, `acc_${"0".repeat(26)}`, "ADMIN")).toEqual(["NOT_FOUND input accountId"]);
  });

  it("leave an administrator, also when two demote each other at once", async () => {
    const other = await openShop();
    try {
      const [one, two] = [await other.signUp("ADMIN"), await other.signUp("ADMIN")];
      const sql = other.sql("account");
      const demote = async (by: string, accountId: string) => {
        const rpc = await other.rpc("account", { accountId: by, sessionId: "", roles: ["ADMIN"] });
        return reasonOf(rpc(AccountService.method.setUserRoles, { userId: accountId, roles: [Role.CUSTOMER] }));
      };
      for (let round = 0; round < 20; round++) {
        await sql`update users set roles = '{ADMIN}' where id in (${one.accountId}, ${two.accountId})`;
        const reasons = await Promise.all([demote(one.accountId, two.accountId), demote(two.accountId, one.accountId)]);
        expect(reasons.toSorted()).toEqual(["LAST_ADMIN", "succeeded"]);
      }
      const [left] = await sql`select email from users where 'ADMIN' = any(roles)`;
      const session = await login({ url: other.url }, String(left?.email));
      const last = { ...asUser(other, session), accountId: session.account?.id };
      const shut = { accountId: last.accountId, disabled: true };
      expect(await runMutation(last, "setDisabled", "SetDisabledInput", shut)).toEqual(["LAST_ADMIN"]);
      const input = { password: person.password };
      expect(await runMutation(last, "deleteMyAccount", "DeleteMyAccountInput", input)).toEqual(["LAST_ADMIN"]);
    } finally {
      await other.stop();
    }
  });

  it("of the first administrator are given by whoever owns the shop", async () => {
    const email = newEmail();
    await register(api(), { email });
    const run = (address: string) =>
      promisify(execFile)("npm", ["run", "admin", "--", address, "--data", shop.dataDir], { cwd: root });
    await expect(run("nobody@example.com")).rejects.toMatchObject({ code: 1 });
    expect((await run(email.toUpperCase())).stdout).toContain("is an administrator");
    expect((await login(api(), email)).account?.roles.toSorted()).toEqual(["ADMIN", "CUSTOMER"]);
  });
});

describe("an account that is shut out", () => {
  it("neither signs in, nor refreshes, nor changes anything, until it is let in again", async () => {
    const email = newEmail();
    const session = await register(api(), { email });
    const id = session.account?.id ?? "";
    expect(await setDisabled(id, true)).toEqual([]);
    await isShutOut(asUser(shop, session));
    expect(userErrorCodes(await login(api(), email))).toEqual(["ACCOUNT_DISABLED"]);
    expect(userErrorCodes(await login(api(), email, "not the password"))).toEqual(["INVALID_CREDENTIALS"]);
    expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await setDisabled(id, false)).toEqual([]);
    expect(await errorCodes(asUser(shop, await login(api(), email)), cart)).toEqual([]);
  });
});

describe("staff", () => {
  it("find accounts by part of a name or an address, page by page", async () => {
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
    const byAddress = await fetchData<Page>(support, query, { query: "NEEDLE.3", first: 5 });
    expect(byAddress.accounts.edges).toHaveLength(1);
    expect(await errorCodes(support, query, { after: "bm90IGEgY3Vyc29y" })).toEqual(["BAD_USER_INPUT"]);
  });

  it("read in the audit trail what happened to an account, and by whom", async () => {
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

describe("cookies", () => {
  const send = (query: string, headers: Record<string, string>, variables: object = {}) =>
    fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
  const cookiesOf = (response: Response) => response.headers.getSetCookie();
  const jar = (response: Response) =>
    cookiesOf(response)
      .map((line) => line.split(";")[0])
      .join("; ");
  const mode = { "x-stoa-session": "cookie" };
  const me = "{ me { email } }";
  const fields = "accessToken refreshToken account { email } userErrors { code }";

  it("carry a session that no script can read, from signing in to signing out", async () => {
    const email = newEmail();
    await register(api(), { email });
    const signIn = `mutation ($input: LoginInput!) { login(input: $input) { ${fields} } }`;
    const response = await send(signIn, mode, { input: { email, password: person.password } });
    expect(await response.json()).toMatchObject({ data: { login: { accessToken: null, refreshToken: null } } });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(cookiesOf(response)).toHaveLength(2);
    for (const line of cookiesOf(response)) {
      expect(line).toMatch(
        /^__Host-stoa-(access|refresh)=\S+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
    }
    const cookie = jar(response);
    expect(await (await send(me, { ...mode, cookie })).json()).toEqual({ data: { me: { email } } });

    const refreshed = await send(`mutation { refreshSession(input: {refreshToken: ""}) { ${fields} } }`, {
      ...mode,
      cookie,
    });
    expect(await refreshed.json()).toMatchObject({ data: { refreshSession: { account: { email }, userErrors: [] } } });
    const out = await send("mutation { logout { userErrors { code } } }", { ...mode, cookie: jar(refreshed) });
    expect(cookiesOf(out).every((line) => line.includes("=; Max-Age=0"))).toBe(true);
    const again = await send(`mutation { refreshSession(input: {refreshToken: ""}) { ${fields} } }`, {
      ...mode,
      cookie: jar(refreshed),
    });
    expect(await again.json()).toMatchObject({
      data: { refreshSession: { account: null, userErrors: [{ code: "SESSION_EXPIRED" }] } },
    });
  });

  it("alone are nobody: a page of another origin cannot send the header that goes with them", async () => {
    const email = newEmail();
    await register(api(), { email });
    const signIn = `mutation ($input: LoginInput!) { login(input: $input) { ${fields} } }`;
    const cookie = jar(await send(signIn, mode, { input: { email, password: person.password } }));
    expect(await (await send(me, { cookie })).json()).toEqual({ data: { me: null } });
    expect(await (await send(cart, { cookie })).json()).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    const asked = await fetch(`${shop.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-stoa-session,content-type",
      },
    });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("are taken back by whatever ends the session, and yield to a token", async () => {
    const signIn = `mutation ($input: LoginInput!) { login(input: $input) { ${fields} } }`;
    const begin = async () => {
      const email = newEmail();
      await register(api(), { email });
      return { email, cookie: jar(await send(signIn, mode, { input: { email, password: person.password } })) };
    };
    const ends: readonly ((cookie: string) => Promise<string> | string)[] = [
      () => "mutation { logoutEverywhere { userErrors { code } } }",
      () => `mutation { deleteMyAccount(input: { password: "${person.password}" }) { userErrors { code } } }`,
      async (cookie) => {
        const answer = await send("{ me { sessions { id current } } }", { ...mode, cookie });
        const { data } = (await answer.json()) as { data: Listed };
        const id = data.me.sessions.find(({ current }) => current)?.id;
        return `mutation { revokeSession(id: "${id}") { userErrors { code } } }`;
      },
    ];
    for (const end of ends) {
      const { cookie } = await begin();
      const response = await send(await end(cookie), { ...mode, cookie });
      expect(await response.text()).toContain('"userErrors":[]');
      expect(cookiesOf(response).map((line) => line.split("; ").slice(0, 2))).toEqual([
        ["__Host-stoa-access=", "Max-Age=0"],
        ["__Host-stoa-refresh=", "Max-Age=0"],
      ]);
    }
    const { cookie } = await begin();
    const authorization = `Bearer ${admin.token}`;
    const both = await send("{ me { id } }", { ...mode, cookie, authorization });
    expect(await both.json()).toEqual({ data: { me: { id: admin.accountId } } });
  });

  it("are those of an EventSource, which sends no header of its own, where the browser says that its page is ours", async () => {
    const email = newEmail();
    await register(api(), { email });
    const signIn = `mutation ($input: LoginInput!) { login(input: $input) { ${fields} } }`;
    const cookie = jar(await send(signIn, mode, { input: { email, password: person.password } }));
    const accept = "text/event-stream";
    const listen = async (headers: Record<string, string>) => {
      const query = encodeURIComponent(me);
      const response = await fetch(`${shop.url}/graphql?query=${query}`, { headers: { cookie, accept, ...headers } });
      const text = await response.text();
      return { known: text.includes(email), allowed: response.headers.get("access-control-allow-origin") };
    };
    const ours = "https://stoa.example";
    expect(await listen({ origin: ours, "sec-fetch-site": "same-site" })).toEqual({ known: true, allowed: ours });
    expect(await listen({ "sec-fetch-site": "same-origin" })).toEqual({ known: true, allowed: null });
    const strangers = [
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin: ours, accept: "application/json" },
      {},
    ];
    for (const headers of strangers) expect(await listen(headers)).toMatchObject({ known: false });
    const posted = await send(cart, { cookie, accept, origin: ours, "sec-fetch-site": "same-origin" });
    expect(await posted.text()).toContain("UNAUTHENTICATED");
  });

  it("that are worth nothing are as none, so that their owner can sign in again", async () => {
    const cookie = "__Host-stoa-access=x.y.z; __Host-stoa-refresh=nothing";
    expect(await (await send(me, { ...mode, cookie })).json()).toEqual({ data: { me: null } });
  });
});

describe("signing keys", () => {
  it("are rotated with the old one good until its tokens have expired", async () => {
    const { dataDir } = shop;
    const run = (...args: string[]) =>
      promisify(execFile)("npm", ["run", "keys:rotate", "--", "--data", dataDir, ...args], { cwd: root });
    const kids = () =>
      (JSON.parse(JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")).jwtPrivateKeys) as Jwks).keys.map(
        ({ kid }) => kid,
      );
    interface Jwks {
      readonly keys: readonly { readonly kid: string; readonly d?: string }[];
    }
    const session = await register(api(), { email: newEmail() });
    const [old] = kids();
    expect(decodeProtectedHeader(session.accessToken ?? "").kid).toBe(old);
    await run();
    expect(kids()).toHaveLength(2);
    expect(kids()[1]).toBe(old);
    const published = (await (await fetch(`${shop.url}/.well-known/jwks.json`)).json()) as Jwks;
    expect(published.keys.map(({ kid }) => kid)).toEqual([old]);
    expect(published.keys.some(({ d }) => d !== undefined)).toBe(false);
    const { data } = await sendGraphql<{ me: object }>(asUser(shop, session), "{ me { id } }");
    expect(data?.me).not.toBeNull();
    await run("--drop-others");
    expect(kids()).toHaveLength(1);
    expect(kids()).not.toContain(old);
  });
});
