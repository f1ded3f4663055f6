import { parseArgs } from "node:util";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { importLines } from "../../dev/cli/shop/product-import.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { elasticsearchSkipReason, startNode } from "../support/elasticsearch.ts";
import { openShop, waitForOutbox } from "../support/harness.ts";
import { type Judged, ndcg, readJudged } from "./judgements.ts";

/**
 * `npm run relevance [-- --set FOLDER] [--worst N]`: NDCG@10 of judged questions by their kind, with each engine, through the
 * public API. Exit code 1 below what is asked of them.
 */
const { values } = parseArgs({
  options: { set: { type: "string", default: "../shared/relevance" }, worst: { type: "string", default: "0" } },
});
const leastOf = { Elasticsearch: 0.85, Postgres: 0.76 };
const judged = readJudged(values.set);
let passed = 0;
let failed = 0;

if (elasticsearchSkipReason === undefined) {
  const node = await startNode();
  await measure("Elasticsearch", node.url).finally(node.stop);
} else console.log(`Elasticsearch is left out: ${elasticsearchSkipReason}`);
await measure("Postgres");
console.log(`${passed} passed, ${failed} failed${elasticsearchSkipReason === undefined ? "" : ", 2 skipped"}`);
process.exitCode = failed > 0 ? 1 : 0;

async function measure(engine: keyof typeof leastOf, elasticsearchUrl?: string): Promise<void> {
  const shop = await openShop({ elasticsearchUrl });
  try {
    const manager = await shop.signUp("CATALOG_MANAGER");
    if (elasticsearchUrl !== undefined) await rebuildSearchIndex(manager);
    for (let at = 0; at < judged.products.length; at += 500)
      await importLines(manager, judged.products.slice(at, at + 500));
    await waitForOutbox(shop);
    await new Promise((later) => setTimeout(later, 1_000));
    const answers: Answer[] = [];
    for (const query of judged.queries) answers.push(await answer({ url: shop.url }, query));
    report(engine, answers);
  } finally {
    await shop.stop();
  }
}

interface Answer {
  readonly query: Judged;
  readonly slugs: readonly string[];
  readonly degraded: boolean;
}

/** Asked again while the database answers in the engine's place: how long a busy machine takes is not what is measured. */
async function answer(api: Api, query: Judged): Promise<Answer> {
  type Found = { search: { degraded: boolean; edges: { node: { slug: string } }[] } };
  const document = "query ($q: String!) { search(query: $q, first: 10) { degraded edges { node { slug } } } }";
  let { search } = await fetchData<Found>(api, document, { q: query.q });
  for (let again = 0; again < 5 && search.degraded; again++) {
    await new Promise((later) => setTimeout(later, 2_500));
    search = (await fetchData<Found>(api, document, { q: query.q })).search;
  }
  return { query, degraded: search.degraded, slugs: search.edges.map(({ node }) => node.slug) };
}

function report(engine: keyof typeof leastOf, answers: readonly Answer[]): void {
  const scored = answers.map((one) => ({ ...one, score: ndcg(one.query, one.slugs) }));
  const kinds = Map.groupBy(scored, ({ query }) => query.kind);
  const empty = answers.filter(({ slugs }) => slugs.length === 0);
  const degraded = answers.filter((one) => one.degraded);
  const all = mean(scored);
  const byKind = [...kinds].map(([kind, some]) => `${kind} ${mean(some).toFixed(3)}`).join(", ");
  console.log(
    `${engine}: NDCG@10 ${all.toFixed(3)} over ${answers.length} questions (${byKind}), ${empty.length} without a hit`,
  );
  for (const { query, score } of scored.toSorted((a, b) => a.score - b.score).slice(0, Number(values.worst))) {
    console.log(`  ${score.toFixed(2)} ${query.kind}: ${query.q}`);
  }
  check(`${engine} finds what was judged to fit`, all >= leastOf[engine]);
  if (engine === "Elasticsearch") {
    check(
      `no question is without a hit, nor left to the database (${degraded.length})`,
      empty.length + degraded.length === 0,
    );
  }
}

function mean(scored: readonly { readonly score: number }[]): number {
  return scored.reduce((sum, { score }) => sum + score, 0) / scored.length;
}

function check(what: string, holds: boolean): void {
  console.log(`${holds ? "✓" : "✗"} ${what}`);
  if (holds) passed++;
  else failed++;
}
