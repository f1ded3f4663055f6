import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { countCalls } from "../support/call-counter.ts";
import { type GraphqlParams, type RequestOptions, request } from "../support/graphql-request.ts";
import { importProducts, placeOrder, productLine, waitForOutbox } from "../support/harness.ts";
import { type User, useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
const manager = useUser(shop, "CATALOG_MANAGER");

beforeAll(async () => {
  await importProducts(manager, [productLine("THING", 50), productLine("OTHER", 50)]);
  await waitForOutbox(shop);
});

const hit = "stoa; hit";
const miss = "stoa; fwd=miss";

/** Sends a request and returns the parts of the response that caching affects. */
async function query(document: string | undefined, options: GraphqlParams & RequestOptions = {}) {
  const { method = "POST", headers = {}, ...params } = options;
  const response = await request(shop.url, { ...params, query: document }, { method, headers });
  return {
    status: response.status,
    text: response.text,
    cache: response.headers.get("cache-status"),
    control: response.headers.get("cache-control"),
    etag: response.headers.get("etag"),
  };
}

const errorCodeIn = (text: string) => JSON.parse(text).errors[0].extensions.code;
const bearer = ({ token }: Api) => ({ authorization: `Bearer ${token}` });

const page = (slug: string) =>
  `{ product(slug: "${slug}") { id etag name variants { sku price { formatted } } categories { name } } }`;

let pages = 0;

/** Returns a document that no cache has: each test begins without a cached response. */
const newPage = (slug: string) => `query Page${++pages} ${page(slug)}`;

async function readProduct(slug: string): Promise<{ id: string; etag: string; name: string }> {
  type Data = { product: { id: string; etag: string; name: string } };
  return (await fetchData<Data>(manager, page(slug))).product;
}

/** Calls the catalog directly, so that the gateway does not see the write. */
async function renameBypassingGateway(slug: string, name: string): Promise<void> {
  const { id, etag } = await readProduct(slug);
  const rpc = await shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });
  await rpc(CatalogService.method.updateProduct, { id, etag, product: { name }, updateMask: { paths: ["name"] } });
}

async function redis<T>(...command: readonly string[]): Promise<T> {
  const { redisUrl, secrets } = shop.stack.services;
  const response = await fetch(redisUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.redisToken}` },
    body: JSON.stringify(command),
  });
  return ((await response.json()) as { result: T }).result;
}

async function readRedisTier(): Promise<string[]> {
  const keys = await redis<string[]>("KEYS", "response:*");
  return Promise.all(keys.map((key) => redis<string>("GET", key)));
}

async function clearRedisTier(): Promise<void> {
  await redis("DEL", "none", ...(await redis<string[]>("KEYS", "response:*")));
}

let fillers = 0;

/** Evicts all responses from the memory of the gateway's isolate: fills it with as many others as it has room for. */
async function clearMemoryTier(): Promise<void> {
  for (let count = 0; count < 500; count += 25) {
    const others = Array.from({ length: 25 }, () => query("{ categories { name } }", { extensions: { n: fillers++ } }));
    for (const { cache } of await Promise.all(others)) expect(cache).toBe(miss);
  }
}

/** Returns the content of all files of the local Cache API. */
function readEdgeTier(): string {
  const folder = join(shop.dataDir, "workers", "v3", "cache");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("\n");
}

// A test may have deleted the clock. The gateway sets it again with the next response; until then, nothing is cached.
beforeEach(async () => {
  const document = newPage("other");
  const cache = async () => (await query(document)).cache;
  await expect.poll(cache, { timeout: 5_000, interval: 20 }).toBe(hit);
});

describe("a public response", () => {
  it("is cached after the first request", async () => {
    const document = newPage("thing");
    const first = await query(document);
    const second = await query(document);
    expect([first.cache, second.cache]).toEqual([miss, hit]);
    expect(second).toEqual({ ...first, cache: hit });
  });

  it("causes no RPC and no SQL statement when it is cached", async () => {
    const document = newPage("thing");
    expect(await countCalls(shop, { url: shop.url }, document)).toMatchObject({
      rpcs: ["BatchGetProducts", "ListCategories"],
    });
    expect(await countCalls(shop, { url: shop.url }, document)).toEqual({ rpcs: [], statements: 0, errors: [] });
  });

  it("shows a write through the same gateway immediately", async () => {
    const document = newPage("thing");
    await query(document);
    const { id, etag } = await readProduct("thing");
    const update = "mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { userErrors { code } } }";
    await fetchData(manager, update, { input: { id, etag, name: "Changed here" } });
    expect((await query(document)).text).toContain("Changed here");
  });

  it.each([
    { name: "a product", document: newPage("thing") },
    { name: "a list", document: "{ products(first: 5) { edges { node { name } } } }" },
    { name: "a search", document: '{ search(query: "thing") { edges { node { name } } } }' },
  ])("of $name shows a write that bypassed the gateway within two seconds", async ({ name, document }) => {
    await query(document);
    expect((await query(document)).cache).toBe(hit);
    await renameBypassingGateway("thing", `Thing of ${name}`);
    const text = async () => (await query(document)).text;
    await expect.poll(text, { timeout: 2_000, interval: 50 }).toContain(`Thing of ${name}`);
  });

  it("stays cached when another product changes", async () => {
    const document = newPage("other");
    await query(document);
    await renameBypassingGateway("thing", "Unrelated");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await query(document)).cache).toBe(hit);
  });

  it("for a missing product shows the product as soon as it exists", async () => {
    const document = newPage("later");
    await query(document);
    expect((await query(document)).text).toBe('{"data":{"product":null}}');
    await importProducts(manager, [productLine("LATER", 1)]);
    expect((await query(document)).text).toContain("LATER");
  });
});

describe("a response that is not cacheable", () => {
  it.each([
    { name: "stock of a product", document: '{ product(slug: "thing") { inStock } }' },
    { name: "stock of a variant", document: '{ product(slug: "thing") { variants { stock { available } } } }' },
    { name: "an error", document: '{ product(id: "x", slug: "thing") { name } }' },
    { name: "the current user", document: '{ me { id } product(slug: "thing") { name } }' },
    { name: "a node by id", document: '{ node(id: "x") { id } }' },
  ])("has no-store when it contains $name", async ({ document }) => {
    for (let count = 0; count < 2; count++) {
      expect(await query(document)).toMatchObject({ cache: null, control: "no-store" });
    }
  });
});

describe("the edge tier", () => {
  it("serves responses that the memory and Redis have lost, unless they are stale", async () => {
    const [current, stale] = [newPage("other"), newPage("thing")];
    const cached = await query(current);
    await query(stale);
    await clearMemoryTier();
    await clearRedisTier();
    await renameBypassingGateway("thing", "Renamed meanwhile");
    await waitForOutbox(shop);
    expect(await query(current)).toEqual({ ...cached, cache: hit });
    expect(await query(stale)).toMatchObject({
      cache: miss,
      text: expect.stringContaining("Renamed meanwhile"),
    });
  });
});

describe("HTTP caching", () => {
  const url = () => `${shop.url}/graphql?${new URLSearchParams({ query: '{ product(slug: "thing") { name } }' })}`;

  it("returns an ETag over GET, and 304 when it matches", async () => {
    const document = newPage("thing");
    const first = await query(document, { method: "GET" });
    expect(first).toMatchObject({
      status: 200,
      control: "public, no-cache",
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    const headers = { "if-none-match": first.etag ?? "" };
    const notModified = await query(document, { method: "GET", headers });
    expect(notModified).toMatchObject({ status: 304, text: "", cache: hit });
    await renameBypassingGateway("thing", "Another ETag");
    const status = async () => (await query(document, { method: "GET", headers })).status;
    await expect.poll(status, { timeout: 2_000, interval: 50 }).toBe(200);
  });

  it("returns the headers of GET and no body over HEAD", async () => {
    const head = await fetch(url(), { method: "HEAD" });
    const get = await fetch(url());
    const compared = ["content-type", "etag", "cache-control", "vary", "x-content-type-options"];
    const headersOf = ({ status, headers }: Response) => [status, ...compared.map((name) => headers.get(name))];
    expect(headersOf(head)).toEqual(headersOf(get));
    expect(head.headers.get("etag")).toMatch(/^"/);
    expect([await head.text(), (await get.text()).length > 0]).toEqual(["", true]);
  });

  it("returns 304 over HEAD when the ETag matches", async () => {
    const etag = (await fetch(url(), { method: "HEAD" })).headers.get("etag") ?? "";
    const notModified = await fetch(url(), { method: "HEAD", headers: { "if-none-match": etag } });
    expect(notModified.status).toBe(304);
  });

  it("accepts HEAD for subscriptions and rejects it for mutations", async () => {
    const stock = new URLSearchParams({ query: 'subscription { stock(sku: "THING") { available } }' });
    const subscription = await fetch(`${shop.url}/graphql?${stock}`, {
      method: "HEAD",
      headers: { accept: "text/event-stream" },
    });
    expect(subscription.headers.get("content-type")).toMatch(/event-stream/);
    const logout = `${shop.url}/graphql?query=mutation{logout{userErrors{code}}}`;
    expect((await fetch(logout, { method: "HEAD" })).status).toBe(405);
  });

  it("ignores If-None-Match over POST", async () => {
    const document = newPage("thing");
    const { etag } = await query(document);
    const headers = { "if-none-match": etag ?? "" };
    expect(await query(document, { headers })).toMatchObject({
      status: 200,
      text: expect.stringContaining("THING"),
    });
  });
});

describe("persisted queries", () => {
  const persistedQueryOf = (document: string) => {
    const sha256Hash = createHash("sha256").update(document).digest("hex");
    return { key: `operation:${sha256Hash}`, extensions: { persistedQuery: { version: 1, sha256Hash } } };
  };

  it("registers a document that is sent with its hash", async () => {
    const document = "query ($slug: String!) { product(slug: $slug) { name slug } }";
    const { extensions } = persistedQueryOf(document);
    const variables = { slug: "other" };
    const unknown = await query(undefined, { method: "GET", variables, extensions });
    expect(JSON.parse(unknown.text)).toMatchObject({
      errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    });
    expect(unknown.control).toBe("no-store");
    const registering = await query(document, { variables, extensions });
    const first = await query(undefined, { method: "GET", variables, extensions });
    const second = await query(undefined, { method: "GET", variables, extensions });
    expect([first.text, first.cache, second.cache]).toEqual([registering.text, miss, hit]);
    const otherVariables = await query(undefined, { method: "GET", variables: { slug: "thing" }, extensions });
    expect(otherVariables.text).toContain('"thing"');
  });

  it("finds documents that another isolate registered", async () => {
    const document = "query Elsewhere { categories { name } }";
    const { key, extensions } = persistedQueryOf(document);
    await redis("SET", key, document);
    expect((await query(undefined, { extensions })).text).toContain('"categories"');
  });

  it("stores a document in Redis for a day after its last use", async () => {
    const document = "query Registered { categories { name } }";
    const { key, extensions } = persistedQueryOf(document);
    await query(undefined, { extensions });
    expect((await query(document, { extensions })).text).toContain('"categories"');
    expect(await redis("GET", key)).toBe(document);
    const hoursLeft = async (name: string) => (await redis<number>("TTL", name)) / 3_600;
    expect(await hoursLeft(key)).toBeGreaterThan(23.9);
    const elsewhere = persistedQueryOf("query UsedAgain { categories { name } }");
    await redis("SET", elsewhere.key, "query UsedAgain { categories { name } }", "EX", "60");
    await query(undefined, { extensions: elsewhere.extensions });
    expect(await hoursLeft(elsewhere.key)).toBeGreaterThan(23.9);
  });

  it("executes but does not store a document whose hash no client has requested", async () => {
    const document = "query NotRequested { categories { name } }";
    const { key, extensions } = persistedQueryOf(document);
    expect((await query(document, { extensions })).text).toContain('"categories"');
    expect(await redis("EXISTS", key)).toBe(0);
    expect((await query(undefined, { extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
    // The response is cached, and the document is registered all the same.
    expect((await query(document, { extensions })).cache).toBe(hit);
    await expect.poll(() => redis("EXISTS", key)).toBe(1);
  });

  it("executes but does not store a document with inline strings, which may be secrets", async () => {
    const document =
      'mutation { login(input: { email: "a@b.example", password: "correct horse" }) { account { id } } }';
    const { key, extensions } = persistedQueryOf(document);
    expect((await query(document, { extensions })).text).toContain('"login"');
    expect((await query(undefined, { extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
    expect(await redis("GET", key)).toBeNull();
  });

  it("executes but does not store a document of more than 10,000 characters", async () => {
    const document = `query Long${"x".repeat(10_000)} { categories { name } }`;
    const { extensions } = persistedQueryOf(document);
    expect((await query(document, { extensions })).text).toContain('"categories"');
    expect((await query(undefined, { extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
  });

  it("does not store a document that is invalid", async () => {
    for (const document of ["not a document", "{ notAField }", "mutation { product }"]) {
      const { extensions } = persistedQueryOf(document);
      expect(errorCodeIn((await query(document, { extensions })).text)).toBe("BAD_USER_INPUT");
      expect((await query(undefined, { extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
    }
  });

  it.each([
    { name: "the hash of another document", persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } },
    { name: "a malformed hash", persistedQuery: { version: 1, sha256Hash: "../../etc" } },
    { name: "another protocol version", persistedQuery: { version: 2, sha256Hash: "0".repeat(64) } },
  ])("rejects $name", async ({ persistedQuery }) => {
    const { status, text } = await query("{ categories { name } }", { extensions: { persistedQuery } });
    expect([status, errorCodeIn(text)]).toEqual([400, "BAD_USER_INPUT"]);
  });
});

describe("private data", () => {
  it("never reaches another user through a cache, for any sequence of requests by two users and a guest", async () => {
    const users = [await shop.signUp(), await shop.signUp()] as const;
    await placeOrder(users[0], { idempotencyKey: "1", lines: [{ sku: "THING", quantity: 1 }] });
    await placeOrder(users[1], { idempotencyKey: "2", lines: [{ sku: "OTHER", quantity: 1 }] });
    const readSecrets = async (user: User) => {
      const document = "{ me { id email } orders { edges { node { id } } } }";
      type Data = { me: { id: string; email: string }; orders: { edges: { node: { id: string } }[] } };
      const { me, orders } = await fetchData<Data>(user, document);
      return [me.id, me.email, ...orders.edges.map(({ node }) => node.id)];
    };
    const secrets = [await readSecrets(users[0]), await readSecrets(users[1])] as const;
    const documents = [
      "{ me { id email } }",
      '{ product(slug: "thing") { name } me { id email orders { edges { node { id } } } } }',
      "{ orders { edges { node { id status } } } }",
      '{ product(slug: "thing") { name } }',
      "{ ...Q } fragment Q on Query { products(first: 3) { edges { node { name } } } me { email } }",
      ...secrets.map(([id]) => `{ node(id: "${id}") { id ... on Account { email } } }`),
      ...secrets.map(([, , order]) => `{ order(id: "${order}") { id account { email } } }`),
      "query ($me: Boolean!) { categories { name } me @include(if: $me) { id email } }",
    ];
    const anyRequest = fc.record({
      /** Undefined is the guest. */
      user: fc.constantFrom(0, 1, undefined),
      document: fc.constantFrom(...documents),
      method: fc.constantFrom("GET" as const, "POST" as const),
      sendsEtag: fc.boolean(),
    });
    let lastEtag = "";
    const property = fc.asyncProperty(fc.array(anyRequest, { minLength: 5, maxLength: 10 }), async (sequence) => {
      for (const { user, document, method, sendsEtag } of sequence) {
        const headers = {
          ...(user === undefined ? {} : bearer(users[user])),
          ...(sendsEtag && lastEtag !== "" ? { "if-none-match": lastEtag } : {}),
        };
        const variables = document.includes("$me") ? { variables: { me: true } } : {};
        const response = await query(document, { method, headers, ...variables });
        lastEtag = response.etag ?? lastEtag;
        const secretsOfOthers = secrets.filter((_secrets, index) => index !== user).flat();
        // The path of an error can contain an id that the document itself contains.
        for (const secret of secretsOfOthers.filter((each) => !document.includes(each))) {
          expect(response.text).not.toContain(secret);
        }
        if (user === undefined) continue;
        expect(response).toMatchObject({ cache: null, control: "no-store", etag: null });
        if (document === documents[0]) expect(JSON.parse(response.text).data.me.id).toBe(secrets[user][0]);
      }
    });
    await query("{ categories { name } }");
    await query(newPage("thing"));
    await fc.assert(property, { numRuns: 40 });
    const redisTier = (await readRedisTier()).join("\n");
    await clearMemoryTier();
    await clearRedisTier();
    // Only the edge tier has cached responses now.
    expect((await query("{ categories { name } }")).cache).toBe(hit);
    await fc.assert(property, { numRuns: 30 });

    for (const tier of [redisTier, readEdgeTier()]) {
      expect(tier).toContain("THING");
      for (const secret of secrets.flat()) expect(tier).not.toContain(secret);
    }
  });

  it("of a caller with session cookies is neither served from the cache nor cached", async () => {
    const document = newPage("other");
    const headers = { "x-stoa-session": "cookie", cookie: "__Host-stoa-access=x" };
    for (const cache of [miss, hit]) {
      expect(await query(document, { headers })).toMatchObject({ cache: null, control: "no-store", etag: null });
      expect((await query(document)).cache).toBe(cache);
    }
  });
});

describe("the category tree", () => {
  const categoriesOf = (slug: string) => `query Page${++pages} { product(slug: "${slug}") { categories { id name } } }`;
  type Page = { product: { categories: { id: string; name: string }[] } };
  const readCategories = async (api: Api, slug: string) =>
    (await fetchData<Page>(api, categoriesOf(slug))).product.categories;
  const catalogAsManager = () => shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });

  /** Sends ten requests one after the other, and returns how often the gateway reads the tree from the catalog. */
  async function countReads(caller: Api): Promise<number> {
    const traceId = crypto.randomUUID().replaceAll("-", "");
    const headers = { ...bearer(caller), traceparent: `00-${traceId}-${"1".repeat(16)}-01` };
    for (let count = 0; count < 10; count++) await query(categoriesOf("thing"), { headers });
    const lines = shop.logs().split("\n");
    return lines.filter((line) => line.includes(traceId) && line.includes('"ListCategories"')).length;
  }

  it("is shared by successive requests of customers, and read on each request of a catalog manager", async () => {
    const customer = await shop.signUp();
    expect(await countReads(customer)).toBeLessThan(10);
    expect(await countReads(manager)).toBe(10);
  });

  it("includes a category that was created after the tree was cached", async () => {
    const customer = await shop.signUp();
    const catalog = await catalogAsManager();
    const { id, etag } = await readProduct("thing");
    // After this the gateway has a cached tree without the new category.
    await readCategories(customer, "thing");
    const { category } = await catalog(CatalogService.method.createCategory, { slug: "just-made", name: "Just made" });
    const product = { categoryIds: [category?.id ?? ""] };
    await catalog(CatalogService.method.updateProduct, { id, etag, product, updateMask: { paths: ["category_ids"] } });
    expect((await readCategories(customer, "thing")).map(({ name }) => name)).toEqual(["Just made"]);
  });

  it("is read from the catalog for each response that is put into the cache", async () => {
    const customer = await shop.signUp();
    const catalog = await catalogAsManager();
    const [category] = await readCategories(customer, "other");
    const update = { id: category?.id ?? "", name: "Renamed", updateMask: { paths: ["name"] } };
    await catalog(CatalogService.method.updateCategory, update);
    const response = await query(categoriesOf("other"));
    expect(response.cache).toBe(miss);
    expect(response.text).toContain("Renamed");
  });
});

describe("when Redis has lost its data", () => {
  it("responses that were cached before are no longer served", async () => {
    const document = newPage("other");
    await query(document);
    expect((await query(document)).cache).toBe(hit);
    await redis("FLUSHALL");
    const cache = async () => (await query(document)).cache;
    await expect.poll(cache, { timeout: 3_000, interval: 100 }).toBe(miss);
  });

  const deleteTags = async () => redis("DEL", "tags:clock", ...(await redis<string[]>("KEYS", "tag:*")));
  const readText = async (document: string) => (await query(document)).text;
  /** Advances the logical clock, as 500 writes to other products do. */
  const advanceClock = () => redis("INCRBY", "tags:clock", "500");

  it("and its clock is back at an earlier value, no stale response is served", async () => {
    const document = newPage("thing");
    const text = () => readText(document);
    await advanceClock();
    await renameBypassingGateway("thing", "Renamed before");
    await waitForOutbox(shop);
    await expect.poll(text, { timeout: 2_000, interval: 50 }).toContain("Renamed before");
    await deleteTags();
    await renameBypassingGateway("thing", "Renamed after the loss");
    await waitForOutbox(shop);
    await advanceClock();
    await advanceClock();
    await expect.poll(text, { timeout: 2_000, interval: 50 }).toContain("Renamed after the loss");
  });

  it("with the record of a write, the response from before that write is not served", async () => {
    const document = newPage("thing");
    const text = () => readText(document);
    await query(document);
    await renameBypassingGateway("thing", "Renamed before the loss");
    await waitForOutbox(shop);
    await deleteTags();
    await renameBypassingGateway("other", "Product OTHER, unrelated");
    await waitForOutbox(shop);
    await advanceClock();
    await expect.poll(text, { timeout: 2_000, interval: 50 }).toContain("Renamed before the loss");
  });

  it("responses are cached again, even without a write", async () => {
    const document = newPage("other");
    await deleteTags();
    expect((await query(document)).cache).toBeNull();
    await expect.poll(async () => (await query(document)).cache, { timeout: 2_000, interval: 50 }).toBe(hit);
  });
});

describe("when Redis is down", () => {
  // Redis does not start again, so this shop is not the one of the other tests.
  const down = useShop({ products: [productLine("OTHER", 50)] });
  const read = async () => {
    const response = await request(down.url, { query: page("other") }, { method: "POST", headers: {} });
    const { status, text, headers } = response;
    return { status, text, cache: headers.get("cache-status"), control: headers.get("cache-control") };
  };

  it("each response is computed for its caller and has no-store", async () => {
    await waitForOutbox(down);
    await read();
    expect((await read()).cache).toBe(hit);
    await down.stack.services.stopRedis();
    await expect.poll(async () => (await read()).cache, { timeout: 5_000 }).toBeNull();
    const { status, text, control } = await read();
    expect([status, control]).toEqual([200, "no-store"]);
    expect(text).toContain("Product OTHER");
  });
});
