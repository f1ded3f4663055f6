import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSmokeTest } from "./smoke-test.ts";

/** Times of Redis in milliseconds, of the gateway and of the account service, one pair for each report. */
let times: [number, number][] = [];
let url: string;

const server = createServer((request, response) => {
  const [gateway = 0, account = 0] = times.length > 1 ? (times.shift() ?? []) : (times[0] ?? []);
  const body: Record<string, unknown> = {
    "/readyz": {
      ready: true,
      canSell: true,
      dependencies: {
        redis: { status: "up", ms: gateway },
        account: { status: "up", ms: 1, dependencies: { redis: { status: "up", ms: account } } },
      },
    },
    "/.well-known/jwks.json": { keys: [{}] },
    "/graphql": { data: {} },
  };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body[request.url ?? ""]));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const run = async (...pairs: [number, number][]) => {
  times = pairs;
  return (await runSmokeTest({ url, versions: new Map(), scripts: {}, redisBudgetMs: 600 })).problems;
};

describe("the smoke test of a deployment", () => {
  it("passes when both Workers reach Redis within half of the budget", async () => {
    expect(await run([300, 300])).toEqual([]);
  });

  it("passes when only the first request, which opens the connection, takes longer", async () => {
    // The keys and the query are requests too.
    expect(await run([450, 20], [90, 20])).toEqual([]);
  });

  it("names the Worker that reaches Redis later each time", async () => {
    expect(await run([20, 400])).toEqual(["/readyz: account needs more than half of REDIS_BUDGET_MS to reach Redis"]);
  });
});
