import type { Context } from "hono";
import {
  checkHealth,
  type Dependency,
  type DependencyReport,
  type HealthReport,
} from "../../kit/observability/readiness.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { readConfig } from "../config.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import type { GatewayEnv } from "../middleware/request-context.ts";
import { getRedisServices } from "../redis.ts";

/** The services check their own dependencies with half of this timeout. */
const timeoutMs = 2_000;
/** A report is reused for this long, so that frequent requests do not multiply the checks. */
const cacheTtlMs = 1_000;

/** Selects the versions that serve a request, among those of the current deployment: `stoa-order="VERSION"`. */
const overridesHeader = "cloudflare-workers-version-overrides";

let cached: { readonly report: Awaited<ReturnType<typeof checkHealth>>; expiresAt: number } | undefined;

/**
 * Handles `GET /readyz`: the status of each dependency, and the version of each Worker. Status 503 when a dependency is down
 * that every request needs. `canSell` is false when customers cannot sign in or place orders. A request that selects versions
 * checks these, in all Workers: a deployment tests versions by it before customers get them.
 */
export async function handleReadiness(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c);
  const overrides = c.req.header(overridesHeader);
  const report =
    overrides === undefined ? await getReport(c.env) : await checkHealth(getDependencies(c.env, overrides), timeoutMs);
  const { status, dependencies } = report;
  const ready = status !== "down";
  const canSell = ready && isRedisUp(dependencies) && isRedisUp(dependencies.account?.dependencies);
  const version = c.env.CF_VERSION_METADATA.id;
  return Response.json({ ready, canSell, status, version, dependencies }, { status: ready ? 200 : 503 });
}

/** Returns a report that is at most a second old, or the previous one during the check. */
async function getReport(env: Env): ReturnType<typeof checkHealth> {
  const now = Date.now();
  if (cached === undefined || cached.expiresAt <= now) {
    // Concurrent requests get the previous report during the check.
    if (cached !== undefined) cached.expiresAt = now + timeoutMs;
    const report = await checkHealth(getDependencies(env), timeoutMs);
    cached = { report, expiresAt: Date.now() + cacheTtlMs };
  }
  return cached.report;
}

/** Sign-in needs Redis in the account service, and checkout needs it in the gateway. They may reach it at different speeds. */
function isRedisUp(dependencies: Readonly<Record<string, HealthReport>> | undefined): boolean {
  return dependencies?.redis?.status === "up";
}

function getDependencies(env: Env, overrides?: string): Readonly<Record<string, Dependency>> {
  const { redis, cacheRedis } = getRedisServices(readConfig(env));
  return {
    account: { check: checkService(env.ACCOUNT, overrides), whenDown: "down" },
    catalog: { check: checkService(env.CATALOG, overrides), whenDown: "down" },
    order: { check: checkService(env.ORDER, overrides), whenDown: "down" },
    redis: { check: ping(redis), whenDown: "degraded" },
    cacheRedis: { check: ping(cacheRedis), whenDown: "degraded" },
  };
}

const ping =
  ({ client }: RedisConnection): Dependency["check"] =>
  async () => {
    await client.ping();
    return undefined;
  };

const checkService =
  (service: Fetcher, overrides: string | undefined): Dependency["check"] =>
  async (signal) => {
    // The platform applies the header to the Worker that receives it, and does not pass it on to others.
    const headers = overrides === undefined ? {} : { [overridesHeader]: overrides };
    const response = await service.fetch("http://service/ready", { signal, headers });
    return (await response.json()) as DependencyReport;
  };
