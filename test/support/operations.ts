import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";
import { countObjectWrites } from "./object-storage.ts";

/** The operations that one GraphQL request causes behind the gateway, also after its response, without those of queue consumers. */
export interface Operations {
  /** The names of the RPCs before the response, sorted. A method that is called twice is listed twice. */
  readonly rpcs: readonly string[];
  /** SQL statements and transactions: each is one round trip to Postgres. */
  readonly roundTrips: number;
  readonly statements: number;
  /** Commits of the order's Durable Object. */
  readonly commits: number;
  /** Changes of the alarm of the order's Durable Object. */
  readonly alarms: number;
  /** Requests to the payment provider, sorted. */
  readonly payments: readonly string[];
  /** The Redis commands, sorted. */
  readonly redis: readonly string[];
  /** Integration events that were published. Each is one message to every consumer's queue. */
  readonly events: number;
  readonly errors: readonly unknown[];
}

/** Counters of the local services. They only grow. */
interface Counters {
  readonly roundTrips: number;
  readonly statements: number;
  readonly commits: Readonly<Record<string, number>>;
  readonly alarms: Readonly<Record<string, number>>;
  readonly payments: Readonly<Record<string, number>>;
  readonly redis: Readonly<Record<string, number>>;
}

/** No operation for this long means that the work of a request is done. */
const idleMs = 300;
/** Longer than the delay of the outbox relay of the catalog, which a request starts. */
const settledMs = 1_000;

interface CountOptions {
  /** Whether operations after the response count. Then other work of the shop may be counted too. */
  readonly afterResponse?: boolean;
}

/** Runs a request while the shop is idle, and counts its operations. */
export async function countOperations(
  shop: Shop,
  { url, token }: Api,
  query: string,
  variables: object = {},
  { afterResponse = true }: CountOptions = {},
): Promise<Operations> {
  const traceId = crypto.randomUUID().replaceAll("-", "");
  const before = await waitUntilIdle(shop);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      traceparent: `00-${traceId}-${"1".repeat(16)}-01`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [] } = (await response.json()) as { errors?: readonly unknown[] };
  const rpcs = (await linesOf(shop, traceId))
    .filter(({ message }) => message === "rpc")
    .map(({ "rpc.method": method }) => method);
  const after = afterResponse ? await waitUntilIdle(shop, settledMs) : readCounters(shop);
  const lines = await linesOf(shop, traceId);
  return {
    rpcs: rpcs.sort(),
    roundTrips: after.roundTrips - before.roundTrips,
    statements: after.statements - before.statements,
    commits: listAdded(before.commits, after.commits).length,
    alarms: listAdded(before.alarms, after.alarms).length,
    payments: listAdded(before.payments, after.payments),
    redis: listAdded(before.redis, after.redis),
    events: lines.filter(({ message, "stoa.effect": effect }) => message === "effect" && effect === "publishFact")
      .length,
    errors,
  };
}

/** Waits until no operation has started for a while, so that the work of earlier requests is done. */
async function waitUntilIdle(shop: Shop, ms = idleMs): Promise<Counters> {
  for (let before = readCounters(shop); ; ) {
    await sleep(ms);
    const now = readCounters(shop);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

function readCounters({ stack: { services, stateDir } }: Shop): Counters {
  const databases = Object.values(services.sqlServed());
  return {
    roundTrips: databases.reduce((sum, { requests }) => sum + requests, 0),
    statements: databases.reduce((sum, { statements }) => sum + statements, 0),
    ...countObjectWrites(stateDir),
    payments: services.paymentsServed(),
    redis: services.redisServed(),
  };
}

/** Returns the names whose counts have grown, sorted. A name is listed once for each operation. */
function listAdded(before: Counters["redis"], after: Counters["redis"]): readonly string[] {
  return Object.entries(after)
    .flatMap(([name, count]) => Array<string>(Math.max(count - (before[name] ?? 0), 0)).fill(name))
    .sort();
}

interface Line {
  readonly message: string;
  readonly "rpc.method": string;
  readonly "stoa.effect"?: string;
}

/** Returns the log lines of a request. Waits for the gateway's access log line, which is written last. */
async function linesOf(shop: Shop, traceId: string): Promise<readonly Line[]> {
  for (;;) {
    const lines = shop
      .logs()
      .split("\n")
      .filter((line) => line.includes(traceId))
      .map((line) => JSON.parse(line) as Line);
    if (lines.some(({ message }) => message === "request")) return lines;
    await sleep(20);
  }
}
