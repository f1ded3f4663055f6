import type { Context } from "hono";
import type { HealthReport } from "../../kit/observability/readiness.ts";
import { checkDependencies, getDependencyReport, overridesHeader } from "../data/dependency-health.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import type { GatewayEnv } from "../middleware/request-context.ts";

/**
 * Handles `GET /readyz`: the status of each dependency, and the version of each Worker. Status 503 when a dependency is down
 * that every request needs. `canSell` is false when customers cannot sign in or place orders. A request that selects versions
 * checks these, in all Workers: a deployment tests versions by it before customers get them.
 */
export async function handleReadiness(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c);
  const overrides = c.req.header(overridesHeader);
  const report = overrides === undefined ? await getDependencyReport(c.env) : await checkDependencies(c.env, overrides);
  const { status, dependencies } = report;
  const ready = status !== "down";
  const canSell = ready && isRedisUp(dependencies) && isRedisUp(dependencies.account?.dependencies);
  const version = c.env.CF_VERSION_METADATA.id;
  return Response.json({ ready, canSell, status, version, dependencies }, { status: ready ? 200 : 503 });
}

/** Sign-in needs Redis in the account service, and checkout needs it in the gateway. They may reach it at different speeds. */
function isRedisUp(dependencies: Readonly<Record<string, HealthReport>> | undefined): boolean {
  return dependencies?.redis?.status === "up";
}
