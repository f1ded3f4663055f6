import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { importProductFile } from "../../dev/cli/shop/product-import.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { startBackingServices } from "../../dev/local/backing-services.ts";
import { stopChild } from "../../dev/process/child.ts";
import { freePort } from "../../dev/process/listen.ts";
import { startFaultProxy } from "../faults/fault-proxy.ts";
import { readJudged } from "../relevance/judgements.ts";
import { openClients } from "../support/clients.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import { prepareBundles, waitUntilHealthy } from "../support/serve.ts";
import { residentMb } from "./cpu.ts";
import { formatTable, type Measured, measure } from "./measure.ts";

/**
 * `npm run bench:search`: an import of many products with the index following, and searches by eight clients through the
 * deployed bundles beside the very same questions sent straight to Elasticsearch, in turns.
 */
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
if (elasticsearchSkipReason !== undefined) throw new Error(elasticsearchSkipReason);

const crons = `export default { async fetch(request, env) {
  await env.CATALOG.scheduled({ scheduledTime: new Date(), cron: "* * * * *" });
  return new Response("done");
} };`;
const folder = mkdtempSync(join(tmpdir(), "stoa-bench-search-"));
chmodSync(folder, 0o711); // Postgres runs as another user.
const stops: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
try {
  await bench();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function bench(): Promise<void> {
  const node = await startNode();
  stops.push(node.stop);
  // Tells what the Workers ask the node; the searches that are measured go past it.
  let heard: string[] = [];
  const wire = await startFaultProxy(Number(new URL(node.url).port), {
    forwardsRequest: ({ path, body }) => {
      if (path.endsWith("/_search")) heard.push(body.toString());
      return true;
    },
    returnsResponse: () => true,
  });
  stops.push(wire.stop);
  const engines = await startBackingServices({ dataDir: folder, elasticsearchUrl: node.url });
  stops.push(engines.stop);
  const serve = async (name: string, elasticsearchUrl: string) => {
    const [port, cron] = [await freePort(), await freePort()];
    const prepared = await prepareBundles({
      engines: { ...engines, elasticsearchUrl },
      folder: join(folder, name),
      stateDir: join(folder, "objects"),
      ports: { gateway: port },
      extraWorkers: [{ name: "crons", port: cron, code: crons, services: ["catalog"] }],
    });
    const child = prepared.start();
    stops.push(() => stopChild(child, "SIGTERM"));
    const url = `http://127.0.0.1:${port}`;
    await waitUntilHealthy(url);
    return { url, cron: `http://127.0.0.1:${cron}`, pid: child.pid ?? 0, stop: () => stopChild(child, "SIGTERM") };
  };

  const overheard = await serve("overheard", `http://127.0.0.1:${wire.port}`);
  const manager = await openClients(overheard.url, {}, engines).signUp("CATALOG_MANAGER");
  await rebuildSearchIndex(manager);
  const sql = openClients("", {}, engines).sql("catalog");
  await importMany(manager, {
    ...overheard,
    left: async () => Number((await sql`select count(*) as left from outbox`)[0]?.left),
  });
  // What a database knows of its tables after a minute, of its own accord.
  await sql`analyze`;
  const asked = await askStrictly(manager, () => {
    const all = heard;
    heard = [];
    return all;
  });
  await overheard.stop();

  const { url } = await serve("measured", node.url);
  // Nothing is kept for somebody who is signed in: every search is made.
  const customer = await openClients(url, {}, engines).signUp();
  const straight = async (body: string) => {
    const response = await fetch(`${node.url}/stoa/_search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return response.ok && (await response.text()) !== "";
  };
  const rows = new Map<string, Measured[]>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, request] of [
      ["through Stoa", ({ question }: Asked) => search(customer, question).then((found) => found.degraded === false)],
      ["straight to Elasticsearch", ({ body }: Asked) => straight(body)],
    ] as const) {
      const load = { name, count: Number(values.searches), clients };
      const row = await measure({ ...load, request: (at) => request(asked[at % asked.length] as Asked) }, {});
      rows.set(name, [...(rows.get(name) ?? []), row]);
    }
  }
  console.log(`\n${formatTable([...rows.values()].flat())}\n`);
  const [through, direct] = [...rows.values()].map((all) => median(all.map(({ p95 }) => p95)));
  console.log(
    `p95 of a strict question at ${count} products, ${clients} clients, median of the rounds: ${through?.toFixed(1)} ms through ` +
      `Stoa, ${direct?.toFixed(1)} ms straight to Elasticsearch: ${((through ?? 0) / (direct ?? 1)).toFixed(2)} times`,
  );
}

interface Asked {
  readonly question: string;
  /** What the Workers made of it. */
  readonly body: string;
}

/** The judged questions that the index answers in one go. */
async function askStrictly(api: Api, heardSince: () => readonly string[]): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const { q: question } of readJudged(values.set).queries) {
    heardSince();
    await search(api, question);
    const [body, ...more] = heardSince();
    if (body !== undefined && more.length === 0) asked.push({ question, body });
  }
  console.log(`${asked.length} of the judged questions are answered strictly`);
  return asked;
}

async function search(api: Api, question: string): Promise<{ readonly degraded: boolean }> {
  const document = `query ($q: String!) { search(query: $q, first: ${first}) {
    totalCount degraded edges { cursor highlight node { slug name inStock } }
  } }`;
  return (await fetchData<{ search: { degraded: boolean } }>(api, document, { q: question })).search;
}

/** The judged products, over and over under other names, as a file; the import as everybody does it. */
async function importMany(
  manager: Api,
  { pid, cron, left }: { pid: number; cron: string; left: () => Promise<number> },
): Promise<void> {
  const { products } = readJudged(values.set);
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
  let mostMb = 0;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, residentMb(pid));
  }, 250);
  const startedAt = performance.now();
  const { created, rejected: refused } = await importProductFile(manager, file);
  const imported = (performance.now() - startedAt) / 1000;
  for (let waited = 0; (await left()) > 0; waited++) {
    // What the requests could not relay in their time is the cron's.
    if (waited % 50 === 49) await fetch(cron);
    await new Promise((later) => setTimeout(later, 100));
  }
  const followed = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  console.log(
    `${created} products imported, ${refused.length} refused, in ${imported.toFixed(1)} s (${Math.round(created / imported)} a second), ` +
      `in the index after ${followed.toFixed(1)} s (${Math.round(created / followed)} a second); at most ${mostMb} MB in the Workers`,
  );
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
