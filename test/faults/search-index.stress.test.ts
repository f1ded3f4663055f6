import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
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
/** Some are refused, and some go under with the Workers. */
const mostTried = 2 * changes;
const atOnce = 4;
const products = 150;
const index = "stoa";
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const random = createRandom(seed);

/** At which change the engine is killed, and at which it comes back. */
const outages = [
  { from: 500, to: 700 },
  { from: 1_200, to: 1_400 },
] as const;
/** At which change the Workers are killed: with a batch on its way to the index, and with one that it has just taken. */
const deaths = [
  { at: 900, moment: "before" },
  { at: 1_700, moment: "after" },
] as const;

let node: KillableNode;
let wire: FaultProxy;
let shop: CrashableShop;
let manager: Api;
let trap: { readonly moment: "before" | "after"; readonly sprung: () => void } | undefined;

beforeAll(async () => {
  if (killableElasticsearchSkipReason !== undefined) return;
  node = await startKillableNode();
  const springs = (moment: "before" | "after", path: string): boolean => {
    if (trap?.moment !== moment || !path.includes("_bulk")) return false;
    trap.sprung();
    trap = undefined;
    return true;
  };
  wire = await startFaultProxy(node.port, {
    forwardsRequest: ({ path }) => !springs("before", path),
    returnsResponse: ({ path }) => !springs("after", path),
  });
  shop = await openCrashableShop(`http://127.0.0.1:${wire.port}`);
  manager = await shop.signUp("CATALOG_MANAGER");
  await rebuildSearchIndex(manager);
  for (let at = 0; at < products; at += 50)
    await importProducts(
      manager,
      Array.from({ length: 50 }, (_, n) => line(at + n, `T-${at + n}`)),
    );
});

afterAll(async () => {
  await shop?.stop();
  await wire?.stop();
  await node?.stop();
});

beforeEach((ctx) => ctx.skip(killableElasticsearchSkipReason !== undefined, killableElasticsearchSkipReason));

const pick = (count: number): number => Math.floor(random() * count);
const colors = ["red", "blue", "green"] as const;

function line(number: number, sku: string, revision = 0) {
  return {
    slug: `thing-${number}`,
    name: `Thing ${number} ${colors[pick(3)]}`,
    description: `Revision ${revision}.`,
    brand: `Brand ${pick(5)}`,
    categoryPaths: [`Shelf ${pick(6)}/Box ${pick(3)}`],
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

interface Thing {
  readonly id: string;
  readonly sku: string;
}

/** The product as it is in the shop; undefined once it was deleted. */
async function find(thing: number): Promise<Thing | undefined> {
  const [row] = await shop.sql("catalog")`select p.id, v.sku from products p join variants v on v.product_id = p.id
    where p.slug = ${`thing-${thing}`} and p.deleted_at is null and v.deleted_at is null`;
  return row as Thing | undefined;
}

interface Payload {
  readonly userErrors: readonly { readonly code: string }[];
}

/** Makes a change through the public API. False when it was refused. */
async function ask(mutation: string, type: string, input: object): Promise<boolean> {
  const query = `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { userErrors { code } } }`;
  const { payload } = await fetchData<{ payload: Payload }>(manager, query, { input });
  return payload.userErrors.length === 0;
}

/**
 * One change of any kind. False when it changed nothing. It throws when it went under with the Workers: what became of
 * it the database knows.
 */
async function change(number: number): Promise<boolean> {
  const thing = pick(products);
  const kind = random();
  if (kind < 0.1) {
    const [category] = await shop.sql("catalog")`select id from categories order by random() limit 1`;
    return ask("updateCategory", "UpdateCategoryInput", { id: category?.id, name: `Renamed ${number}` });
  }
  const found = await find(thing);
  if (kind < 0.45 || found === undefined) {
    // A SKU stays taken when its product is deleted: whatever comes in its place has one of its own.
    await importProducts(manager, [line(thing, found?.sku ?? `T-${thing}-${number}`, number)]);
    return true;
  }
  const { id, sku } = found;
  if (kind < 0.75) {
    const delta = (1 + pick(4)) * (pick(2) === 0 ? 1 : -1);
    return ask("adjustStock", "AdjustStockInput", { sku, delta, reason: "fire", idempotencyKey: `fire ${number}` });
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

it(`agrees with the database, document by document, after ${changes} changes (seed ${seed})`, async () => {
  let tried = 0;
  let made = 0;
  const engine = new Map<number, () => Promise<void>>(
    outages.flatMap(({ from, to }) => [[from, () => node.kill()] as const, [to, () => node.restart()] as const]),
  );
  const workers = new Map<number, () => Promise<void>>(deaths.map(({ at, moment }) => [at, () => dieAt(moment)]));
  // One thing after the other: the next change is made when the engine is gone, or back.
  let gate = Promise.resolve();
  const work = async () => {
    while (made < changes && tried < mostTried) {
      const number = tried++;
      gate = gate.then(engine.get(number));
      await Promise.all([gate, workers.get(number)?.()]);
      const isMade = await change(number).catch(async () => {
        // Nobody serves at the moment: the changes are not to be over before somebody does again.
        await new Promise((later) => setTimeout(later, 500));
        return false;
      });
      if (isMade) made++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`${made} changes made, of ${tried} that were tried`);
  expect(made).toBeGreaterThanOrEqual(changes);

  const sql = shop.sql("catalog");
  const startedAt = performance.now();
  for (;;) {
    const [{ waiting } = {}] = await sql`select count(*)::int as waiting from outbox`;
    if (waiting === 0) break;
    await sql`update outbox set due_at = now()`;
    await shop.runCrons();
  }
  console.log(`the outbox was empty ${((performance.now() - startedAt) / 1000).toFixed(1)} s after the last of them`);

  const followed = await readDocuments(node.url, index);
  await rebuildSearchIndex(manager);
  const rebuilt = await readDocuments(node.url, index);
  const differing = [...new Set([...followed.keys(), ...rebuilt.keys()])].filter(
    (id) => JSON.stringify(followed.get(id)) !== JSON.stringify(rebuilt.get(id)),
  );
  expect(differing.map((id) => [followed.get(id), rebuilt.get(id)])).toEqual([]);

  const rows = await sql`select p.id, p.name, p.units_sold::text as sold, p.min_price_minor::text as price,
    exists (select 1 from variants v join stock s on s.sku = v.sku
      where v.product_id = p.id and v.deleted_at is null and s.available > 0) as stocked
    from products p where p.deleted_at is null order by p.id`;
  const shown = [...followed.values()].filter(({ kind }) => kind === "product");
  expect(
    shown.map(({ id, name, unitsSold, minPrice, inStock }) => ({
      id,
      name,
      sold: unitsSold,
      price: minPrice,
      stocked: inStock,
    })),
  ).toEqual(rows);
  console.log(`${followed.size} documents agree, ${rows.length} of them products`);
});

/** Kills the Workers in the middle of a batch, and starts them again. */
async function dieAt(moment: "before" | "after"): Promise<void> {
  await new Promise<void>((sprung) => {
    trap = { moment, sprung };
  });
  await shop.crash();
  await shop.restart();
}
