import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleEntry, bundleWorker } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { freePort } from "../../dev/process/listen.ts";
import { address } from "../support/harness.ts";
import { exchange } from "./light-client.ts";
import { formatTable, type Load, type Measured, measure, type Processes, totalOf } from "./measure.ts";
import { type BenchShop, startBenchShop, stopOnSignals } from "./shop.ts";

/**
 * `npm run bench`: measures the CPU per process and the latency of requests to the deployed bundles under workerd. Figures
 * of one run are comparable with each other, figures of two runs only roughly.
 */
const usage = "Usage: npm run bench -- [--orders N] [--reads N] [--clients N] [--disk tmpfs|disk] [--only NAME]";
exitOnHelp(usage);

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "400" },
    reads: { type: "string", default: "1000" },
    clients: { type: "string", default: "4" },
    disk: { type: "string", default: "tmpfs" },
    /** Runs only the loads whose name contains this. */
    only: { type: "string", default: "" },
  },
});
const onTmpfs = values.disk === "tmpfs" && process.platform === "linux";

/** How often a noisy figure is measured. */
const repetitions = 9;
const emptyHono = "empty Hono route, body of a page";
const cachedPage = "product page, cached";
/** The page as HTML, with its data from the response cache of the gateway. */
const storefrontPage = "storefront: product page, cached";
const storefrontBase = "storefront: empty Worker route";
const listLoad = "list of 10 products";
const empty = `export default { fetch: () => new Response('{"data":null}', { headers: { "content-type": "application/json" } }) };`;
const productFields = `slug name brand inStock priceRange { min { amountMinor currency } }
  categories { slug name } variants { sku name price { amountMinor currency } stock { available } }`;
const listQuery = `{ products(first: 10) { edges { cursor node { ${productFields} } } pageInfo { hasNextPage endCursor } } }`;
const firstQuery = "{ products(first: 1) { edges { node { id inStock } } } }";
const signInQuery = `mutation { login(input: {email: "buyer@bench.example", password: "benchmark-password"}) { accessToken } }`;
const searchQuery = `{ search(query: "lamp", first: 10) { totalCount edges { node { ${productFields} } } } }`;

await bench();

async function bench(): Promise<void> {
  const [emptyPort, honoPort, hashPort] = [await freePort(), await freePort(), await freePort()];
  const storefrontPort = await freePort();
  const shop = await startBenchShop({
    onTmpfs,
    extraWorkers: [
      // Returns a constant response, in the same process.
      { name: "empty", port: emptyPort, code: empty },
      { name: "hono", port: honoPort, code: await bundleEntry(join(root, "test/bench/empty-hono.mjs")) },
      {
        name: "storefront",
        port: storefrontPort,
        code: await bundleWorker("storefront"),
        bindings: [
          `(name = "GATEWAY", service = (name = "stoa-gateway", entrypoint = "Pages"))`,
          `(name = "STOREFRONT_URL", text = "http://127.0.0.1:${storefrontPort}")`,
          `(name = "PICTURES", text = "drawn")`,
          `(name = "PICTURE_ORIGINS", text = "")`,
          `(name = "STRIPE_PUBLISHABLE_KEY", text = "")`,
        ],
      },
      // Only verifies a password against a hash.
      { name: "hash", port: hashPort, code: await bundleEntry(join(root, "test/bench/bare-hash.mjs")) },
    ],
  });
  stopOnSignals(shop);
  try {
    await measureLoads(shop, { emptyPort, honoPort, hashPort, storefrontPort });
  } finally {
    await shop.stop();
  }
}

interface Ports {
  readonly emptyPort: number;
  readonly honoPort: number;
  readonly hashPort: number;
  readonly storefrontPort: number;
}

async function measureLoads(shop: BenchShop, { emptyPort, honoPort, hashPort, storefrontPort }: Ports): Promise<void> {
  const { url, skus, processes } = shop;
  const pageUrl = await cachePage(url);
  await fetch(`http://127.0.0.1:${honoPort}`, { method: "PUT", body: await (await fetch(pageUrl)).text() });

  const clients = Number(values.clients);
  const reads = Number(values.reads);
  const signIns = Math.ceil(reads / 10);
  const loads: Load[] = [
    {
      name: "empty Worker route",
      count: reads,
      clients,
      request: async () => (await exchange(`http://127.0.0.1:${emptyPort}`, { json: "{}" })) !== undefined,
    },
    {
      name: storefrontBase,
      count: reads,
      clients,
      request: () => isOk(`http://127.0.0.1:${emptyPort}`),
    },
    {
      name: storefrontPage,
      count: reads,
      clients,
      request: () => isOk(`http://127.0.0.1:${storefrontPort}/products/halden-reading-lamp`),
    },
    { name: emptyHono, count: reads, clients, request: () => isOk(`http://127.0.0.1:${honoPort}`) },
    { name: cachedPage, count: reads, clients, request: () => isOk(pageUrl) },
    {
      name: `${listLoad}: only the gateway`,
      count: reads,
      clients,
      request: () => hasData({ url }, "{ inStock: __typename }"),
    },
    {
      name: `${listLoad}: first product, only its id`,
      count: reads,
      clients,
      request: () => hasData({ url }, firstQuery),
    },
    { name: listLoad, count: reads, clients, request: () => hasData({ url }, listQuery) },
    { name: "search, first 10", count: reads, clients, request: () => hasData({ url }, searchQuery) },
    { name: "me", count: reads, clients, request: () => hasData(shop.buyer, "{ me { id email roles } }") },
    { name: "bare Argon2id hash", count: signIns, clients, request: () => isOk(`http://127.0.0.1:${hashPort}`) },
    { name: "sign-in", count: signIns, clients, request: () => hasData({ url }, signInQuery) },
    {
      name: "complete order",
      count: Number(values.orders),
      clients,
      request: (index) => placeOrder(shop.buyer, skus, index),
    },
  ];
  const selected = loads.filter(({ name }) => name.includes(values.only));
  const rows: Measured[] = [];
  for (const load of selected) {
    await shop.signInAgain();
    rows.push(await measure(load, processes));
  }
  console.log(`\n${formatTable(rows)}\n`);
  const [base, cached] = [emptyHono, cachedPage].map((name) => selected.find((load) => load.name === name));
  if (base !== undefined && cached !== undefined) console.log(await compare(cached, base, processes));
  const [emptyRoute, page] = [storefrontBase, storefrontPage].map((name) =>
    selected.find((load) => load.name === name),
  );
  if (emptyRoute !== undefined && page !== undefined) console.log(await compare(page, emptyRoute, processes));
  const list = selected.find(({ name }) => name === listLoad);
  if (list !== undefined) console.log(await repeat(list, processes));
  console.log(
    `${availableParallelism()} cores, Node ${process.version}, ${clients} clients; the files of Postgres, payments and` +
      ` Durable Objects on ${onTmpfs ? "tmpfs (use --disk disk for a real disk)" : shop.folder}`,
  );
}

/** Measures a noisy figure several times. Returns its median and range. */
async function describeRepeated(figure: () => Promise<number>): Promise<string> {
  const figures: number[] = [];
  for (let times = 0; times < repetitions; times++) figures.push(await figure());
  figures.sort((a, b) => a - b);
  const [min, median, max] = [0, Math.floor(repetitions / 2), repetitions - 1].map((rank) => figures[rank]?.toFixed(2));
  return `${median} (${min} to ${max} in ${repetitions} measurements)`;
}

/** Compares the workerd CPU of a load with that of a base load. */
async function compare(load: Load, base: Load, processes: Processes): Promise<string> {
  const ratio = await describeRepeated(async () => {
    const [baseCost, loadCost] = [await measure(base, processes), await measure(load, processes)];
    return (loadCost.cpu.workerd ?? 0) / (baseCost.cpu.workerd ?? 0);
  });
  return `${load.name}: ${ratio} times the CPU of ${base.name}`;
}

/** Measures the CPU of a load in all processes. */
async function repeat(load: Load, processes: Processes): Promise<string> {
  const ms = await describeRepeated(async () => totalOf(await measure(load, processes)));
  return `${load.name}: ${ms} ms of CPU in all processes`;
}

/** Registers and requests a product page, so that it is cached. Returns its URL as a persisted query. */
async function cachePage(url: string): Promise<string> {
  const query = `query ($slug: String!) { product(slug: $slug) {
    id slug name description brand attributes { name value } media { url alt } priceRange { min { formatted } }
    categories { slug name path { slug name } } variants { sku name options { name value } price { formatted } }
  } }`;
  const sha256Hash = createHash("sha256").update(query).digest("hex");
  const variables = { slug: "halden-reading-lamp" };
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  // A document is registered after a request with its hash alone.
  for (const params of [{ extensions }, { query, variables, extensions }]) {
    const body = JSON.stringify(params);
    await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
  }
  const params = { variables: JSON.stringify(variables), extensions: JSON.stringify(extensions) };
  return `${url}/graphql?${new URLSearchParams(params)}`;
}

async function isOk(url: string): Promise<boolean> {
  return (await exchange(url)) !== undefined;
}

async function hasData({ url, token }: Api, query: string): Promise<boolean> {
  const sent = { json: JSON.stringify({ query }), ...(token === undefined ? {} : { token }) };
  const body = await exchange(`${url}/graphql`, sent);
  return body?.startsWith('{"data":{') === true;
}

async function placeOrder(api: Api, skus: readonly string[], index: number): Promise<boolean> {
  const query = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } userErrors { code } } }`;
  const lines = [{ sku: skus[index % skus.length], quantity: 1 }];
  const input = { idempotencyKey: `bench-${index}`, lines, paymentMethod: "pm_card_visa", shippingAddress: address };
  type Reply = { placeOrder: { order: { status: string } | null } };
  return (await fetchData<Reply>(api, query, { input })).placeOrder.order?.status === "CONFIRMED";
}
