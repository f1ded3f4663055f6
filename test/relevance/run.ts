import { parseArgs } from "node:util";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import { openShop, waitForOutbox } from "../support/harness.ts";
import { type JudgedQuery, ndcg, readJudgedSet } from "./judgements.ts";

/**
 * `npm run relevance [-- --set FOLDER] [--worst N]`: measures the NDCG@10 of judged queries by their kind, with each
 * engine, through the public API. Exits with code 1 when an engine is below its minimum. `--worst` lists the worst queries.
 */
const { values } = parseArgs({
  options: { set: { type: "string", default: "../shared/relevance" }, worst: { type: "string", default: "0" } },
});
const minNdcg = { Elasticsearch: 0.85, Postgres: 0.76 };
const judged = readJudgedSet(values.set);
let passed = 0;
let failed = 0;

if (elasticsearchSkipReason === undefined) {
  const node = await startNode();
  await measure("Elasticsearch", node.url).finally(node.stop);
} else console.log(`Elasticsearch is skipped: ${elasticsearchSkipReason}`);
await measure("Postgres");
console.log(`${passed} passed, ${failed} failed${elasticsearchSkipReason === undefined ? "" : ", 2 skipped"}`);
process.exitCode = failed > 0 ? 1 : 0;

async function measure(engine: keyof typeof minNdcg, elasticsearchUrl?: string): Promise<void> {
  const shop = await openShop({ elasticsearchUrl });
  try {
    const manager = await shop.signUp("CATALOG_MANAGER");
    if (elasticsearchUrl !== undefined) await rebuildSearchIndex(manager);
    for (let at = 0; at < judged.products.length; at += 500)
      await importLines(manager, judged.products.slice(at, at + 500));
    await waitForOutbox(shop);
    await new Promise((later) => setTimeout(later, 1_000));
    const responses: SearchResponse[] = [];
    for (const query of judged.queries) responses.push(await search({ url: shop.url }, query));
    report(engine, responses);
  } finally {
    await shop.stop();
  }
}

interface SearchResponse {
  readonly query: JudgedQuery;
  readonly slugs: readonly string[];
  readonly degraded: boolean;
}

/** Retries degraded responses, which Postgres returns when Elasticsearch is too slow: speed is not measured here. */
async function search(api: Api, query: JudgedQuery): Promise<SearchResponse> {
  type Data = { search: { degraded: boolean; edges: { node: { slug: string } }[] } };
  const document = "query ($q: String!) { search(query: $q, first: 10) { degraded edges { node { slug } } } }";
  let { search: result } = await fetchData<Data>(api, document, { q: query.q });
  for (let retry = 0; retry < 5 && result.degraded; retry++) {
    await new Promise((later) => setTimeout(later, 2_500));
    result = (await fetchData<Data>(api, document, { q: query.q })).search;
  }
  return { query, degraded: result.degraded, slugs: result.edges.map(({ node }) => node.slug) };
}

function report(engine: keyof typeof minNdcg, responses: readonly SearchResponse[]): void {
  const scored = responses.map((response) => ({ ...response, score: ndcg(response.query, response.slugs) }));
  const kinds = Map.groupBy(scored, ({ query }) => query.kind);
  const empty = responses.filter(({ slugs }) => slugs.length === 0);
  const degraded = responses.filter((response) => response.degraded);
  const all = mean(scored);
  const byKind = [...kinds].map(([kind, group]) => `${kind} ${mean(group).toFixed(3)}`).join(", ");
  console.log(
    `${engine}: NDCG@10 ${all.toFixed(3)} over ${responses.length} queries (${byKind}), ${empty.length} without results`,
  );
  for (const { query, score } of scored.toSorted((a, b) => a.score - b.score).slice(0, Number(values.worst))) {
    console.log(`  ${score.toFixed(2)} ${query.kind}: ${query.q}`);
  }
  check(`${engine} has an NDCG@10 of at least ${minNdcg[engine]}`, all >= minNdcg[engine]);
  if (engine === "Elasticsearch") {
    check(
      `every query has results from Elasticsearch (${degraded.length} degraded)`,
      empty.length + degraded.length === 0,
    );
  }
}

function mean(scored: readonly { readonly score: number }[]): number {
  return scored.reduce((sum, { score }) => sum + score, 0) / scored.length;
}

function check(requirement: string, holds: boolean): void {
  console.log(`${holds ? "✓" : "✗"} ${requirement}`);
  if (holds) passed++;
  else failed++;
}
