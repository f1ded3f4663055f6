import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis/cloudflare";
import { Failure } from "../kit/failure.ts";
import { describeError, log } from "../kit/log.ts";
import type { GatewayContext } from "./context.ts";

const budgetMs = 200;
const tries = 10;
const windowSeconds = 60;

let limiter: Ratelimit | undefined;

function signInLimiter({ config }: GatewayContext): Ratelimit {
  limiter ??= new Ratelimit({
    redis: new Redis({
      ...config.redis,
      enableTelemetry: false,
      retry: false,
      signal: () => AbortSignal.timeout(budgetMs),
    }),
    limiter: Ratelimit.slidingWindow(tries, `${windowSeconds} s`),
    prefix: "limit:sign-in",
    ephemeralCache: false,
    timeout: 0,
  });
  return limiter;
}

/**
 * Throws RATE_LIMITED for an address that signs in too often. Every field counts, so that aliases in one document do
 * too. With Redis away the platform's own limit, which the request has already passed, is all there is.
 */
export async function limitSignIn(ctx: GatewayContext, operation: "login" | "register"): Promise<void> {
  if (!ctx.config.limits) return;
  let allowed: boolean;
  try {
    allowed = (await signInLimiter(ctx).limit(`${operation}:${ctx.address}`)).success;
  } catch (error) {
    log("warn", "rate limit is away", { traceId: ctx.trace.traceId, error: describeError(error) });
    return;
  }
  if (!allowed) throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "too many attempts: wait a minute");
}
