import { describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login, person, refresh, register, startGuest, userErrorCodes } from "../support/accounts.ts";
import { errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("OWN", 5), productLine("SEEN", 5)] });

const api = () => ({ url: shop.url });

describe("register", () => {
  it("creates one account for concurrent requests with one email, regardless of case", async () => {
    const sessions = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        register(api(), { email: index % 2 === 0 ? "same@example.com" : "Same@Example.com" }),
      ),
    );
    expect(sessions.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
    expect(sessions.flatMap(userErrorCodes).filter((code) => code === "EMAIL_TAKEN input email")).toHaveLength(7);
  });

  it.each([
    { input: { email: "not an address" }, error: "INVALID_EMAIL input email" },
    { input: { email: "a@b" }, error: "INVALID_EMAIL input email" },
    { input: { email: "a@example.com", password: "short" }, error: "INVALID_PASSWORD input password" },
    { input: { email: "a@example.com", password: "x".repeat(129) }, error: "INVALID_PASSWORD input password" },
    { input: { email: "a@example.com", password: "Password1" }, error: "COMMON_PASSWORD input password" },
    {
      input: { email: "someone.long@example.com", password: "someone.long" },
      error: "COMMON_PASSWORD input password",
    },
    { input: { email: "a@example.com", firstName: "  " }, error: "INVALID_NAME input firstName" },
    { input: { email: "a@example.com", lastName: "a\u0007b" }, error: "INVALID_NAME input lastName" },
    { input: { email: "a@example.com", lastName: "a\u0000b" }, error: "INVALID_TEXT input lastName" },
  ])("rejects $input with $error", async ({ input, error }) => {
    expect(userErrorCodes(await register(api(), input))).toEqual([error]);
  });
});

describe("login", () => {
  it("returns the same response for an unknown email as for a wrong password", async () => {
    await register(api(), { email: "known@example.com" });
    const wrong = await login(api(), "known@example.com", "not the password");
    const unknown = await login(api(), "unknown@example.com", "not the password");
    expect(wrong).toEqual(unknown);
    expect(userErrorCodes(wrong)).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), " KNOWN@example.com", person.password)).accessToken).not.toBeNull();
  });
});

describe("the account in the payload of register, login and refreshSession", () => {
  const fields =
    "account { id sessions { current } orders { edges { node { id account { id } timeline { type } } } } }";

  it("is resolved with the permissions of its owner", async () => {
    const email = "own@example.com";
    const guest = await startGuest(api());
    const { order } = await placeOrder(asUser(shop, guest), {
      idempotencyKey: "own",
      lines: [{ sku: "OWN", quantity: 1 }],
    });
    const orders = (accountId: string | undefined) => ({
      edges: [
        {
          node: { id: order?.id, account: { id: accountId }, timeline: order?.timeline.map(({ type }) => ({ type })) },
        },
      ],
    });
    const authenticate = async (caller: Api, name: string, input: object) => {
      const query = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
        session: ${name}(input: $input) { refreshToken ${fields} } }`;
      type Data = { session: { refreshToken: string; account: { sessions: readonly { current: boolean }[] } } };
      return (await fetchData<Data>(caller, query, { input })).session;
    };
    const registered = await authenticate(asUser(shop, guest), "register", { ...person, email });
    expect(registered.account).toEqual({
      id: guest.account?.id,
      sessions: [{ current: true }],
      orders: orders(guest.account?.id),
    });
    const loggedIn = await authenticate(api(), "login", { email, password: person.password });
    const refreshed = await authenticate(api(), "refreshSession", { refreshToken: registered.refreshToken });
    for (const { account } of [loggedIn, refreshed]) {
      expect(account).toMatchObject({ id: guest.account?.id, orders: orders(guest.account?.id) });
      expect(account.sessions.filter(({ current }) => current)).toHaveLength(1);
    }
  });
});

describe("a document with login and other mutations", () => {
  it("runs the mutations after login as the signed-in user, and those before it without a user", async () => {
    const { account } = await register(api(), { email: "document@example.com" });
    const login = `login(input: { email: "document@example.com", password: "${person.password}" }) { account { id } }`;
    const cart = "createCart { order { account { id } } }";
    const data = await fetchData<object>(api(), `mutation { ${login} ${cart} }`);
    const owner = { account: { id: account?.id } };
    expect(data).toEqual({ login: owner, createCart: { order: owner } });
    expect(await errorCodes(api(), `mutation { ${cart} ${login} }`)).toEqual(["UNAUTHENTICATED"]);
    const wrong = login.replace(person.password, "not the password");
    expect(await errorCodes(api(), `mutation { ${wrong} ${cart} }`)).toEqual(["UNAUTHENTICATED"]);
  });
});

describe("account(id:)", () => {
  it("shows orders to the owner and to support, sessions to the owner only, and nothing to other users", async () => {
    const owner = await shop.signUp();
    const lines = [{ sku: "SEEN", quantity: 1 }];
    const placed = [];
    for (const idempotencyKey of ["first", "second"]) placed.push(await placeOrder(owner, { idempotencyKey, lines }));
    const ids = placed.map(({ order }) => order?.id).reverse();
    const query = `query ($id: ID!, $after: String) { account(id: $id) {
      sessions { id } orders(first: 1, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } } }`;
    type Page = { edges: readonly { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } };
    type Data = { account: { sessions: readonly object[]; orders: Page } | null };
    const readTwoPages = async (caller: Api) => {
      const first = (await fetchData<Data>(caller, query, { id: owner.accountId })).account;
      const after = first?.orders.edges[0]?.cursor;
      const second = (await fetchData<Data>(caller, query, { id: owner.accountId, after })).account;
      return {
        orders: [first, second].flatMap((page) => page?.orders.edges.map(({ node }) => node.id) ?? []),
        hasNextPage: [first, second].map((page) => page?.orders.pageInfo.hasNextPage),
        sessions: first?.sessions.length,
      };
    };
    const hasNextPage = [true, false];
    expect(await readTwoPages(await shop.signUp("SUPPORT"))).toEqual({ orders: ids, hasNextPage, sessions: 0 });
    expect(await readTwoPages(owner)).toEqual({ orders: ids, hasNextPage, sessions: 2 });
    for (const other of [await shop.signUp(), await shop.signUp("CATALOG_MANAGER")]) {
      expect((await fetchData<Data>(other, query, { id: owner.accountId })).account).toBeNull();
    }
  });
});

describe("a refresh token", () => {
  it("returns the same successor when it is used twice, and ends the session when an older one is used", async () => {
    const first = await register(api(), { email: "refresh@example.com" });
    const [second, repeated] = [await refresh(api(), first.refreshToken), await refresh(api(), first.refreshToken)];
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(repeated.refreshToken).toBe(second.refreshToken);
    const third = await refresh(api(), second.refreshToken);
    expect(third.accessToken).not.toBeNull();
    // The first token is older than the previous one, so a lost response does not explain its use: it may be stolen.
    expect(userErrorCodes(await refresh(api(), first.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await refresh(api(), third.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("has one successor for 100 concurrent requests", async () => {
    const { refreshToken } = await register(api(), { email: "crowd@example.com" });
    const sessions = await Promise.all(Array.from({ length: 100 }, () => refresh(api(), refreshToken)));
    expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(1);
    expect((await refresh(api(), sessions[0]?.refreshToken ?? "")).accessToken).not.toBeNull();
  });

  it("is rejected after logout, and when it was never issued", async () => {
    const { refreshToken, accessToken } = await register(api(), { email: "out@example.com" });
    const signedIn = { url: shop.url, token: accessToken ?? "" };
    expect(await errorCodes(signedIn, "mutation { logout { userErrors { code } } }")).toEqual([]);
    for (const token of [refreshToken, "", "ses_x.y", `${refreshToken?.split(".")[0]}.${"0".repeat(64)}`]) {
      expect(userErrorCodes(await refresh(api(), token))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    }
  });
});
