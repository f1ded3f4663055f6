import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Failure } from "../../kit/errors/failure.ts";
import { recordMetric } from "../../kit/observability/metrics.ts";
import { readConfig } from "../config.ts";
import { clientIpOf } from "../http/client-ip.ts";
import { isPrefetch } from "../http/page-request.ts";
import type { GatewayEnv } from "./request-context.ts";

/** Returns the client's IP as it is counted. Throws RATE_LIMITED when it has sent too many requests. */
export async function rateLimitByIp(c: Context<GatewayEnv>, limit = limitOf(c.env, c.req.raw)): Promise<string> {
  const ip = clientIpOf(c.req.raw);
  await enforceRateLimit(c.env, ip, limit);
  return ip;
}

/** Returns the limit that counts a request. A browser prefetches pages that its visitor may never open. */
export function limitOf(env: Env, request: Request): RateLimit {
  return isPrefetch(request) ? env.PREFETCH_LIMIT : env.ADDRESS_LIMIT;
}

/** Throws RATE_LIMITED when this IP has sent too many requests. */
export async function enforceRateLimit(env: Env, ip: string, limit?: RateLimit): Promise<void> {
  if (await isWithinRateLimit(env, ip, limit)) return;
  recordMetric("stoa.quota.refused", 1, { kind: "address" });
  throw new Failure(
    Code.ResourceExhausted,
    "RATE_LIMITED",
    "Too many requests from this IP address. Retry in a minute.",
  );
}

/** Counts a request of this IP. The platform counts without a network round trip. */
export async function isWithinRateLimit(env: Env, ip: string, limit = env.ADDRESS_LIMIT): Promise<boolean> {
  return !readConfig(env).limitsEnabled || (await limit.limit({ key: ip })).success;
}
