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

let cached: { readonly report: Awaited<ReturnType<typeof checkHealth>>; expiresAt: number } | undefined;

/**
 * Handles `GET /readyz`: the status of each dependency. Status 503 when a dependency is down that every request needs.
 * `canSell` is false when customers cannot sign in or place orders.
 */
export async function handleReadiness(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c);
  const now = Date.now();
  if (cached === undefined || cached.expiresAt <= now) {
    // Concurrent requests get the previous report during the check.
    if (cached !== undefined) cached.expiresAt = now + timeoutMs;
    const report = await checkHealth(getDependencies(c.env), timeoutMs);
    cached = { report, expiresAt: Date.now() + cacheTtlMs };
  }
  const { status, dependencies } = cached.report;
  const ready = status !== "down";
  const canSell = ready && isRedisUp(dependencies) && isRedisUp(dependencies.account?.dependencies);
  return Response.json({ ready, canSell, status, dependencies }, { status: ready ? 200 : 503 });
}

/** Sign-in needs Redis in the account service, and checkout needs it in the gateway. They may reach it at different speeds. */
function isRedisUp(dependencies: Readonly<Record<string, HealthReport>> | undefined): boolean {
  return dependencies?.redis?.status === "up";
}

function getDependencies(env: Env): Readonly<Record<string, Dependency>> {
  const { redis, cacheRedis } = getRedisServices(readConfig(env));
  return {
    account: { check: checkService(env.ACCOUNT), whenDown: "down" },
    catalog: { check: checkService(env.CATALOG), whenDown: "down" },
    order: { check: checkService(env.ORDER), whenDown: "down" },
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
  (service: Fetcher): Dependency["check"] =>
  async (signal) => {
    const response = await service.fetch("http://service/ready", { signal });
    return (await response.json()) as DependencyReport;
  };
