import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../../dev/process/listen.ts";
import { openShop, type Shop } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  // Nothing listens there.
  shop = await openShop({ elasticsearchUrl: `http://127.0.0.1:${await freePort()}` });
});

afterAll(() => shop?.stop());

interface Report {
  readonly ready: boolean;
  readonly status: string;
  readonly ms: number;
  readonly dependencies?: Readonly<Record<string, Report>>;
}

/** Every dependency by its path, and how it stands: `catalog/postgres: up`. */
function flat({ dependencies = {} }: Report, path = ""): readonly string[] {
  return Object.entries(dependencies).flatMap(([name, report]) => {
    expect(report.ms).toEqual(expect.any(Number));
    return [`${path}${name}: ${report.status}`, ...flat(report, `${path}${name}/`)];
  });
}

async function ask(): Promise<readonly [number, string, ...string[]]> {
  const response = await fetch(`${shop.url}/readyz`);
  const report = (await response.json()) as Report;
  expect(report.ready).toBe(response.ok);
  return [response.status, report.status, ...flat(report)];
}

/** An answer is kept for a moment: asks until it is this one. */
const expectReport = (wanted: readonly unknown[]) =>
  expect.poll(ask, { timeout: 10_000, interval: 200 }).toEqual(wanted);

it("/readyz names whatever is away, and is 503 for what nothing goes without", async () => {
  const of = (words: Readonly<Record<string, string>>) => (name: string) => `${name}: ${words[name] ?? "up"}`;
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
  ];
  const away: Record<string, string> = { "catalog/elasticsearch": "away", catalog: "degraded" };
  await expectReport([200, "degraded", ...all.map(of(away))]);

  await shop.stack.services.stopPayments();
  Object.assign(away, { "order/payments": "away", order: "degraded" });
  await expectReport([200, "degraded", ...all.map(of(away))]);

  // It takes the question and does not answer.
  shop.stack.services.stallRedis(true);
  Object.assign(away, { "account/redis": "away", account: "degraded", redis: "away" });
  await expectReport([200, "degraded", ...all.map(of(away))]);

  await shop.stack.services.stopRedis();
  await expectReport([200, "degraded", ...all.map(of(away))]);

  process.kill(shop.stack.services.postgresPid, "SIGKILL");
  for (const service of ["account", "catalog", "order"]) {
    Object.assign(away, { [service]: "away", [`${service}/postgres`]: "away" });
  }
  await expectReport([503, "away", ...all.map(of(away))]);
});

it("/readyz asks nobody again for whoever asks within a second", async () => {
  const asked = () => shop.logs().split('"not ready"').length;
  await ask();
  await new Promise((later) => setTimeout(later, 1_100));
  const before = asked();
  await ask();
  const once = asked() - before;
  await Promise.all(Array.from({ length: 20 }, ask));
  expect(asked() - before).toBe(once);
});
