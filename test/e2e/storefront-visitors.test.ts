import { beforeAll, describe, expect, it } from "vitest";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { person } from "../support/accounts.ts";
import { callAsPartner, createToken, revokeToken } from "../support/api-tokens.ts";
import { request } from "../support/graphql-request.ts";
import { lockTable } from "../support/lock-table.ts";
import { requestUntilLimited, waitForMinuteStart } from "../support/rate-limits.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ limits: true });
const admin = useUser(shop, "ADMIN");
let token: string;

beforeAll(async () => {
  token = (await createToken(admin, ["STOREFRONT"])).token;
});

interface StorefrontRequest {
  /** The IP address that the request comes from. */
  readonly from: string;
  /** The IP address of the visitor, in `x-stoa-visitor`. */
  readonly visitor?: string;
  /** The storefront token, in `x-stoa-storefront`. */
  readonly token?: string;
  readonly query?: string;
  readonly method?: "GET" | "POST";
}

async function sendRequest({ from, visitor, token, query = "{ __typename }", method = "POST" }: StorefrontRequest) {
  const { status, codes, headers } = await request(
    shop.url,
    { query },
    {
      method,
      headers: {
        "cf-connecting-ip": from,
        ...(token === undefined ? {} : { "x-stoa-storefront": token }),
        ...(visitor === undefined ? {} : { "x-stoa-visitor": visitor }),
      },
    },
  );
  return { status, code: codes[0], cacheStatus: headers.get("cache-status") };
}

describe("a storefront server", () => {
  it("sends requests of 620 visitors within one minute without reaching a limit itself", async () => {
    const from = "192.0.2.10";
    const statuses = new Set<number>();
    for (let index = 0; index < 620; index++) {
      const visitor = `198.51.${Math.floor(index / 250)}.${index % 250}`;
      statuses.add((await sendRequest({ from, token, visitor })).status);
    }
    expect(statuses).toEqual(new Set([200]));
    expect((await sendRequest({ from })).status).toBe(200);
  });

  it("shares one limit per visitor with the direct requests of that visitor", async () => {
    const [from, visitor] = ["192.0.2.11", "203.0.113.11"];
    const { before, limited } = await requestUntilLimited(() => sendRequest({ from, token, visitor }));
    expect([before, limited.code]).toEqual([new Set([200]), "RATE_LIMITED"]);
    expect((await sendRequest({ from: visitor })).status).toBe(429);
    expect((await sendRequest({ from, token, visitor: "203.0.113.12" })).status).toBe(200);
  });

  it("gets cached pages for visitors, which count against their limits", async () => {
    const [from, visitor, query] = ["192.0.2.13", "203.0.113.13", "{ categories { name } }"];
    const page = { from, token, visitor, query, method: "GET" } as const;
    await sendRequest(page);
    await expect.poll(async () => (await sendRequest(page)).cacheStatus).toContain("hit");
    expect((await requestUntilLimited(() => sendRequest(page))).before).toEqual(new Set([200]));
    expect((await sendRequest({ ...page, visitor: "203.0.113.14" })).cacheStatus).toContain("hit");
  });

  it("has failed logins counted by visitor", async () => {
    const from = "192.0.2.15";
    const input = `{email: "visited@example.com", password: "${person.password}", firstName: "A", lastName: "B"}`;
    const register = `mutation { register(input: ${input}) { userErrors { code } } }`;
    expect((await sendRequest({ from, token, visitor: "203.0.113.15", query: register })).status).toBe(200);
    const login = `mutation { login(input: {email: "visited@example.com", password: "guess guess"}) { userErrors { code } } }`;
    const guess = (visitor: string) => sendRequest({ from, token, visitor, query: login });
    for (let count = 0; count < 5; count++) expect((await guess("203.0.113.66")).code).toBeUndefined();
    expect((await guess("203.0.113.66")).code).toBe("RATE_LIMITED");
    expect((await guess("203.0.113.67")).code).toBeUndefined();
  });

  it.each<{
    name: string;
    headers: () => Promise<Partial<StorefrontRequest>>;
    expected: { status: number; code: string };
  }>([
    {
      name: "an unknown token",
      headers: async () => ({ token: "stoa_no", visitor: "203.0.113.1" }),
      expected: { status: 401, code: "UNAUTHENTICATED" },
    },
    {
      name: "an altered token",
      headers: async () => ({ token: `${token}0`, visitor: "203.0.113.1" }),
      expected: { status: 401, code: "UNAUTHENTICATED" },
    },
    {
      name: "a token without the STOREFRONT scope",
      headers: async () => ({ token: (await createToken(admin, ["CATALOG_READ"])).token, visitor: "203.0.113.1" }),
      expected: { status: 403, code: "FORBIDDEN" },
    },
    {
      name: "a token but no visitor",
      headers: async () => ({ token }),
      expected: { status: 400, code: "BAD_USER_INPUT" },
    },
    {
      name: "a visitor that is not an IP address",
      headers: async () => ({ token, visitor: "203.0.113.1, 10.0.0.1" }),
      expected: { status: 400, code: "BAD_USER_INPUT" },
    },
  ])("is rejected with $expected.code for $name", async ({ headers, expected }) => {
    expect(await sendRequest({ from: "192.0.2.16", ...(await headers()) })).toMatchObject(expected);
  });

  it("cannot call the partner API with its token", async () => {
    const method = "stoa.catalog.v1.CatalogService/ListCategories";
    expect((await callAsPartner(shop.url, method, { token })).status).toBe(403);
  });

  it("is rejected within five seconds after its token is revoked", async () => {
    const created = await createToken(admin, ["STOREFRONT"]);
    const storefront = { from: "192.0.2.17", visitor: "203.0.113.17", token: created.token };
    expect((await sendRequest(storefront)).status).toBe(200);
    await revokeToken(admin, created.apiToken?.id ?? "");
    await expect.poll(async () => (await sendRequest(storefront)).status, { timeout: 5_000, interval: 250 }).toBe(401);
  });

  it("is rejected with 403 from a network that its token does not allow", async () => {
    const allowedNetworks = ["192.0.2.0/24", "2001:db8:1::/48"];
    const bound = await createToken(admin, ["STOREFRONT", "CATALOG_READ"], { allowedNetworks });
    const from = (ip: string) => sendRequest({ from: ip, visitor: "203.0.113.19", token: bound.token });
    expect((await from("192.0.2.19")).status).toBe(200);
    expect((await from("2001:db8:1:2::3")).status).toBe(200);
    expect(await from("198.51.100.19")).toMatchObject({ status: 403, code: "FORBIDDEN" });
    const method = "stoa.catalog.v1.CatalogService/ListCategories";
    const callFrom = async (ip: string) =>
      (await callAsPartner(shop.url, method, { token: bound.token, headers: { "cf-connecting-ip": ip } })).status;
    expect([await callFrom("192.0.2.19"), await callFrom("198.51.100.19")]).toEqual([200, 403]);
    const listed = await fetchData<{ apiTokens: { edges: { node: { allowedNetworks: string[] } }[] } }>(
      admin,
      "{ apiTokens(first: 1) { edges { node { allowedNetworks } } } }",
    );
    expect(listed.apiTokens.edges[0]?.node.allowedNetworks).toEqual(allowedNetworks);
    const invalid = await createToken(admin, ["STOREFRONT"], { allowedNetworks: ["192.0.2.1/24"] });
    expect(invalid.errors).toEqual(["INVALID_NETWORK"]);
  });

  it("is limited by its own IP address while its token cannot be verified", async () => {
    const created = await createToken(admin, ["STOREFRONT"]);
    const unlock = await lockTable(shop, "account", "api_tokens");
    const storefront = { from: "192.0.2.18", visitor: "203.0.113.18", token: created.token };
    try {
      expect((await sendRequest(storefront)).status).toBe(200);
      await requestUntilLimited(() => sendRequest({ from: storefront.from }));
      expect((await sendRequest(storefront)).status).toBe(429);
    } finally {
      await unlock();
    }
    expect((await sendRequest({ ...storefront, from: "192.0.2.19" })).status).toBe(200);
  });
});

describe("a visitor of the storefront's pages", () => {
  /** Requests data of a page as the browser of a visitor. */
  async function requestPage(from: string, headers: Readonly<Record<string, string>> = {}) {
    const url = `${shop.stack.storefrontUrl}/search/suggestions?q=lamp`;
    const response = await fetch(url, { headers: { "cf-connecting-ip": from, ...headers } });
    await response.arrayBuffer();
    return { status: response.status };
  }

  it("has a rate limit of their own, which direct requests count for, and another one for prefetched pages", async () => {
    const from = "203.0.113.60";
    const { before } = await requestUntilLimited(() => requestPage(from));
    expect(before).toEqual(new Set([200]));
    expect((await sendRequest({ from })).status).toBe(429);
    expect((await requestPage("203.0.113.61")).status).toBe(200);
    expect((await requestPage(from, { "sec-purpose": "prefetch" })).status).toBe(200);
  });

  it("cannot name another visitor with headers of their own", async () => {
    const from = "203.0.113.62";
    await requestUntilLimited(() => requestPage(from, { "x-stoa-visitor": "203.0.113.63" }));
    expect((await requestPage("203.0.113.63")).status).toBe(200);
    await requestUntilLimited(() => sendRequest({ from: "203.0.113.64", visitor: "203.0.113.65" }));
    expect((await requestPage("203.0.113.65")).status).toBe(200);
    await requestUntilLimited(() => requestPage("203.0.113.66", { "sec-purpose": "prefetch" }));
    expect((await requestPage("203.0.113.66")).status).toBe(200);
  });
});

const minuteMs = 60_000;

/** Uses up a limit in its current window, except for one use. */
async function useUpAlmost(limit: string, id: string, { uses, windowMs }: { uses: number; windowMs: number }) {
  await waitForMinuteStart(10_000);
  const window = Math.floor(Date.now() / windowMs);
  await runRedisCommand(shop, "SET", `${limit}:${id}:${window}`, String(uses - 1), "PX", String(windowMs));
}

describe("the visitors of a storefront token together", () => {
  const register = `mutation { register(input: {email: "", password: "", firstName: "", lastName: ""}) { userErrors { code } } }`;
  const reset = `mutation { requestPasswordReset(input: {email: "visitors@example.com"}) { accepted } }`;
  const startGuest = "mutation { startGuestSession { userErrors { code } } }";

  it.each([
    { name: "registering", query: register, key: "limit:register-by-storefront", uses: 100, windowMs: minuteMs },
    { name: "guest sessions", query: startGuest, key: "limit:guest-by-storefront", uses: 1_000, windowMs: minuteMs },
    { name: "resets", query: reset, key: "limit:reset-by-storefront", uses: 100, windowMs: 15 * minuteMs },
    { name: "points", query: "{ me { id } }", key: "quota:storefront", uses: 3_000_000, windowMs: minuteMs },
  ])("have a limit for $name", async ({ query, key, uses, windowMs }) => {
    const from = "192.0.2.30";
    const { token, apiToken } = await createToken(admin, ["STOREFRONT"]);
    await useUpAlmost(key, apiToken?.id ?? "", { uses, windowMs });
    expect((await sendRequest({ from, token, visitor: "10.1.0.1", query })).code).toBeUndefined();
    expect((await sendRequest({ from, token, visitor: "10.2.0.1", query })).code).toBe("RATE_LIMITED");
    expect((await sendRequest({ from: "10.3.0.1", query })).code).toBeUndefined();
  });

  it("consume points of the token when they are signed in, too", async () => {
    const { token, apiToken } = await createToken(admin, ["STOREFRONT"]);
    await useUpAlmost("quota:storefront", apiToken?.id ?? "", { uses: 3_000_000, windowMs: minuteMs });
    const headers = { "x-stoa-storefront": token, "x-stoa-visitor": "10.4.0.1" };
    const read = () => request(shop.url, { query: "{ me { id } }" }, { token: admin.token, headers });
    expect([(await read()).codes, (await read()).codes]).toEqual([[], ["RATE_LIMITED"]]);
  });
});

describe("the look-up of an order by its number", () => {
  it("is limited for each visitor, so that numbers and addresses cannot be guessed", async () => {
    const query = '{ orderByNumber(number: "ABCDE-12345", email: "a@b.example") { id } }';
    const codes: unknown[] = [];
    // A burst can fall into two windows of the limit.
    for (let attempt = 0; attempt < 21; attempt++) {
      codes.push((await sendRequest({ from: "192.0.2.30", token, visitor: "203.0.113.30", query })).code);
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill(undefined));
    expect(codes).toContain("RATE_LIMITED");
    expect((await sendRequest({ from: "192.0.2.30", token, visitor: "203.0.113.31", query })).code).toBeUndefined();
  });
});

describe("the quota of an IPv6 /48 network", () => {
  it("is shared by the /64 networks in it", async () => {
    const query = "{ me { id } }";
    await useUpAlmost("quota:network", "2001:db8:48::/48", { uses: 90_000, windowMs: minuteMs });
    expect((await sendRequest({ from: "2001:db8:48:1::1", query })).code).toBeUndefined();
    expect((await sendRequest({ from: "2001:db8:48:2::1", query })).code).toBe("RATE_LIMITED");
    expect((await sendRequest({ from: "2001:db8:49:2::1", query })).code).toBeUndefined();
    expect(
      (await request(shop.url, { query }, { token: admin.token, headers: { "cf-connecting-ip": "2001:db8:48:3::1" } }))
        .codes,
    ).toEqual([]);
  });
});

describe("the rate limit of an IP address", () => {
  it("counts requests with a guessed storefront token, not by their visitor", async () => {
    const guess = () => sendRequest({ from: "192.0.2.20", visitor: "203.0.113.20", token: "stoa_guess" });
    expect((await requestUntilLimited(guess)).before).toEqual(new Set([401]));
  });

  it("counts all IPv6 addresses of one /64 network together", async () => {
    let hosts = 0;
    const inside = () => sendRequest({ from: `2001:db8:20:1::${(++hosts).toString(16)}` });
    expect((await requestUntilLimited(inside)).before).toEqual(new Set([200]));
    expect((await sendRequest({ from: "2001:db8:20:2::1" })).status).toBe(200);
  });
});
