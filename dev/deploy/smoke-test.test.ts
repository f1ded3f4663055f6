import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runSmokeTest, type SmokeTest } from "./smoke-test.ts";

/** Times of Redis in milliseconds, of the gateway and of the account service, one pair for each report. */
let times: [number, number][] = [];
/** The versions of the storefront, one for each report. */
let storefronts: string[] = [];
/** The status of the response of the console. */
let consoleStatus = 200;
let test: SmokeTest;

const gateway = createServer((request, response) => {
  const [atGateway = 0, atAccount = 0] = takeNext(times) ?? [];
  const body: Record<string, unknown> = {
    "/readyz": {
      ready: true,
      canSell: true,
      dependencies: {
        redis: { status: "up", ms: atGateway },
        account: { status: "up", ms: 1, dependencies: { redis: { status: "up", ms: atAccount } } },
      },
    },
    "/.well-known/jwks.json": { keys: [{}] },
    "/graphql": { data: {} },
  };
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body[request.url ?? ""]));
});
const storefront = createServer((request, response) => {
  if (request.url !== "/healthz") response.statusCode = 404;
  response.end(JSON.stringify({ status: "ready", version: takeNext(storefronts) }));
});
const consoleWorker = createServer((_request, response) => {
  response.statusCode = consoleStatus;
  response.end(consoleStatus === 200 ? '{"status":"ready","version":"c1"}' : "<p>Not available</p>");
});
const servers = [gateway, storefront, consoleWorker];

/** Returns the first of the values, and removes it unless it is the last one. */
function takeNext<T>(values: T[]): T | undefined {
  return values.length > 1 ? values.shift() : values[0];
}

beforeAll(async () => {
  const listening = servers.map(async (server) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  const [url = "", storefrontUrl = "", consoleUrl = ""] = await Promise.all(listening);
  const pageUrls = { storefront: storefrontUrl, console: consoleUrl };
  test = { url, pageUrls, versions: new Map(), scripts: {}, redisBudgetMs: 600 };
});
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

beforeEach(() => {
  times = [[20, 20]];
  storefronts = ["s1"];
  consoleStatus = 200;
});

const run = async (...pairs: [number, number][]) => {
  times = pairs;
  return (await runSmokeTest(test)).problems;
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

  it("names the Worker of pages that does not respond", async () => {
    consoleStatus = 503;
    expect((await runSmokeTest(test)).problems).toEqual(["/healthz of console: status 503"]);
  });

  it("waits until the request reaches the new version of a Worker of pages", async () => {
    storefronts = ["s1", "s2"];
    const versions = new Map([["stoa-storefront", "s2"]]);
    const scripts = { storefront: "stoa-storefront" };
    expect(await runSmokeTest({ ...test, versions, scripts })).toEqual({ problems: [], unreached: [] });
    expect(storefronts).toEqual(["s2"]);
  });
});
