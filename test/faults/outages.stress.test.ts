import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { rebuildSearchIndex } from "../../dev/cli/shop/search-index.ts";
import { mapConcurrently } from "../../dev/process/parallel.ts";
import { deriveId } from "../../workers/kit/domain/ids.ts";
import { startGuest } from "../support/accounts.ts";
import { address, importProducts, type OrderResult, orderFields, productLine } from "../support/harness.ts";
import { findViolations } from "./database-invariants.ts";
import {
  type Dependency,
  dependencies,
  elasticsearch,
  type FaultyShop,
  openFaultyShop,
} from "./shop-with-faulty-dependencies.ts";
import type { Toxic } from "./toxiproxy.ts";

/** Orders that are placed while a dependency is away: some before it goes, some while it is gone. */
const crowd = 12;
const comeWithinMs = [120, 1_500];
const goesAfterMs = 80;
const awayMs = 2_500;
/** Within this, once it is back, every order has come to its end. */
const healMs = 10_000;
/** The longest that anybody waits for an answer: what a statement may take, and what a busy machine adds. */
const answerMs = 15_000;

/** How much of a reply arrives where it is cut: the head, and the beginning of the body. */
const cutAtBytes: Readonly<Record<Dependency, number>> = {
  Postgres: 220,
  Redis: 165,
  payments: 400,
  Elasticsearch: 300,
};

const ways = (dependency: Dependency): Readonly<Record<string, Toxic | "kill">> => ({
  killed: "kill",
  slowed: { type: "latency", attributes: { latency: 1_200, jitter: 600 } },
  "cut mid-reply": { type: "limit_data", attributes: { bytes: cutAtBytes[dependency] } },
  reset: { type: "reset_peer", attributes: { timeout: 20 } },
  hung: { type: "timeout", attributes: { timeout: 0 } },
});

/** What a buyer may be told: how far the order is, or that it cannot be placed now. Never that something is broken. */
const honest = new Set([
  "PLACED",
  "RESERVED",
  "AUTHORIZED",
  "CREATED",
  "CAPTURED",
  "CONFIRMED",
  "REJECTED",
  "UNAVAILABLE",
]);

interface Placing {
  readonly orderId: string;
  readonly end: string;
  /** Places it, with the same key whenever it is asked again; answers with what it is then, or with the error's code. */
  readonly place: () => Promise<string>;
}

let shop: FaultyShop;
let manager: Api;
const told: OrderResult[] = [];
const table: string[] = [];

beforeAll(async () => {
  shop = await openFaultyShop();
  manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("AWAY", 100_000)]);
});

afterAll(async () => {
  console.log(`\n${" ".repeat(29)}slowest  healed  answers while it was away\n${table.join("\n")}\n`);
  await shop?.stop();
});

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const placing = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${orderFields} } userErrors { code } }
}`;

async function order(buyer: Api, input: object): Promise<string> {
  type Reply = { placeOrder: { order: OrderResult | null; userErrors: readonly { code: string }[] } };
  const { data, errors } = await sendGraphql<Reply>(buyer, placing, { input });
  if (data?.placeOrder.order) {
    told.push(data.placeOrder.order);
    return data.placeOrder.order.status;
  }
  return String(errors?.[0]?.extensions?.code ?? data?.placeOrder.userErrors[0]?.code);
}

/** An order each of so many guests; every fourth card is declined. */
async function newOrders(count: number): Promise<readonly Placing[]> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return mapConcurrently(4, indexes, async (index) => {
    const { account, accessToken } = await startGuest({ url: shop.url });
    const buyer = { url: shop.url, token: accessToken ?? "" };
    const isDeclined = index % 4 === 3;
    const input = {
      idempotencyKey: "mine",
      paymentMethod: isDeclined ? "pm_card_chargeDeclined" : "pm_card_visa",
      lines: [{ sku: "AWAY", quantity: 1 }],
      shippingAddress: address,
    };
    const orderId = await deriveId("ord", account?.id ?? "", "placeOrder", input.idempotencyKey);
    return { orderId, end: isDeclined ? "REJECTED" : "CONFIRMED", place: () => order(buyer, input) };
  });
}

async function inflict(dependency: Dependency, way: Toxic | "kill"): Promise<void> {
  await (way === "kill" ? shop.kill(dependency) : shop.addToxic(dependency, way));
}

/** Those that have not ended, as the rows say; none is woken by asking. */
async function findOpen(orders: readonly Placing[]): Promise<readonly string[]> {
  const ids = orders.map(({ orderId }) => orderId);
  const rows = await shop.sql("order")`select status from orders where deadline_at is not null and id = any(${ids})`;
  return rows.map(({ status }) => String(status));
}

/** Waits until every order that was begun has ended. Answers with how long that took. */
async function rest(orders: readonly Placing[]): Promise<number> {
  const startedAt = performance.now();
  const passed = () => performance.now() - startedAt;
  const isUnderWay = (status: string) => status !== "CLAIMED";
  let last = passed();
  for (let open = await findOpen(orders); open.length > 0 && passed() < healMs; open = await findOpen(orders)) {
    // A key that was claimed for an order which never began looks like one that has only just begun.
    if (open.some(isUnderWay)) last = passed();
    await later(100);
  }
  expect((await findOpen(orders)).filter(isUnderWay)).toEqual([]);
  return last;
}

interface Given {
  readonly answer: string;
  readonly ms: number;
}

async function timed(place: () => Promise<string>): Promise<Given> {
  const startedAt = performance.now();
  const answer = await place();
  return { answer, ms: performance.now() - startedAt };
}

/** Nobody waited too long or was told that something is broken; whoever asks again gets their order, and all is well. */
async function expectEnds(
  orders: readonly Placing[],
  given: readonly Given[],
  [dependency, way, healed]: readonly [Dependency, string, number],
): Promise<void> {
  const slowest = Math.max(...given.map(({ ms }) => ms));
  const counts = [...Map.groupBy(given, ({ answer }) => answer)].map(([answer, all]) => `${all.length} ${answer}`);
  const seconds = [slowest, healed].map((ms) => `${(ms / 1000).toFixed(1)} s`.padStart(7));
  table.push([dependency.padEnd(13), way.padEnd(14), ...seconds, counts.sort().join(", ")].join("  "));
  expect(slowest).toBeLessThan(answerMs);
  expect(given.map(({ answer }) => answer).filter((answer) => !honest.has(answer))).toEqual([]);
  // What did not answer a moment ago is left alone for another: whoever is refused asks again.
  for (const { place, end } of orders) await expect.poll(place, { timeout: healMs, interval: 250 }).toBe(end);
  expect(await findOpen(orders)).toEqual([]);
  expect(await findViolations(shop, told)).toEqual([]);
}

const cases = dependencies.flatMap((dependency) =>
  Object.entries(ways(dependency)).map(([name, way]) => [dependency, name, way] as const),
);

it.each(cases)(
  "while %s is %s, orders that were begun end, and those that were not can be placed again",
  async (dependency, name, way) => {
    const orders = await newOrders(crowd);
    const answers = orders.map(async ({ place }, index) => {
      await later((index / crowd) * (comeWithinMs[index % 2] ?? 0));
      return timed(place);
    });
    await later(goesAfterMs);
    await inflict(dependency, way);
    await later(awayMs);
    if (way === "kill") await shop.restart(dependency);
    else await shop.removeToxics();
    const healed = await rest(orders);

    await expectEnds(orders, await Promise.all(answers), [dependency, name, healed]);
  },
);

it.each(dependencies)("while %s hangs for good, nobody waits for it for good", async (dependency) => {
  const orders = await newOrders(4);
  await inflict(dependency, { type: "timeout", attributes: { timeout: 0 } });
  const given = await Promise.all(orders.map(({ place }) => timed(place)));
  await shop.removeToxics();
  await expectEnds(orders, given, [dependency, "hung for good", await rest(orders)]);
});

interface Found {
  readonly search: {
    readonly degraded: boolean;
    readonly edges: readonly { readonly node: { readonly slug: string } }[];
  };
}

/** Whether a search finds a product, and who answered it. */
async function find(slug: string): Promise<{ readonly isFound: boolean; readonly degraded: boolean }> {
  const query = `query ($q: String!) { search(query: $q, first: 5) { degraded edges { node { slug } } } }`;
  const { search } = await fetchData<Found>({ url: shop.url }, query, { q: slug });
  return { isFound: search.edges.some(({ node }) => node.slug === slug), degraded: search.degraded };
}

describe("while the search engine is away", () => {
  beforeAll(async () => {
    if (elasticsearch !== undefined) await rebuildSearchIndex(manager);
  });
  beforeEach((ctx) => {
    ctx.skip(elasticsearch === undefined, "no Elasticsearch: set ELASTICSEARCH_START to a program that starts one");
  });

  it.each(Object.entries(ways("Elasticsearch")))(
    "%s, the database answers searches, orders are placed, and the index catches up",
    async (name, way) => {
      const orders = await newOrders(4);
      await inflict("Elasticsearch", way);
      const slug = `found-${name.replaceAll(" ", "-")}`;
      await importProducts(manager, [{ ...productLine(slug.toUpperCase(), 5), name: slug }]);
      const given = await Promise.all(orders.map(({ place }) => timed(place)));
      for (let asked = 0; asked < 10; asked++) expect(await find(slug)).toEqual({ isFound: true, degraded: true });
      if (way === "kill") await shop.restart("Elasticsearch");
      else await shop.removeToxics();

      const startedAt = performance.now();
      const follows = async () => {
        await shop.runCrons();
        return find(slug);
      };
      await expect.poll(follows, { timeout: 60_000, interval: 500 }).toEqual({ isFound: true, degraded: false });
      await expectEnds(orders, given, ["Elasticsearch", name, performance.now() - startedAt]);
    },
  );
});
