import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import {
  type KillableNode,
  killableElasticsearchSkipReason,
  readDocuments,
  startKillableNode,
} from "../support/elasticsearch.ts";
import { importProducts } from "../support/harness.ts";
import { createRandom } from "../support/random.ts";
import { type CrashableShop, openCrashableShop } from "./crashable-shop.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

const changes = 2_000;
/** Some attempts are rejected, and some fail with the Workers. */
const maxAttempts = 2 * changes;
const concurrency = 4;
const products = 150;
const index = "stoa";
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const random = createRandom(seed);

/** Elasticsearch is killed at attempt `from` and restarted at attempt `to`. */
const outages = [
  { from: 500, to: 700 },
  { from: 1_200, to: 1_400 },
] as const;
/** The Workers are killed at these attempts: before a bulk request reaches Elasticsearch, or after it was processed. */
const crashes = [
  { at: 900, moment: "before" },
  { at: 1_700, moment: "after" },
] as const;

let node: KillableNode;
let proxy: FaultProxy;
let shop: CrashableShop;
let manager: Api;
let pendingCrash: { readonly moment: "before" | "after"; readonly reached: () => void } | undefined;

beforeAll(async () => {
  if (killableElasticsearchSkipReason !== undefined) return;
  node = await startKillableNode();
  const crashesAt = (moment: "before" | "after", path: string): boolean => {
    if (pendingCrash?.moment !== moment || !path.includes("_bulk")) return false;
    pendingCrash.reached();
    pendingCrash = undefined;
    return true;
  };
  proxy = await startFaultProxy(node.port, {
    forwardsRequest: ({ path }) => !crashesAt("before", path),
    returnsResponse: ({ path }) => !crashesAt("after", path),
  });
  shop = await openCrashableShop(`http://127.0.0.1:${proxy.port}`);
  manager = await shop.signUp("CATALOG_MANAGER");
  await rebuildSearchIndex(manager);
  for (let at = 0; at < products; at += 50)
    await importProducts(
      manager,
      Array.from({ length: 50 }, (_, n) => createProduct(at + n, `T-${at + n}`)),
    );
});

afterAll(async () => {
  await shop?.stop();
  await proxy?.stop();
  await node?.stop();
});

beforeEach((ctx) => ctx.skip(killableElasticsearchSkipReason !== undefined, killableElasticsearchSkipReason));

const pick = (count: number): number => Math.floor(random() * count);
const colors = ["red", "blue", "green"] as const;

function createProduct(number: number, sku: string, revision = 0) {
  return {
    slug: `thing-${number}`,
    name: `Thing ${number} ${colors[pick(3)]}`,
    description: `Revision ${revision}.`,
    brand: `Brand ${pick(5)}`,
    categoryPaths: [`Room ${pick(6)}/Box ${pick(3)}`],
    attributes: [{ name: "color", value: colors[pick(3)] }],
    variants: [
      {
        sku,
        name: "Default",
        price: { amountMinor: String(100 + pick(900)), currency: "USD" },
        initialStock: 5,
      },
    ],
  };
}

interface ProductRow {
  readonly id: string;
  readonly sku: string;
}

/** Returns the product with this number; undefined after its deletion. */
async function findProduct(number: number): Promise<ProductRow | undefined> {
  const [row] = await shop.sql("catalog")`select p.id, v.sku from products p join variants v on v.product_id = p.id
    where p.slug = ${`thing-${number}`} and p.deleted_at is null and v.deleted_at is null`;
  return row as ProductRow | undefined;
}

interface Payload {
  readonly userErrors: readonly { readonly code: string }[];
}

/** Runs a mutation of the public API. Returns false when it has user errors. */
async function runMutation(mutation: string, type: string, input: object): Promise<boolean> {
  const query = `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { userErrors { code } } }`;
  const { payload } = await fetchData<{ payload: Payload }>(manager, query, { input });
  return payload.userErrors.length === 0;
}

/** Makes a random change. Returns false when nothing changed. Throws when the Workers crash meanwhile. */
async function makeChange(number: number): Promise<boolean> {
  const product = pick(products);
  const kind = random();
  if (kind < 0.1) {
    const [category] = await shop.sql("catalog")`select id from categories order by random() limit 1`;
    return runMutation("updateCategory", "UpdateCategoryInput", { id: category?.id, name: `Renamed ${number}` });
  }
  const row = await findProduct(product);
  if (kind < 0.45 || row === undefined) {
    // The SKU of a deleted product is not reused: the new product has its own.
    await importProducts(manager, [createProduct(product, row?.sku ?? `T-${product}-${number}`, number)]);
    return true;
  }
  const { id, sku } = row;
  if (kind < 0.75) {
    const delta = (1 + pick(4)) * (pick(2) === 0 ? 1 : -1);
    const input = { sku, delta, reason: "fire", idempotencyKey: `fire ${number}` };
    return runMutation("adjustStock", "AdjustStockInput", input);
  }
  if (kind < 0.9) {
    const sold = await shop.sql("catalog")`update products set units_sold = units_sold + 1
      where id = ${id} and deleted_at is null returning id`;
    return sold.length > 0;
  }
  const query = "mutation ($id: ID!) { deleteProduct(id: $id) { deletedId } }";
  const { deleteProduct } = await fetchData<{ deleteProduct: { deletedId: string | null } }>(manager, query, { id });
  return deleteProduct.deletedId !== null;
}

/** Makes concurrent changes, with the outages and crashes in between. */
async function makeChanges(): Promise<{ readonly made: number; readonly attempts: number }> {
  let attempts = 0;
  let made = 0;
  const nodeActions = new Map<number, () => Promise<void>>(
    outages.flatMap(({ from, to }) => [[from, () => node.kill()] as const, [to, () => node.restart()] as const]),
  );
  const workerActions = new Map<number, () => Promise<void>>(
    crashes.map(({ at, moment }) => [at, () => crashDuringBatch(moment)]),
  );
  // Changes wait until Elasticsearch has ended or restarted.
  let gate = Promise.resolve();
  const client = async () => {
    while (made < changes && attempts < maxAttempts) {
      const number = attempts++;
      gate = gate.then(nodeActions.get(number));
      await Promise.all([gate, workerActions.get(number)?.()]);
      const isMade = await makeChange(number).catch(async () => {
        // The Workers are down. The pause saves attempts until they have restarted.
        await new Promise((later) => setTimeout(later, 500));
        return false;
      });
      if (isMade) made++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return { made, attempts };
}

/** Kills the Workers in the middle of a bulk request, and restarts them. */
async function crashDuringBatch(moment: "before" | "after"): Promise<void> {
  await new Promise<void>((reached) => {
    pendingCrash = { moment, reached };
  });
  await shop.crash();
  await shop.restart();
}

/** Runs the crons until the outbox is empty. */
async function drainOutbox(): Promise<void> {
  const sql = shop.sql("catalog");
  const startedAt = performance.now();
  for (;;) {
    const [{ waiting } = {}] = await sql`select count(*)::int as waiting from outbox`;
    if (waiting === 0) break;
    await sql`update outbox set due_at = now()`;
    await shop.runCrons();
  }
  console.log(`outbox empty ${((performance.now() - startedAt) / 1000).toFixed(1)} s after the last change`);
}

async function readProductRows() {
  return shop.sql("catalog")`select p.id, p.name, p.units_sold::text as sold, p.min_price_minor::text as price,
    exists (select 1 from variants v join stock s on s.sku = v.sku
      where v.product_id = p.id and v.deleted_at is null and s.available > 0) as stocked
    from products p where p.deleted_at is null order by p.id`;
}

describe("the search index under outages and crashes", () => {
  it(`equals a rebuilt index and the database after ${changes} changes (seed ${seed})`, async () => {
    const { made, attempts } = await makeChanges();
    console.log(`${made} changes made in ${attempts} attempts`);
    expect(made).toBeGreaterThanOrEqual(changes);
    await drainOutbox();

    const updated = await readDocuments(node.url, index);
    await rebuildSearchIndex(manager);
    const rebuilt = await readDocuments(node.url, index);
    const differing = [...new Set([...updated.keys(), ...rebuilt.keys()])].filter(
      (id) => JSON.stringify(updated.get(id)) !== JSON.stringify(rebuilt.get(id)),
    );
    expect(differing.map((id) => [updated.get(id), rebuilt.get(id)])).toEqual([]);

    const rows = await readProductRows();
    const indexed = [...updated.values()].filter(({ kind }) => kind === "product");
    expect(
      indexed.map(({ id, name, unitsSold, minPrice, inStock }) => ({
        id,
        name,
        sold: unitsSold,
        price: minPrice,
        stocked: inStock,
      })),
    ).toEqual(rows);
    console.log(`${updated.size} documents are equal, ${rows.length} of them products`);
  });
});
