import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { asUser, login, person, refresh, register, startGuest, userErrorCodes } from "../support/accounts.ts";
import { errorCodes, importProducts, openShop, placeOrder, productLine, type Shop } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop?.stop());

const api = () => ({ url: shop.url });

describe("registering", () => {
  it("makes one account of many at once with one address, however it is written", async () => {
    const sessions = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        register(api(), { email: index % 2 === 0 ? "twin@example.com" : "Twin@Example.com" }),
      ),
    );
    expect(sessions.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
    expect(sessions.flatMap(userErrorCodes).filter((code) => code === "EMAIL_TAKEN input email")).toHaveLength(7);
  });

  it.each([
    [{ email: "not an address" }, "INVALID_EMAIL input email"],
    [{ email: "a@b" }, "INVALID_EMAIL input email"],
    [{ email: "a@example.com", password: "short" }, "INVALID_PASSWORD input password"],
    [{ email: "a@example.com", password: "x".repeat(129) }, "INVALID_PASSWORD input password"],
    [{ email: "a@example.com", password: "Password1" }, "COMMON_PASSWORD input password"],
    [{ email: "someone.long@example.com", password: "someone.long" }, "COMMON_PASSWORD input password"],
    [{ email: "a@example.com", firstName: "  " }, "INVALID_NAME input firstName"],
    [{ email: "a@example.com", lastName: "a\u0007b" }, "INVALID_NAME input lastName"],
    [{ email: "a@example.com", lastName: "a\u0000b" }, "INVALID_TEXT input lastName"],
  ])("refuses %j", async (input, code) => {
    expect(userErrorCodes(await register(api(), input))).toEqual([code]);
  });
});

describe("signing in", () => {
  it("answers an unknown address as it answers a wrong password", async () => {
    await register(api(), { email: "known@example.com" });
    const wrong = await login(api(), "known@example.com", "not the password");
    const unknown = await login(api(), "unknown@example.com", "not the password");
    expect(wrong).toEqual(unknown);
    expect(userErrorCodes(wrong)).toEqual(["INVALID_CREDENTIALS"]);
    expect((await login(api(), " KNOWN@example.com", person.password)).accessToken).not.toBeNull();
  });
});

describe("the account in the answer to a sign-in", () => {
  const own = "account { id sessions { current } orders { edges { node { id account { id } timeline { type } } } } }";

  it("is shown as to its owner, whichever way they came in", async () => {
    const email = "own@example.com";
    const guest = await startGuest(api());
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("OWN", 5)]);
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
    const enter = async (asker: Api, name: string, input: object) => {
      const query = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
        session: ${name}(input: $input) { refreshToken ${own} } }`;
      type Reply = { session: { refreshToken: string; account: { sessions: readonly { current: boolean }[] } } };
      return (await fetchData<Reply>(asker, query, { input })).session;
    };
    const registered = await enter(asUser(shop, guest), "register", { ...person, email });
    expect(registered.account).toEqual({
      id: guest.account?.id,
      sessions: [{ current: true }],
      orders: orders(guest.account?.id),
    });
    const loggedIn = await enter(api(), "login", { email, password: person.password });
    const refreshed = await enter(api(), "refreshSession", { refreshToken: registered.refreshToken });
    for (const { account } of [loggedIn, refreshed]) {
      expect(account).toMatchObject({ id: guest.account?.id, orders: orders(guest.account?.id) });
      expect(account.sessions.filter(({ current }) => current)).toHaveLength(1);
    }
  });
});

describe("a document that signs in", () => {
  it("goes on as whoever came in, and is nobody's before", async () => {
    const { account } = await register(api(), { email: "goes-on@example.com" });
    const login = `login(input: { email: "goes-on@example.com", password: "${person.password}" }) { account { id } }`;
    const cart = "createCart { order { account { id } } }";
    const reply = await fetchData<object>(api(), `mutation { ${login} ${cart} }`);
    const owner = { account: { id: account?.id } };
    expect(reply).toEqual({ login: owner, createCart: { order: owner } });
    expect(await errorCodes(api(), `mutation { ${cart} ${login} }`)).toEqual(["UNAUTHENTICATED"]);
    const wrong = login.replace(person.password, "not the password");
    expect(await errorCodes(api(), `mutation { ${wrong} ${cart} }`)).toEqual(["UNAUTHENTICATED"]);
  });
});

describe("the orders of an account", () => {
  it("are shown to support staff as to its owner, and to nobody else; its sessions to the owner alone", async () => {
    const owner = await shop.signUp();
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("SEEN", 5)]);
    const lines = [{ sku: "SEEN", quantity: 1 }];
    const placed = [];
    for (const idempotencyKey of ["first", "second"]) placed.push(await placeOrder(owner, { idempotencyKey, lines }));
    const ids = placed.map(({ order }) => order?.id).reverse();
    const query = `query ($id: ID!, $after: String) { account(id: $id) {
      sessions { id } orders(first: 1, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } } }`;
    type Page = { edges: readonly { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } };
    type Reply = { account: { sessions: readonly object[]; orders: Page } | null };
    const see = async (asker: Api) => {
      const first = (await fetchData<Reply>(asker, query, { id: owner.accountId })).account;
      const after = first?.orders.edges[0]?.cursor;
      const second = (await fetchData<Reply>(asker, query, { id: owner.accountId, after })).account;
      return {
        orders: [first, second].flatMap((page) => page?.orders.edges.map(({ node }) => node.id) ?? []),
        more: [first, second].map((page) => page?.orders.pageInfo.hasNextPage),
        sessions: first?.sessions.length,
      };
    };
    expect(await see(await shop.signUp("SUPPORT"))).toEqual({ orders: ids, more: [true, false], sessions: 0 });
    expect(await see(owner)).toEqual({ orders: ids, more: [true, false], sessions: 2 });
    for (const other of [await shop.signUp(), await shop.signUp("CATALOG_MANAGER")]) {
      expect((await fetchData<Reply>(other, query, { id: owner.accountId })).account).toBeNull();
    }
  });
});

describe("a refresh token", () => {
  it("works once; its successor is given again for a lost reply; a stolen one ends the session", async () => {
    const first = await register(api(), { email: "refresh@example.com" });
    const [second, lost] = [await refresh(api(), first.refreshToken), await refresh(api(), first.refreshToken)];
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(lost.refreshToken).toBe(second.refreshToken);
    const third = await refresh(api(), second.refreshToken);
    expect(third.accessToken).not.toBeNull();
    // The first is older than the one before: whoever has it did not just lose a reply.
    expect(userErrorCodes(await refresh(api(), first.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(userErrorCodes(await refresh(api(), third.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
  });

  it("presented a hundred times at once has one successor", async () => {
    const { refreshToken } = await register(api(), { email: "crowd@example.com" });
    const sessions = await Promise.all(Array.from({ length: 100 }, () => refresh(api(), refreshToken)));
    expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(1);
    expect((await refresh(api(), sessions[0]?.refreshToken ?? "")).accessToken).not.toBeNull();
  });

  it("is worth nothing after signing out, or when it was never given", async () => {
    const { refreshToken, accessToken } = await register(api(), { email: "out@example.com" });
    const signedIn = { url: shop.url, token: accessToken ?? "" };
    expect(await errorCodes(signedIn, "mutation { logout { userErrors { code } } }")).toEqual([]);
    for (const token of [refreshToken, "", "ses_x.y", `${refreshToken?.split(".")[0]}.${"0".repeat(64)}`]) {
      expect(userErrorCodes(await refresh(api(), token))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    }
  });
});

describe("limits", () => {
  it("hold an address that signs in too often, aliases and all", async () => {
    const limited = await openShop({ limits: true });
    try {
      const attempt = (name: string) =>
        `${name}: login(input: {email: "a@example.com", password: "guess guess"}) { accessToken }`;
      const aliases = Array.from({ length: 12 }, (_, index) => attempt(`a${index}`)).join(" ");
      const codes = await errorCodes({ url: limited.url }, `mutation { ${aliases} }`);
      // The first that is refused ends the operation: the eleventh of twelve.
      expect(codes).toEqual(["RATE_LIMITED"]);
    } finally {
      await limited.stop();
    }
  });
});
