import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { importProductFile } from "../../dev/cli/shop/product-import.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { startBackingServices } from "../../dev/local/backing-services.ts";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";
import { startFaultProxy } from "../faults/fault-proxy.ts";
import { readJudgedSet } from "../relevance/judgements.ts";
import { openClients } from "../support/clients.ts";
import {
  elasticsearchSkipReason,
  killableElasticsearchSkipReason,
  startKillableNode,
  startNode,
} from "../support/elasticsearch.ts";
import { prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import { residentMb } from "./cpu.ts";
import { formatTable, type Measured, measure } from "./measure.ts";

/**
 * `npm run bench:search`: measures an import of many products until they are indexed, and then searches of eight clients.
 * Searches through the deployed bundles alternate with the same queries sent directly to Elasticsearch. Prints the share of
 * searches that the database served in place of Elasticsearch, and how long that lasts after the load and after a restart.
 */
const usage = "Usage: npm run bench:search -- [--set FOLDER] [--products N] [--searches N] [--clients N] [--rounds N]";
exitOnHelp(usage);

const { values } = parseArgs({
  options: {
    set: { type: "string", default: "../shared/relevance" },
    products: { type: "string", default: "43000" },
    searches: { type: "string", default: "400" },
    clients: { type: "string", default: "8" },
    rounds: { type: "string", default: "4" },
  },
});
const count = Number(values.products);
const clients = Number(values.clients);
const first = 10;
/** How long no search may be degraded after a recovery. */
const recoveredMs = 3_000;
if (elasticsearchSkipReason !== undefined) throw new Error(elasticsearchSkipReason);

const crons = `export default { async fetch(request, env) {
  await env.CATALOG.scheduled({ scheduledTime: new Date(), cron: "* * * * *" });
  return new Response("done");
} };`;
const folder = mkdtempSync(join(tmpdir(), "stoa-bench-search-"));
chmodSync(folder, 0o711); // Postgres runs as another user.
const cleanups: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
try {
  await bench();
} finally {
  for (const stop of cleanups.reverse()) await stop();
}

async function bench(): Promise<void> {
  const killable = killableElasticsearchSkipReason === undefined ? await startKillableNode() : undefined;
  const node = killable ?? (await startNode());
  cleanups.push(node.stop);
  // Records the queries of the Workers. The measured searches bypass this proxy.
  let recorded: string[] = [];
  const proxy = await startFaultProxy(Number(new URL(node.url).port), {
    forwardsRequest: ({ path, body }) => {
      if (path.endsWith("/_search")) recorded.push(body.toString());
      return true;
    },
    returnsResponse: () => true,
  });
  cleanups.push(proxy.stop);
  const services = await startBackingServices({ dataDir: folder, elasticsearchUrl: node.url });
  cleanups.push(services.stop);
  const serve = async (name: string, elasticsearchUrl: string) => {
    const [port, cron] = [await freePort(), await freePort()];
    const workers = await prepareBundles({
      engines: { ...services, elasticsearchUrl },
      folder: join(folder, name),
      stateDir: join(folder, "objects"),
      ports: { gateway: port },
      extraWorkers: [{ name: "crons", port: cron, code: crons, services: ["catalog"] }],
    });
    const child = workers.start();
    cleanups.push(() => stopChild(child, "SIGTERM"));
    const url = `http://127.0.0.1:${port}`;
    await waitUntilHealthy(url);
    return { url, cron: `http://127.0.0.1:${cron}`, pid: child.pid ?? 0, stop: () => stopChild(child, "SIGTERM") };
  };

  const recordedShop = await serve("recorded", `http://127.0.0.1:${proxy.port}`);
  const manager = await openClients(recordedShop.url, {}, services).signUp("CATALOG_MANAGER");
  await rebuildSearchIndex(manager);
  const sql = openClients("", {}, services).sql("catalog");
  await importMany(manager, {
    ...recordedShop,
    countOutbox: async () => Number((await sql`select count(*) as count from outbox`)[0]?.count),
  });
  // Autovacuum would run this within a minute.
  await sql`analyze`;
  const queries = await recordStrictQueries(manager, () => {
    const all = recorded;
    recorded = [];
    return all;
  });
  await recordedShop.stop();

  const { url } = await serve("measured", node.url);
  // Responses to a signed-in user are not cached, so every search is executed.
  const customer = await openClients(url, {}, services).signUp();
  const searchDirectly = async (body: string) => {
    const response = await fetch(`${node.url}/stoa/_search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return response.ok && (await response.text()) !== "";
  };
  const rows = new Map<string, Measured[]>();
  let [searches, degradedSearches] = [0, 0];
  const searchThroughStoa = async ({ query }: RecordedQuery) => {
    const { degraded } = await search(customer, query);
    searches++;
    if (degraded) degradedSearches++;
    return !degraded;
  };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, request] of [
      ["through Stoa", searchThroughStoa],
      ["directly to Elasticsearch", ({ body }: RecordedQuery) => searchDirectly(body)],
    ] as const) {
      const load = { name, count: Number(values.searches), clients };
      const row = await measure(
        { ...load, request: (at) => request(queries[at % queries.length] as RecordedQuery) },
        {},
      );
      rows.set(name, [...(rows.get(name) ?? []), row]);
    }
  }
  const isDegraded = async (at: number) => {
    const recorded = queries[at % queries.length] as RecordedQuery;
    return (await search(customer, recorded.query).catch(() => ({ degraded: true }))).degraded;
  };
  const afterLoad = await secondsUntilRecovery(isDegraded);
  console.log(`\n${formatTable([...rows.values()].flat())}\n`);
  console.log(
    `${degradedSearches} of ${searches} searches were degraded (${((100 * degradedSearches) / searches).toFixed(2)} %), ` +
      `the last one at most ${afterLoad.toFixed(1)} s after the load`,
  );
  if (killable !== undefined) {
    await killable.kill();
    for (let at = 0; !(await isDegraded(at)); at++);
    await killable.restart();
    // A node that was killed replays its translog. Until then it listens and rejects searches.
    const [available, recovered] = await Promise.all([
      secondsUntilAvailable(node.url),
      secondsUntilRecovery(isDegraded),
    ]);
    console.log(
      `recovered ${recovered.toFixed(1)} s after a restart of Elasticsearch, ` +
        `whose index was available after ${available.toFixed(1)} s`,
    );
  }
  const [through, direct] = [...rows.values()].map((all) => median(all.map(({ p95 }) => p95)));
  console.log(
    `p95 of a strict query, ${count} products, ${clients} clients, median of the rounds: ${through?.toFixed(1)} ms through ` +
      `Stoa, ${direct?.toFixed(1)} ms directly to Elasticsearch, a factor of ${((through ?? 0) / (direct ?? 1)).toFixed(2)}`,
  );
}

/** Returns the seconds from now until the last degraded search of one client. Throws when the searches do not recover. */
async function secondsUntilRecovery(isDegraded: (at: number) => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  let recoveredAt = startedAt;
  for (let at = 0; performance.now() - recoveredAt < recoveredMs; at++) {
    if (await isDegraded(at)) recoveredAt = performance.now();
    if (recoveredAt - startedAt > 120_000) throw new Error("Searches are degraded two minutes later");
    await new Promise((later) => setTimeout(later, 100));
  }
  return (recoveredAt - startedAt) / 1000;
}

/** Returns the seconds from now until all indices of a node have a shard that can be searched. */
async function secondsUntilAvailable(url: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=120s`);
  if (!response.ok) throw new Error("The index is not available two minutes later");
  return (performance.now() - startedAt) / 1000;
}

interface RecordedQuery {
  readonly query: string;
  /** The body that the Workers sent to Elasticsearch. */
  readonly body: string;
}

/** Runs the judged queries. Returns those that needed one request to Elasticsearch, without query relaxation. */
async function recordStrictQueries(api: Api, takeRecorded: () => readonly string[]): Promise<readonly RecordedQuery[]> {
  const strict: RecordedQuery[] = [];
  for (const { q: query } of readJudgedSet(values.set).queries) {
    takeRecorded();
    await search(api, query);
    const [body, ...more] = takeRecorded();
    if (body !== undefined && more.length === 0) strict.push({ query, body });
  }
  console.log(`${strict.length} of the judged queries are strict`);
  return strict;
}

async function search(api: Api, query: string): Promise<{ readonly degraded: boolean }> {
  const document = `query ($q: String!) { search(query: $q, first: ${first}) {
    totalCount degraded edges { cursor highlight node { slug name inStock } }
  } }`;
  return (await fetchData<{ search: { degraded: boolean } }>(api, document, { q: query })).search;
}

/** Writes copies of the judged products to a file, imports it, and waits until they are indexed. */
async function importMany(
  manager: Api,
  { pid, cron, countOutbox }: { pid: number; cron: string; countOutbox: () => Promise<number> },
): Promise<void> {
  const { products } = readJudgedSet(values.set);
  const lines = Array.from({ length: count }, (_, at) => {
    const copy = Math.floor(at / products.length);
    const product = JSON.parse(products[at % products.length] ?? "{}") as {
      slug: string;
      variants: { sku: string }[];
    };
    const variants = product.variants.map((variant) => ({ ...variant, sku: `${variant.sku}-${copy}` }));
    return JSON.stringify({ ...product, slug: `${product.slug}-${copy}`, variants });
  });
  const file = join(folder, "products.ndjson");
  writeFileSync(file, lines.join("\n"));
  let maxMb = 0;
  const watch = setInterval(() => {
    maxMb = Math.max(maxMb, residentMb(pid));
  }, 250);
  const startedAt = performance.now();
  const { created, rejected } = await importProductFile(manager, file);
  const importedSeconds = (performance.now() - startedAt) / 1000;
  for (let polls = 0; (await countOutbox()) > 0; polls++) {
    // The cron relays the rows that the requests did not relay in time.
    if (polls % 50 === 49) await fetch(cron);
    await new Promise((later) => setTimeout(later, 100));
  }
  const indexedSeconds = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  console.log(
    `${created} products imported, ${rejected.length} rejected, in ${importedSeconds.toFixed(1)} s (${Math.round(created / importedSeconds)} per second), ` +
      `indexed after ${indexedSeconds.toFixed(1)} s (${Math.round(created / indexedSeconds)} per second), at most ${maxMb} MB in the Workers`,
  );
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
