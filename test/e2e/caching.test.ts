import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { countCalls } from "../support/call-counter.ts";
import { importProducts, openShop, placeOrder, productLine, type Shop, waitForOutbox } from "../support/harness.ts";

type Person = Awaited<ReturnType<Shop["signUp"]>>;

let shop: Shop;
let manager: Person;

beforeAll(async () => {
  shop = await openShop();
  manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("THING", 50), productLine("OTHER", 50)]);
  await waitForOutbox(shop);
});

afterAll(() => shop?.stop());

interface Asking {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: object;
  readonly extensions?: object;
}

async function ask(query: string | undefined, { method = "POST", headers = {}, ...more }: Asking = {}) {
  const params = { ...(query === undefined ? {} : { query }), ...more };
  const texts = Object.entries(params).map(([k, v]): [string, string] => [
    k,
    typeof v === "string" ? v : JSON.stringify(v),
  ]);
  const response =
    method === "GET"
      ? await fetch(`${shop.url}/graphql?${new URLSearchParams(texts)}`, { headers })
      : await fetch(`${shop.url}/graphql`, {
          method,
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(params),
        });
  const { status, headers: told } = response;
  const text = await response.text();
  return { status, text, cache: told.get("cache-status"), control: told.get("cache-control"), etag: told.get("etag") };
}

const hit = "stoa; hit";
const miss = "stoa; fwd=miss";
const bearer = ({ token }: Api) => ({ authorization: `Bearer ${token}` });

const page = (slug: string) =>
  `{ product(slug: "${slug}") { id etag name variants { sku price { formatted } } categories { name } } }`;

async function read(slug: string): Promise<{ id: string; etag: string; name: string }> {
  const fresh = await fetchData<{ product: { id: string; etag: string; name: string } }>(manager, page(slug));
  return fresh.product;
}

/** A change that no gateway sees: the catalog is told directly. */
async function renameBehindTheGateway(slug: string, name: string): Promise<void> {
  const { id, etag } = await read(slug);
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

async function keptInRedis(): Promise<string[]> {
  const keys = await redis<string[]>("KEYS", "answer:*");
  return Promise.all(keys.map((key) => redis<string>("GET", key)));
}

async function forgetInRedis(): Promise<void> {
  await redis("DEL", "none", ...(await redis<string[]>("KEYS", "answer:*")));
}

let fillers = 0;

/** Fills the memory of the gateway's isolate with other answers, as many as it has room for. */
async function forgetHere(): Promise<void> {
  for (let asked = 0; asked < 500; asked += 25) {
    const others = Array.from({ length: 25 }, () => ask("{ categories { name } }", { extensions: { n: fillers++ } }));
    for (const { cache } of await Promise.all(others)) expect(cache).toBe(miss);
  }
}

/** All that lies in the files of the data centre's cache. */
function keptInDataCentre(): string {
  const folder = join(shop.dataDir, "workers", "v3", "cache");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("\n");
}

describe("an answer that is everybody's", () => {
  it("is made once, and behind the gateway nobody is asked again", async () => {
    const first = await ask(page("thing"));
    const again = await ask(page("thing"));
    expect([first.cache, again.cache]).toEqual([miss, hit]);
    expect(again).toEqual({ ...first, cache: hit });
    expect(await countCalls(shop, { url: shop.url }, page("thing").replace("id ", "id  "))).toMatchObject({
      rpcs: ["BatchGetProducts", "ListCategories"],
    });
    expect(await countCalls(shop, { url: shop.url }, page("thing").replace("id ", "id  "))).toEqual({
      rpcs: [],
      statements: 0,
      errors: [],
    });
  });

  it("is new at once for whoever changed it through this gateway", async () => {
    await ask(page("thing"));
    const { id, etag } = await read("thing");
    const query = "mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { userErrors { code } } }";
    await fetchData(manager, query, { input: { id, etag, name: "Changed here" } });
    expect((await ask(page("thing"))).text).toContain("Changed here");
  });

  it.each([
    ["a product", page("thing")],
    ["a list", "{ products(first: 5) { edges { node { name } } } }"],
    ["a search", '{ search(query: "thing") { edges { node { name } } } }'],
  ])("%s that was changed behind the gateway is new within two seconds", async (what, query) => {
    await ask(query);
    expect((await ask(query)).cache).toBe(hit);
    await renameBehindTheGateway("thing", `Thing of ${what}`);
    const seen = async () => (await ask(query)).text;
    await expect.poll(seen, { timeout: 2_000, interval: 50 }).toContain(`Thing of ${what}`);
  });

  it("stays when another product is changed", async () => {
    await ask(page("other"));
    await renameBehindTheGateway("thing", "Of no matter");
    await new Promise((later) => setTimeout(later, 2_000));
    expect((await ask(page("other"))).cache).toBe(hit);
  });

  it("of what is not there is new once it is", async () => {
    const query = page("later");
    await ask(query);
    expect((await ask(query)).text).toBe('{"data":{"product":null}}');
    await importProducts(manager, [productLine("LATER", 1)]);
    expect((await ask(query)).text).toContain("LATER");
  });

  it.each([
    ["the stock", '{ product(slug: "thing") { inStock } }'],
    ["the stock of a variant", '{ product(slug: "thing") { variants { stock { available } } } }'],
    ["a mistake", '{ product(id: "x", slug: "thing") { name } }'],
    ["who somebody is", '{ me { id } product(slug: "thing") { name } }'],
    ["whatever has an id", '{ node(id: "x") { id } }'],
  ])("is not: %s", async (_what, query) => {
    for (let tried = 0; tried < 2; tried++) {
      expect(await ask(query)).toMatchObject({ cache: null, control: "no-store" });
    }
  });
});

describe("in the data centre", () => {
  it("an answer is found when neither this isolate nor Redis has it, and not once it is old", async () => {
    const made = await ask(page("other"));
    await ask(page("thing"));
    await forgetHere();
    await forgetInRedis();
    await renameBehindTheGateway("thing", "Renamed meanwhile");
    await waitForOutbox(shop);
    expect(await ask(page("other"))).toEqual({ ...made, cache: hit });
    expect(await ask(page("thing"))).toMatchObject({ cache: miss, text: expect.stringContaining("Renamed meanwhile") });
  });
});

describe("over GET", () => {
  it("has an ETag, and whoever has it already is told so", async () => {
    const first = await ask(page("thing"), { method: "GET" });
    expect(first).toMatchObject({
      status: 200,
      control: "public, no-cache",
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    const headers = { "if-none-match": first.etag ?? "" };
    expect(await ask(page("thing"), { method: "GET", headers })).toMatchObject({ status: 304, text: "", cache: hit });
    await renameBehindTheGateway("thing", "Another ETag");
    const status = async () => (await ask(page("thing"), { method: "GET", headers })).status;
    await expect.poll(status, { timeout: 2_000, interval: 50 }).toBe(200);
  });

  it("is answered without its body to whoever asks for the head", async () => {
    const url = `${shop.url}/graphql?${new URLSearchParams({ query: '{ product(slug: "thing") { name } }' })}`;
    const head = await fetch(url, { method: "HEAD" });
    const whole = await fetch(url);
    const told = ["content-type", "etag", "cache-control", "vary", "x-content-type-options"];
    const headersOf = ({ status, headers }: Response) => [status, ...told.map((name) => headers.get(name))];
    expect(headersOf(head)).toEqual(headersOf(whole));
    expect(head.headers.get("etag")).toMatch(/^"/);
    expect([await head.text(), (await whole.text()).length > 0]).toEqual(["", true]);
    const again = await fetch(url, { method: "HEAD", headers: { "if-none-match": head.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    const stream = { headers: { accept: "text/event-stream" }, method: "HEAD" };
    const watching = new URLSearchParams({ query: 'subscription { stock(sku: "THING") { available } }' });
    expect((await fetch(`${shop.url}/graphql?${watching}`, stream)).headers.get("content-type")).toMatch(
      /event-stream/,
    );
    expect(
      (await fetch(`${shop.url}/graphql?query=mutation{logout{userErrors{code}}}`, { method: "HEAD" })).status,
    ).toBe(405);
  });

  it("alone: whoever posts is answered in full", async () => {
    const { etag } = await ask(page("thing"));
    const headers = { "if-none-match": etag ?? "" };
    expect(await ask(page("thing"), { headers })).toMatchObject({
      status: 200,
      text: expect.stringContaining("THING"),
    });
  });

  it("a document is known by its hash once it was sent with it", async () => {
    const query = "query ($slug: String!) { product(slug: $slug) { name slug } }";
    const hash = createHash("sha256").update(query).digest("hex");
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const variables = { slug: "other" };
    const unknown = await ask(undefined, { method: "GET", variables, extensions });
    expect(JSON.parse(unknown.text)).toMatchObject({
      errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    });
    expect(unknown.control).toBe("no-store");
    const sent = await ask(query, { variables, extensions });
    const known = await ask(undefined, { method: "GET", variables, extensions });
    const again = await ask(undefined, { method: "GET", variables, extensions });
    expect([known.text, known.cache, again.cache]).toEqual([sent.text, miss, hit]);
    const others = await ask(undefined, { method: "GET", variables: { slug: "thing" }, extensions });
    expect(others.text).toContain('"thing"');
  });

  it("a document that one isolate was told is known to all, for thirty days, unless it is long or may have a secret", async () => {
    const named = (query: string) => {
      const sha256Hash = createHash("sha256").update(query).digest("hex");
      return { query, key: `operation:${sha256Hash}`, extensions: { persistedQuery: { version: 1, sha256Hash } } };
    };
    const [told, here, long] = ["told", "here", `long${"x".repeat(10_000)}`].map(
      (name) => `query ${name} { categories { name } }`,
    );
    const elsewhere = named(told ?? "");
    await redis("SET", elsewhere.key, told ?? "");
    expect((await ask(undefined, { extensions: elsewhere.extensions })).text).toContain('"categories"');
    const own = named(here ?? "");
    expect((await ask(here, { extensions: own.extensions })).text).toContain('"categories"');
    expect(await redis("GET", own.key)).toBe(here);
    const days = (await redis<number>("TTL", own.key)) / (24 * 3_600);
    expect([Math.ceil(days), days > 29.9]).toEqual([30, true]);
    const secret = named(
      'mutation { login(input: { email: "a@b.example", password: "correct horse" }) { account { id } } }',
    );
    const asking = { extensions: secret.extensions };
    expect((await ask(secret.query, asking)).text).toContain('"login"');
    expect((await ask(undefined, asking)).text).toContain("PERSISTED_QUERY_NOT_FOUND");
    expect(await redis("GET", secret.key)).toBeNull();
    const tooLong = named(long ?? "");
    expect((await ask(long, { extensions: tooLong.extensions })).text).toContain('"categories"');
    expect((await ask(undefined, { extensions: tooLong.extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
  });

  it("a text that is no document is not kept, whatever its hash", async () => {
    for (const query of ["not a document", "{ notAField }", "mutation { product }"]) {
      const extensions = {
        persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") },
      };
      expect(JSON.parse((await ask(query, { extensions })).text).errors[0].extensions.code).toBe("BAD_USER_INPUT");
      expect((await ask(undefined, { extensions })).text).toContain("PERSISTED_QUERY_NOT_FOUND");
    }
  });

  it.each([
    ["of another document", { version: 1, sha256Hash: "0".repeat(64) }],
    ["that is none", { version: 1, sha256Hash: "../../etc" }],
    ["of another version", { version: 2, sha256Hash: "0".repeat(64) }],
  ])("a hash %s is refused", async (_name, persistedQuery) => {
    const { status, text } = await ask("{ categories { name } }", { extensions: { persistedQuery } });
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
  });
});

describe("what is somebody's", () => {
  it("is never given to another, whatever two accounts and a stranger ask in whatever order", async () => {
    const people = [await shop.signUp(), await shop.signUp()] as const;
    const [one, two] = people;
    await placeOrder(one, { idempotencyKey: "1", lines: [{ sku: "THING", quantity: 1 }] });
    await placeOrder(two, { idempotencyKey: "2", lines: [{ sku: "OTHER", quantity: 1 }] });
    const idsOf = async (person: Person) => {
      const query = "{ me { id email } orders { edges { node { id } } } }";
      const { me, orders } = await fetchData<{
        me: { id: string; email: string };
        orders: { edges: { node: { id: string } }[] };
      }>(person, query);
      return [me.id, me.email, ...orders.edges.map(({ node }) => node.id)];
    };
    const secrets = [await idsOf(one), await idsOf(two)] as const;
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
    const arbitrary = fc.record({
      who: fc.constantFrom(0, 1, undefined),
      document: fc.constantFrom(...documents),
      method: fc.constantFrom("GET" as const, "POST" as const),
      etag: fc.boolean(),
    });
    let last = "";
    const property = fc.asyncProperty(fc.array(arbitrary, { minLength: 5, maxLength: 10 }), async (sequence) => {
      for (const { who, document, method, etag } of sequence) {
        const headers = {
          ...(who === undefined ? {} : bearer(people[who])),
          ...(etag && last !== "" ? { "if-none-match": last } : {}),
        };
        const variables = { me: true };
        const answer = await ask(document, { method, headers, ...(document.includes("$me") ? { variables } : {}) });
        last = answer.etag ?? last;
        const others = secrets.filter((_secrets, index) => index !== who).flat();
        // What was asked for by its id comes back in an error's path at most.
        const asked = others.filter((secret) => document.includes(secret));
        for (const secret of others.filter((each) => !asked.includes(each))) expect(answer.text).not.toContain(secret);
        if (who === undefined) continue;
        expect(answer).toMatchObject({ cache: null, control: "no-store", etag: null });
        if (document === documents[0]) expect(JSON.parse(answer.text).data.me.id).toBe(secrets[who][0]);
      }
    });
    await ask("{ categories { name } }");
    await fc.assert(property, { numRuns: 40 });
    const inRedis = (await keptInRedis()).join("\n");
    await forgetHere();
    await forgetInRedis();
    // What is found now was in the data centre alone.
    expect((await ask("{ categories { name } }")).cache).toBe(hit);
    await fc.assert(property, { numRuns: 30 });

    for (const kept of [inRedis, keptInDataCentre()]) {
      expect(kept).toContain("THING");
      for (const secret of secrets.flat()) expect(kept).not.toContain(secret);
    }
  });
});

describe("the tree of categories", () => {
  const categoriesOf = (slug: string) => `{ product(slug: "${slug}") { categories { id name } } }`;
  type Page = { product: { categories: { id: string; name: string }[] } };
  const readCategories = async (api: Api, slug: string) =>
    (await fetchData<Page>(api, categoriesOf(slug))).product.categories;

  /** How often the catalog is asked for it by ten requests of a caller, one after the other. */
  async function countReads(caller: Api): Promise<number> {
    const traceId = crypto.randomUUID().replaceAll("-", "");
    const headers = { ...bearer(caller), traceparent: `00-${traceId}-${"1".repeat(16)}-01` };
    for (let asked = 0; asked < 10; asked++) await ask(categoriesOf("thing"), { headers });
    const lines = shop.logs().split("\n");
    return lines.filter((line) => line.includes(traceId) && line.includes('"ListCategories"')).length;
  }

  it("is read once for the requests of a moment, and each time for whoever may change it", async () => {
    const customer = await shop.signUp();
    expect(await countReads(customer)).toBeLessThan(10);
    expect(await countReads(manager)).toBe(10);
  });

  it("has what a product is in, however new it is", async () => {
    const customer = await shop.signUp();
    const staff = await shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });
    const { id, etag } = await read("thing");
    await readCategories(customer, "thing");
    // From here on the gateway has a tree without it.
    const made = await staff(CatalogService.method.createCategory, { slug: "just-made", name: "Just made" });
    const product = { categoryIds: [made.category?.id ?? ""] };
    await staff(CatalogService.method.updateProduct, { id, etag, product, updateMask: { paths: ["category_ids"] } });
    expect((await readCategories(customer, "thing")).map(({ name }) => name)).toEqual(["Just made"]);
  });

  it("is read for every answer that is kept", async () => {
    const customer = await shop.signUp();
    const staff = await shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });
    const [category] = await readCategories(customer, "other");
    const changed = { id: category?.id ?? "", name: "Renamed", updateMask: { paths: ["name"] } };
    await staff(CatalogService.method.updateCategory, changed);
    const kept = await ask(categoriesOf("other"));
    expect(kept.cache).toBe(miss);
    expect(kept.text).toContain("Renamed");
  });
});

describe("a caller with a session in cookies", () => {
  it("is given nothing that was kept, and leaves nothing to be kept", async () => {
    const query = page("other").replace("id ", "id   ");
    const headers = { "x-stoa-session": "cookie", cookie: "__Host-stoa-access=x" };
    for (const kept of [miss, hit]) {
      expect(await ask(query, { headers })).toMatchObject({ cache: null, control: "no-store", etag: null });
      expect((await ask(query)).cache).toBe(kept);
    }
  });
});

describe("when Redis has lost its memory", () => {
  it("nothing that was kept before is good any more", async () => {
    await ask(page("other"));
    expect((await ask(page("other"))).cache).toBe(hit);
    await redis("FLUSHALL");
    const cache = async () => (await ask(page("other"))).cache;
    await expect.poll(cache, { timeout: 3_000, interval: 100 }).toBe(miss);
  });

  const forgetChanges = async () => redis("DEL", "tags:clock", ...(await redis<string[]>("KEYS", "tag:*")));
  const seen = async () => (await ask(page("thing"))).text;
  /** Many changes of what is none of ours. */
  const pass = () => redis("INCRBY", "tags:clock", "500");

  it("and as much has changed since as before, no answer is good by chance", async () => {
    await pass();
    await renameBehindTheGateway("thing", "Renamed before");
    await waitForOutbox(shop);
    await expect.poll(seen, { timeout: 2_000, interval: 50 }).toContain("Renamed before");
    await forgetChanges();
    await renameBehindTheGateway("thing", "Renamed after it was lost");
    await waitForOutbox(shop);
    await pass();
    await pass();
    await expect.poll(seen, { timeout: 2_000, interval: 50 }).toContain("Renamed after it was lost");
  });

  it("nor is one whose change was lost with it", async () => {
    await ask(page("thing"));
    await renameBehindTheGateway("thing", "Renamed before it was lost");
    await waitForOutbox(shop);
    await forgetChanges();
    await renameBehindTheGateway("other", "Product OTHER, of no matter");
    await waitForOutbox(shop);
    await pass();
    await expect.poll(seen, { timeout: 2_000, interval: 50 }).toContain("Renamed before it was lost");
  });

  it("answers are kept again, though nothing changes", async () => {
    await forgetChanges();
    expect((await ask(page("later"))).cache).toBeNull();
    await expect.poll(async () => (await ask(page("later"))).cache, { timeout: 2_000, interval: 50 }).toBe(hit);
  });
});

describe("while Redis is away", () => {
  it("answers are made anew, each for its caller", async () => {
    const query = page("other");
    await ask(query);
    expect((await ask(query)).cache).toBe(hit);
    await shop.stack.services.stopRedis();
    const cache = async () => (await ask(query)).cache;
    await expect.poll(cache, { timeout: 5_000 }).toBeNull();
    const { status, text, control } = await ask(query);
    expect([status, control]).toEqual([200, "no-store"]);
    expect(text).toContain("Product OTHER");
  });
});
