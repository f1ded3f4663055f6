import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BackingServices } from "../../dev/local/backing-services.ts";
import { readWorkerConfig } from "../../dev/local/worker-config.ts";
import { login, person, register } from "../support/accounts.ts";
import { errorCodes, importProducts, placeOrder, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** The time of a round trip to each dependency, in milliseconds. */
const roundTripMs = { postgres: 0, redis: 0, stripe: 0 };
const proxies: FaultProxy[] = [];

/** Delays each request by one round trip, and the first of a connection by three: TCP, TLS and the request. */
async function delay(dependency: keyof typeof roundTripMs, address: string): Promise<string> {
  const proxy = await startFaultProxy(Number(address.split(":").at(-1)), {
    forwardsRequest: () => true,
    returnsResponse: () => true,
    delaysRequest: (isFirst) => sleep(roundTripMs[dependency] * (isFirst ? 3 : 1)),
  });
  proxies.push(proxy);
  return `127.0.0.1:${proxy.port}`;
}

const withProxies = async ({ neonProxy, redisUrl, stripeHost }: BackingServices) => ({
  neonProxy: await delay("postgres", neonProxy),
  redisUrl: `http://${await delay("redis", redisUrl)}`,
  stripeHost: await delay("stripe", stripeHost),
});

/** Changes round trips. Later requests need new connections. */
async function setRoundTrips(changes: Partial<typeof roundTripMs>): Promise<void> {
  Object.assign(roundTripMs, changes);
  for (const proxy of proxies) proxy.closeIdleConnections();
  await sleep(100);
}

afterAll(() => Promise.all(proxies.map((proxy) => proxy.stop())));

interface Readiness {
  readonly ready: boolean;
  readonly canSell: boolean;
}

describe("a shop with the Redis timeout of production, far from its databases", () => {
  const { REDIS_BUDGET_MS } = readWorkerConfig("gateway").vars;
  const shop = useShop({ vars: { REDIS_BUDGET_MS: String(REDIS_BUDGET_MS) }, withProxies });
  const email = "far@example.com";
  const lines = [{ sku: "FAR", quantity: 1 }];
  const readReadiness = async (): Promise<Readiness> => {
    const { ready, canSell } = (await (await fetch(`${shop.url}/readyz`)).json()) as Readiness;
    return { ready, canSell };
  };
  const expectReadiness = (expected: Readiness) =>
    expect.poll(readReadiness, { timeout: 20_000, interval: 500 }).toEqual(expected);
  const signIn = `mutation { login(input: {email: "${email}", password: "${person.password}"}) { accessToken } }`;

  beforeAll(async () => {
    await importProducts(await shop.signUp("CATALOG_MANAGER"), [productLine("FAR", 10)]);
    await register({ url: shop.url }, { email });
  });

  it("sells at 160 ms for each round trip, also with the first request of a connection", async () => {
    await setRoundTrips({ postgres: 160, redis: 160, stripe: 160 });
    const { accessToken } = await login({ url: shop.url }, email);
    const buyer = { url: shop.url, token: accessToken ?? "" };
    const { order, userErrors } = await placeOrder(buyer, { idempotencyKey: "far", lines });
    expect([order?.status, userErrors]).toEqual(["CONFIRMED", []]);
    await expectReadiness({ ready: true, canSell: true });
  });

  it("reports that it cannot sell when Redis does not respond in time for a sign-in", async () => {
    await setRoundTrips({ postgres: 0, redis: Number(REDIS_BUDGET_MS) + 100, stripe: 0 });
    expect(await errorCodes({ url: shop.url }, signIn)).toEqual(["UNAVAILABLE"]);
    await expectReadiness({ ready: true, canSell: false });
    await setRoundTrips({ redis: 0 });
    await expectReadiness({ ready: true, canSell: true });
    await expect.poll(() => errorCodes({ url: shop.url }, signIn), { timeout: 10_000 }).toEqual([]);
  });
});
