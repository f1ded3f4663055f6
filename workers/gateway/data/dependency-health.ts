import { checkHealth, type Dependency, type DependencyReport } from "../../kit/observability/readiness.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { readConfig } from "../config.ts";
import { getRedisServices } from "../redis.ts";

/** The services check their own dependencies with half of this timeout. */
const timeoutMs = 2_000;
/** A report is reused for this long, so that frequent requests do not multiply the checks. */
const cacheTtlMs = 1_000;

/** Selects the versions that serve a request, among those of the current deployment: `stoa-order="VERSION"`. */
export const overridesHeader = "cloudflare-workers-version-overrides";

export type DependencyHealthReport = Awaited<ReturnType<typeof checkHealth>>;

let cached: { readonly report: DependencyHealthReport; expiresAt: number } | undefined;

/** Checks the versions that `overrides` selects. */
export function checkDependencies(env: Env, overrides: string): Promise<DependencyHealthReport> {
  return checkHealth(getDependencies(env, overrides), timeoutMs);
}

/** Returns a report that is at most a second old, or the previous one during the check. */
export async function getDependencyReport(env: Env): Promise<DependencyHealthReport> {
  const now = Date.now();
  if (cached === undefined || cached.expiresAt <= now) {
    // Concurrent requests get the previous report during the check.
    if (cached !== undefined) cached.expiresAt = now + timeoutMs;
    const report = await checkHealth(getDependencies(env), timeoutMs);
    cached = { report, expiresAt: Date.now() + cacheTtlMs };
  }
  return cached.report;
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
