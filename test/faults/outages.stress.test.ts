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

/** Orders that are placed around an outage: some before it starts, some during it. */
const ordersPerOutage = 12;
/** Even orders are placed within the first of these times, odd orders within the second. */
const arrivalWindowsMs = [120, 1_500];
const outageDelayMs = 80;
const outageMs = 2_500;
/** Every order settles within this time after the outage. */
const maxRecoveryMs = 10_000;
/** The longest response time: the timeout of a statement, plus the delay of a busy machine. */
const maxResponseMs = 15_000;

/** Responses are cut after this many bytes: after the head and the beginning of the body. */
const cutAtBytes: Readonly<Record<Dependency, number>> = {
  Postgres: 220,
  Redis: 165,
  payments: 400,
  Elasticsearch: 300,
};

const faultsOf = (dependency: Dependency): Readonly<Record<string, Toxic | "kill">> => ({
  killed: "kill",
  slow: { type: "latency", attributes: { latency: 1_200, jitter: 600 } },
  "cut mid-response": { type: "limit_data", attributes: { bytes: cutAtBytes[dependency] } },
  reset: { type: "reset_peer", attributes: { timeout: 20 } },
  hanging: { type: "timeout", attributes: { timeout: 0 } },
});

/** The permitted results for a buyer: a status of the order, or a retryable error. INTERNAL is never permitted. */
const permittedResults = new Set([
  "PLACED",
  "RESERVED",
  "AUTHORIZED",
  "CREATED",
  "CAPTURED",
  "CONFIRMED",
  "REJECTED",
  "UNAVAILABLE",
]);

interface Placement {
  readonly orderId: string;
  readonly finalStatus: string;
  /** Places the order with the same idempotency key each time. Returns the order's status or the error's code. */
  readonly place: () => Promise<string>;
}

let shop: FaultyShop;
let manager: Api;
const responses: OrderResult[] = [];
const table: string[] = [];

beforeAll(async () => {
  shop = await openFaultyShop();
  manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("OUTAGE", 100_000)]);
});

afterAll(async () => {
  console.log(`\n${" ".repeat(31)}slowest recovery  results during the outage\n${table.join("\n")}\n`);
  await shop?.stop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const placeOrderMutation = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { ${orderFields} } userErrors { code } }
}`;

async function placeOrder(buyer: Api, input: object): Promise<string> {
  type Reply = { placeOrder: { order: OrderResult | null; userErrors: readonly { code: string }[] } };
  const { data, errors } = await sendGraphql<Reply>(buyer, placeOrderMutation, { input });
  if (data?.placeOrder.order) {
    responses.push(data.placeOrder.order);
    return data.placeOrder.order.status;
  }
  return String(errors?.[0]?.extensions?.code ?? data?.placeOrder.userErrors[0]?.code);
}

/** Prepares one order for each of `count` guests. Every fourth card is declined. */
async function preparePlacements(count: number): Promise<readonly Placement[]> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return mapConcurrently(4, indexes, async (index) => {
    const { account, accessToken } = await startGuest({ url: shop.url });
    const buyer = { url: shop.url, token: accessToken ?? "" };
    const isDeclined = index % 4 === 3;
    const input = {
      idempotencyKey: "mine",
      paymentMethod: isDeclined ? "pm_card_chargeDeclined" : "pm_card_visa",
      lines: [{ sku: "OUTAGE", quantity: 1 }],
      shippingAddress: address,
    };
    const orderId = await deriveId("ord", account?.id ?? "", "placeOrder", input.idempotencyKey);
    return { orderId, finalStatus: isDeclined ? "REJECTED" : "CONFIRMED", place: () => placeOrder(buyer, input) };
  });
}

async function startOutage(dependency: Dependency, fault: Toxic | "kill"): Promise<void> {
  await (fault === "kill" ? shop.kill(dependency) : shop.addToxic(dependency, fault));
}

async function endOutage(dependency: Dependency, fault: Toxic | "kill"): Promise<void> {
  await (fault === "kill" ? shop.restart(dependency) : shop.removeToxics());
}

/** Returns the statuses of the rows that have a deadline. Reads only rows, so no order is resumed by the call. */
async function findUnsettled(placements: readonly Placement[]): Promise<readonly string[]> {
  const ids = placements.map(({ orderId }) => orderId);
  const rows = await shop.sql("order")`select status from orders where deadline_at is not null and id = any(${ids})`;
  return rows.map(({ status }) => String(status));
}

/** Waits until every order that started has settled. Returns the time that it took. */
async function waitForRecovery(placements: readonly Placement[]): Promise<number> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  // A key that was reserved for an order which never started stays CLAIMED.
  const hasStarted = (status: string) => status !== "CLAIMED";
  let recoveredMs = elapsed();
  let unsettled = await findUnsettled(placements);
  while (unsettled.length > 0 && elapsed() < maxRecoveryMs) {
    if (unsettled.some(hasStarted)) recoveredMs = elapsed();
    await pause(100);
    unsettled = await findUnsettled(placements);
  }
  expect((await findUnsettled(placements)).filter(hasStarted)).toEqual([]);
  return recoveredMs;
}

interface TimedResult {
  readonly result: string;
  readonly ms: number;
}

async function measure(place: () => Promise<string>): Promise<TimedResult> {
  const startedAt = performance.now();
  const result = await place();
  return { result, ms: performance.now() - startedAt };
}

interface Outage {
  readonly dependency: Dependency;
  readonly fault: string;
  readonly recoveryMs: number;
}

/** Checks response times and results, then retries every order until it has its final status, and checks the invariants. */
async function expectRecovered(
  placements: readonly Placement[],
  results: readonly TimedResult[],
  { dependency, fault, recoveryMs }: Outage,
): Promise<void> {
  const slowest = Math.max(...results.map(({ ms }) => ms));
  const counts = [...Map.groupBy(results, ({ result }) => result)].map(([result, all]) => `${all.length} ${result}`);
  const seconds = [slowest, recoveryMs].map((ms) => `${(ms / 1000).toFixed(1)} s`.padStart(7));
  table.push([dependency.padEnd(13), fault.padEnd(16), ...seconds, counts.sort().join(", ")].join("  "));
  expect(slowest).toBeLessThan(maxResponseMs);
  expect(results.map(({ result }) => result).filter((result) => !permittedResults.has(result))).toEqual([]);
  // The circuit breaker may still be open, so a rejected client retries.
  for (const { place, finalStatus } of placements) {
    await expect.poll(place, { timeout: maxRecoveryMs, interval: 250 }).toBe(finalStatus);
  }
  expect(await findUnsettled(placements)).toEqual([]);
  expect(await findViolations(shop, responses)).toEqual([]);
}

const outages = dependencies.flatMap((dependency) =>
  Object.entries(faultsOf(dependency)).map(([name, fault]) => ({ dependency, name, fault })),
);

describe("during an outage of a dependency", () => {
  it.each(outages)(
    "$dependency $name: orders that started settle, and the others can be placed again",
    async (outage) => {
      const { dependency, name, fault } = outage;
      const placements = await preparePlacements(ordersPerOutage);
      const results = placements.map(async ({ place }, index) => {
        await pause((index / ordersPerOutage) * (arrivalWindowsMs[index % 2] ?? 0));
        return measure(place);
      });
      await pause(outageDelayMs);
      await startOutage(dependency, fault);
      await pause(outageMs);
      await endOutage(dependency, fault);
      const recoveryMs = await waitForRecovery(placements);

      await expectRecovered(placements, await Promise.all(results), { dependency, fault: name, recoveryMs });
    },
  );

  it.each(dependencies)("%s hanging forever: every request ends within its timeout", async (dependency) => {
    const placements = await preparePlacements(4);
    await startOutage(dependency, { type: "timeout", attributes: { timeout: 0 } });
    const results = await Promise.all(placements.map(({ place }) => measure(place)));
    await shop.removeToxics();
    const recoveryMs = await waitForRecovery(placements);
    await expectRecovered(placements, results, { dependency, fault: "hanging forever", recoveryMs });
  });
});

interface SearchResult {
  readonly search: {
    readonly degraded: boolean;
    readonly edges: readonly { readonly node: { readonly slug: string } }[];
  };
}

/** Searches for a product. `degraded` is true when Postgres responded in place of Elasticsearch. */
async function search(slug: string): Promise<{ readonly isFound: boolean; readonly degraded: boolean }> {
  const query = `query ($q: String!) { search(query: $q, first: 5) { degraded edges { node { slug } } } }`;
  const { search } = await fetchData<SearchResult>({ url: shop.url }, query, { q: slug });
  return { isFound: search.edges.some(({ node }) => node.slug === slug), degraded: search.degraded };
}

describe("during an outage of Elasticsearch", () => {
  beforeAll(async () => {
    if (elasticsearch !== undefined) await rebuildSearchIndex(manager);
  });
  beforeEach((ctx) => {
    ctx.skip(elasticsearch === undefined, "no Elasticsearch: set ELASTICSEARCH_START to a program that starts one");
  });

  it.each(Object.entries(faultsOf("Elasticsearch")))(
    "%s: searches use Postgres, orders are placed, and the index catches up afterwards",
    async (name, fault) => {
      const placements = await preparePlacements(4);
      await startOutage("Elasticsearch", fault);
      const slug = `found-${name.replaceAll(" ", "-")}`;
      await importProducts(manager, [{ ...productLine(slug.toUpperCase(), 5), name: slug }]);
      const results = await Promise.all(placements.map(({ place }) => measure(place)));
      for (let times = 0; times < 10; times++) expect(await search(slug)).toEqual({ isFound: true, degraded: true });
      await endOutage("Elasticsearch", fault);

      const startedAt = performance.now();
      const searchAfterCrons = async () => {
        await shop.runCrons();
        return search(slug);
      };
      const poll = { timeout: 60_000, interval: 500 };
      await expect.poll(searchAfterCrons, poll).toEqual({ isFound: true, degraded: false });
      const recoveryMs = performance.now() - startedAt;
      await expectRecovered(placements, results, { dependency: "Elasticsearch", fault: name, recoveryMs });
    },
  );
});
