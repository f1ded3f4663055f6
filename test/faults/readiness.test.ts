import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../dev/process/listen.ts";
import { openShop, type Shop } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  // No server listens on this port.
  shop = await openShop({ elasticsearchUrl: `http://127.0.0.1:${await freePort()}` });
});

afterAll(() => shop?.stop());

interface Report {
  readonly ready: boolean;
  readonly status: string;
  readonly ms: number;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Report>>;
}

/** Returns the path and status of every dependency: `catalog/postgres: up`. */
function flatten({ dependencies = {} }: Report, path = ""): readonly string[] {
  return Object.entries(dependencies).flatMap(([name, report]) => {
    expect(report.ms).toEqual(expect.any(Number));
    return [`${path}${name}: ${report.status}`, ...flatten(report, `${path}${name}/`)];
  });
}

async function fetchReport(): Promise<readonly [number, string, ...string[]]> {
  const response = await fetch(`${shop.url}/readyz`);
  const report = (await response.json()) as Report;
  expect(report.ready).toBe(response.ok);
  return [response.status, report.status, ...flatten(report)];
}

/** Polls until the report is the expected one, because reports are cached for a second. */
const expectReport = (expected: readonly unknown[]) =>
  expect.poll(fetchReport, { timeout: 10_000, interval: 200 }).toEqual(expected);

describe("GET /readyz", () => {
  it("names the deployed version of each Worker, also for a request that selects versions", async () => {
    for (const headers of [{}, { "cloudflare-workers-version-overrides": 'stoa-order="version"' }]) {
      const { version, dependencies } = (await (await fetch(`${shop.url}/readyz`, { headers })).json()) as Report;
      const versions = ["account", "catalog", "order"].map((name) => dependencies?.[name]?.version);
      for (const id of [version, ...versions]) expect(id).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("names every dependency that is down, and returns 503 only when Postgres is down", async () => {
    const withStatus = (statuses: Readonly<Record<string, string>>) => (name: string) =>
      `${name}: ${statuses[name] ?? "up"}`;
    const all = [
      "account",
      "account/postgres",
      "account/redis",
      "catalog",
      "catalog/postgres",
      "catalog/elasticsearch",
      "order",
      "order/postgres",
      "order/payments",
      "redis",
      "cacheRedis",
    ];
    const notUp: Record<string, string> = { "catalog/elasticsearch": "down", catalog: "degraded" };
    await expectReport([200, "degraded", ...all.map(withStatus(notUp))]);

    await shop.stack.services.stopPayments();
    Object.assign(notUp, { "order/payments": "down", order: "degraded" });
    await expectReport([200, "degraded", ...all.map(withStatus(notUp))]);

    // Redis accepts requests and never responds.
    shop.stack.services.stallRedis(true);
    Object.assign(notUp, { "account/redis": "down", account: "degraded", redis: "down", cacheRedis: "down" });
    await expectReport([200, "degraded", ...all.map(withStatus(notUp))]);

    await shop.stack.services.stopRedis();
    await expectReport([200, "degraded", ...all.map(withStatus(notUp))]);

    process.kill(shop.stack.services.postgresPid, "SIGKILL");
    for (const service of ["account", "catalog", "order"]) {
      Object.assign(notUp, { [service]: "down", [`${service}/postgres`]: "down" });
    }
    await expectReport([503, "down", ...all.map(withStatus(notUp))]);
  });

  it("checks the dependencies at most once per second", async () => {
    const checks = () => shop.logs().split('"dependency down"').length;
    await fetchReport();
    await new Promise((later) => setTimeout(later, 1_100));
    const before = checks();
    await fetchReport();
    const checksOfOneRequest = checks() - before;
    await Promise.all(Array.from({ length: 20 }, fetchReport));
    expect(checks() - before).toBe(checksOfOneRequest);
  });
});
