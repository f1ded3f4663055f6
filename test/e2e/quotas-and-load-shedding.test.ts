import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importProducts, openShop, productLine, type Shop, shortTimeouts } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { requestUntilLimited, waitForMinuteStart } from "../support/rate-limits.ts";
import { subscribe, withoutComments } from "../support/sse-client.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly codes: readonly string[];
  readonly data?: Readonly<Record<string, unknown>> | null;
}

async function send(shop: Shop, body: string, token?: string): Promise<Answer> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${shop.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body,
  });
  type Reply = Pick<Answer, "data"> & {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  const { errors = [], ...reply } = (await response.json()) as Reply;
  const { status, headers } = response;
  return { status, headers, codes: errors.map(({ extensions }) => extensions.code), ...reply };
}

const ask = (shop: Shop, query: string, token?: string) => send(shop, JSON.stringify({ query }), token);

const createCart = "mutation { createCart { order { id } } }";
const placeNothing = `mutation { placeOrder(input: {
  idempotencyKey: "k", lines: [], paymentMethod: "pm_card_visa",
  shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", countryCode: "NL" }
}) { userErrors { code } } }`;

describe("a quota", () => {
  let shop: Shop;
  let customer: Awaited<ReturnType<Shop["signUp"]>>;
  let other: Awaited<ReturnType<Shop["signUp"]>>;

  beforeAll(async () => {
    shop = await openShop({ limits: true, vars: shortTimeouts });
    [customer, other] = [await shop.signUp(), await shop.signUp()];
  });

  afterAll(() => shop?.stop());

  const page = "products(first: 100) { edges { node { inStock variants { sku } categories { id } } } }";
  /** 4,202 points. */
  const costly = `{ a: ${page} b: ${page} }`;
  const left = ({ headers }: Answer) => Number(headers.get("ratelimit-remaining"));

  it("is told with every answer, and an operation takes what it costs", async () => {
    await waitForMinuteStart(2_000);
    const cheap = await ask(shop, "{ me { id } }", other.token);
    expect(cheap.headers.get("ratelimit-limit")).toBe("60000");
    expect(Number(cheap.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    const dear = await ask(shop, costly, other.token);
    expect(left(cheap) - left(dear)).toBe(4_202);
  });

  it("that is used up is 429 with when to come back, for this account alone", async () => {
    await waitForMinuteStart(15_000);
    const answers: Answer[] = [];
    for (let tried = 0; tried < 16; tried++) answers.push(await ask(shop, costly, customer.token));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(14);
    const refused = answers.at(-1);
    expect([refused?.status, refused?.codes, refused?.data ?? null]).toEqual([429, ["RATE_LIMITED"], null]);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    const carts = () => shop.sql("order")`select count(*)::int as carts from orders`;
    const before = await carts();
    expect((await ask(shop, createCart, customer.token)).status).toBe(429);
    expect(await carts()).toEqual(before);
    const { events } = await subscribe(customer, 'subscription { stock(sku: "A") { sku } }');
    const { value } = await withoutComments(events).next();
    expect(value?.data).toContain("RATE_LIMITED");
    expect((await ask(shop, costly, other.token)).status).toBe(200);
  });

  it("without an account is its address's", async () => {
    const answers: Answer[] = [];
    for (let tried = 0; tried < 8; tried++) answers.push(await ask(shop, costly));
    expect(answers.at(-1)?.codes).toEqual(["RATE_LIMITED"]);
    expect((await ask(shop, costly, other.token)).status).toBe(200);
  });

  it("that nobody can look up is open for reads and carts, and closed for money", async () => {
    // A token that was found good a moment ago is good for four seconds, so that what is refused is refused for this.
    await ask(shop, createCart, other.token);
    shop.stack.services.stallRedis(true);
    try {
      const money = await ask(shop, placeNothing, other.token);
      const beside = placeNothing.replace("mutation {", "mutation { createCart { order { id } }");
      const moneyToo = await ask(shop, beside, other.token);
      const cart = await ask(shop, createCart, other.token);
      const read = await ask(shop, "{ me { id } products(first: 1) { edges { cursor } } }", other.token);
      const stranger = await ask(shop, "{ products(first: 2) { edges { cursor } } }");
      for (const { status, codes } of [money, moneyToo]) expect([status, codes]).toEqual([503, ["UNAVAILABLE"]]);
      for (const { status, codes, headers } of [cart, read, stranger]) {
        expect([status, codes, headers.get("ratelimit-limit")]).toEqual([200, [], null]);
      }
    } finally {
      shop.stack.services.stallRedis(false);
    }
  });

  it("of an address is looked at first: past 300 requests in a minute nothing is even read", async () => {
    const { before, refused } = await requestUntilLimited(() => send(shop, "not even JSON"));
    expect(before).toEqual(new Set([400]));
    expect([refused.codes, refused.headers.get("retry-after")]).toEqual([["RATE_LIMITED"], "60"]);
    // Nor is anybody behind the gateway asked how they are, or for their keys.
    for (const path of ["/readyz", "/.well-known/jwks.json"]) await requestUntilLimited(() => fetch(shop.url + path));
    // Payments that go through all come from a few addresses: what Stripe tells has a limit of its own.
    expect((await fetch(`${shop.url}/webhooks/stripe`, { method: "POST", body: "{}" })).status).toBe(400);
  });
});

describe("with more to do than can be done", () => {
  let shop: Shop;
  let customer: Awaited<ReturnType<Shop["signUp"]>>;

  beforeAll(async () => {
    shop = await openShop({ limits: true, vars: { MOST_IN_FLIGHT: "5" } });
    customer = await shop.signUp();
    const manager = await shop.signUp("CATALOG_MANAGER");
    // As often as there is room at once, and more: each leaves when it is done.
    for (let times = 0; times < 6; times++) await importProducts(manager, [productLine("THING", 5)]);
    await ask(shop, createCart, customer.token);
  });

  afterAll(() => shop?.stop());

  it("the lowest class is turned away first and money last, before anything is parsed", async () => {
    const unlock = [await lockTable(shop, "catalog", "products"), await lockTable(shop, "order", "orders")];
    const held: Promise<Answer>[] = [];
    const hold = async (query: string) => {
      held.push(ask(shop, query, customer.token));
      const waiting = () => shop.sql("account")`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
      await expect.poll(waiting).toHaveLength(held.length);
    };
    const list = "{ products(first: 3) { edges { cursor } } }";
    const find = '{ search(query: "thing") { totalCount } }';
    const told = async (body: string) => {
      const { status, codes } = await send(shop, body, customer.token);
      return [status, ...codes];
    };
    const asked = (query: string) => told(JSON.stringify({ query }));
    const turnedAway = [503, "UNAVAILABLE"];
    // A client that sends the hash of a document in its place is let in as the document is.
    const query =
      "mutation ($id: ID!, $key: String!) { cancelOrder(input: { orderId: $id, idempotencyKey: $key }) { userErrors { code } } }";
    const sha256Hash = createHash("sha256").update(query).digest("hex");
    const named = { extensions: { persistedQuery: { version: 1, sha256Hash } }, variables: { id: "none", key: "k" } };
    expect(await told(JSON.stringify({ query, ...named }))).toEqual([200]);
    try {
      await hold(list);
      await hold(list);
      expect(await asked(find)).toEqual(turnedAway);
      expect(await told("search, which is not JSON")).toEqual(turnedAway);
      await hold(list);
      expect(await asked(list)).toEqual(turnedAway);
      expect(await asked("{ me { id } }")).toEqual([200]);
      await hold("{ orders { edges { cursor } } }");
      expect(await asked("{ me { id } }")).toEqual(turnedAway);
      // Only mentioning an order is of no use.
      expect(await asked("{ me { id } } # placeOrder")).toEqual(turnedAway);
      expect(await asked(placeNothing)).toEqual([200]);
      expect(await told(JSON.stringify(named))).toEqual([200]);
      expect(await told("placeOrder, which is not JSON")).toEqual([400, "BAD_USER_INPUT"]);
      const { headers } = await ask(shop, find, customer.token);
      expect(headers.get("retry-after")).toBe("1");
    } finally {
      await Promise.all(unlock.map((free) => free()));
    }
    for (const { status, codes } of await Promise.all(held)) expect([status, codes]).toEqual([200, []]);
    expect(await asked(find)).toEqual([200]);
  });
});
