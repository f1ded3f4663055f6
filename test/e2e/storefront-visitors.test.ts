import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../dev/cli/shop/api.ts";
import { person } from "../support/accounts.ts";
import { callAsPartner, createToken, revokeToken } from "../support/api-tokens.ts";
import { openShop, type Shop } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { requestUntilLimited } from "../support/rate-limits.ts";

let shop: Shop;
let admin: Api;
let token: string;

beforeAll(async () => {
  shop = await openShop({ limits: true });
  admin = await shop.signUp("ADMIN");
  token = (await createToken(admin, ["STOREFRONT"])).token;
});

afterAll(() => shop?.stop());

interface Asked {
  /** Where the request comes from. */
  readonly from: string;
  readonly visitor?: string;
  readonly token?: string;
  readonly query?: string;
  readonly get?: boolean;
}

/** The status of an answer, and the code of its error. */
async function ask({ from, visitor, token, query = "{ __typename }", get = false }: Asked) {
  const headers = {
    "cf-connecting-ip": from,
    ...(get ? {} : { "content-type": "application/json" }),
    ...(token === undefined ? {} : { "x-stoa-storefront": token }),
    ...(visitor === undefined ? {} : { "x-stoa-visitor": visitor }),
  };
  const url = `${shop.url}/graphql`;
  const response = get
    ? await fetch(`${url}?${new URLSearchParams({ query })}`, { headers })
    : await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { errors } = (await response.json()) as { errors?: readonly { extensions: { code: string } }[] };
  return { status: response.status, code: errors?.[0]?.extensions.code, cached: response.headers.get("cache-status") };
}

describe("a shop's own server", () => {
  it("asks for as many visitors as there are; none of them counts for it, or for another", async () => {
    const from = "192.0.2.10";
    const statuses = new Set<number>();
    for (let visitor = 0; visitor < 620; visitor++) {
      const at = `198.51.${Math.floor(visitor / 250)}.${visitor % 250}`;
      statuses.add((await ask({ from, token, visitor: at })).status);
    }
    expect(statuses).toEqual(new Set([200]));
    expect((await ask({ from })).status).toBe(200);
  });

  it("has each of them held to what anybody may, wherever else they ask from", async () => {
    const [from, visitor] = ["192.0.2.11", "203.0.113.11"];
    const { before, refused } = await requestUntilLimited(() => ask({ from, token, visitor }));
    expect([before, refused.code]).toEqual([new Set([200]), "RATE_LIMITED"]);
    expect((await ask({ from: visitor })).status).toBe(429);
    expect((await ask({ from, token, visitor: "203.0.113.12" })).status).toBe(200);
  });

  it("is shown kept pages for them, which count as well", async () => {
    const [from, visitor, query] = ["192.0.2.13", "203.0.113.13", "{ categories { name } }"];
    const page = { from, token, visitor, query, get: true };
    await ask(page);
    await expect.poll(async () => (await ask(page)).cached).toContain("hit");
    expect((await requestUntilLimited(() => ask(page))).before).toEqual(new Set([200]));
    expect((await ask({ ...page, visitor: "203.0.113.14" })).cached).toContain("hit");
  });

  it("has wrong passwords counted by who tries them", async () => {
    const from = "192.0.2.15";
    const input = `{email: "visited@example.com", password: "${person.password}", firstName: "A", lastName: "B"}`;
    const visitor = "203.0.113.15";
    const query = `mutation { register(input: ${input}) { userErrors { code } } }`;
    expect((await ask({ from, token, visitor, query })).status).toBe(200);
    const wrong = `mutation { login(input: {email: "visited@example.com", password: "guess guess"}) { userErrors { code } } }`;
    const guess = (who: string) => ask({ from, token, visitor: who, query: wrong });
    for (let tried = 0; tried < 5; tried++) expect((await guess("203.0.113.66")).code).toBeUndefined();
    expect((await guess("203.0.113.66")).code).toBe("RATE_LIMITED");
    expect((await guess("203.0.113.67")).code).toBeUndefined();
  });

  it.each<[string, () => Promise<Partial<Asked>>, number, string]>([
    ["whose token is none", async () => ({ token: "stoa_no", visitor: "203.0.113.1" }), 401, "UNAUTHENTICATED"],
    ["whose token was altered", async () => ({ token: `${token}0`, visitor: "203.0.113.1" }), 401, "UNAUTHENTICATED"],
    [
      "whose token is for other things",
      async () => ({ token: (await createToken(admin, ["CATALOG_READ"])).token, visitor: "203.0.113.1" }),
      403,
      "FORBIDDEN",
    ],
    ["that does not say for whom it asks", async () => ({ token }), 400, "BAD_USER_INPUT"],
    ["that names no address", async () => ({ token, visitor: "203.0.113.1, 10.0.0.1" }), 400, "BAD_USER_INPUT"],
  ])("%s is refused", async (_name, told, status, code) => {
    expect(await ask({ from: "192.0.2.16", ...(await told()) })).toMatchObject({ status, code });
  });

  it("may do nothing else with its token", async () => {
    const method = "stoa.catalog.v1.CatalogService/ListCategories";
    expect((await callAsPartner(shop.url, method, { token })).status).toBe(403);
  });

  it("is refused within five seconds of its token's revocation", async () => {
    const made = await createToken(admin, ["STOREFRONT"]);
    const asked = { from: "192.0.2.17", visitor: "203.0.113.17", token: made.token };
    expect((await ask(asked)).status).toBe(200);
    await revokeToken(admin, made.apiToken?.id ?? "");
    await expect.poll(async () => (await ask(asked)).status, { timeout: 5_000, interval: 250 }).toBe(401);
  });

  it("counts as itself while nobody can say who it is", async () => {
    const made = await createToken(admin, ["STOREFRONT"]);
    const unlock = await lockTable(shop, "account", "api_tokens");
    const asked = { from: "192.0.2.18", visitor: "203.0.113.18", token: made.token };
    try {
      expect((await ask(asked)).status).toBe(200);
      await requestUntilLimited(() => ask({ from: asked.from }));
      expect((await ask(asked)).status).toBe(429);
    } finally {
      await unlock();
    }
    expect((await ask({ ...asked, from: "192.0.2.19" })).status).toBe(200);
  });
});

it("whoever guesses tokens counts as where they are", async () => {
  const guess = () => ask({ from: "192.0.2.20", visitor: "203.0.113.20", token: "stoa_guess" });
  expect((await requestUntilLimited(guess)).before).toEqual(new Set([401]));
});

it("whoever has a network of their own counts as one, whatever they call themselves in it", async () => {
  let names = 0;
  const inside = () => ask({ from: `2001:db8:20:1::${(++names).toString(16)}` });
  expect((await requestUntilLimited(inside)).before).toEqual(new Set([200]));
  expect((await ask({ from: "2001:db8:20:2::1" })).status).toBe(200);
});
