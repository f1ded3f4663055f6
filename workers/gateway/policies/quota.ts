import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { Failure, unavailable } from "../../kit/errors/failure.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { type FailMode, quotas } from "./limits.ts";

/** The account, IP or API token whose quota is counted. */
export interface QuotaSubject {
  readonly type: keyof typeof quotas;
  readonly id: string;
}

/** `ratelimit-*` headers of the response. */
export type QuotaHeaders = Readonly<Record<string, string>>;

export interface Quota {
  /**
   * Consumes points of the subject's quota. Throws RATE_LIMITED when too few are left. Throws UNAVAILABLE when Redis is
   * down and the fail mode is "fail-closed".
   */
  consume(subject: QuotaSubject, points: number, failMode: FailMode): Promise<QuotaHeaders>;
}

export function createQuota(redis: RedisConnection): Quota {
  const createLimiter = (type: keyof typeof quotas) =>
    new Ratelimit({
      redis: redis.client,
      limiter: Ratelimit.slidingWindow(quotas[type], "1 m"),
      prefix: `quota:${type}`,
      // Rejects a subject that has exceeded its quota without a call to Redis, until its window resets.
      ephemeralCache: new Map(),
      // The Redis client has its own time limit. The limiter's timeout would allow the request.
      timeout: 0,
    });
  const limiters = { account: createLimiter("account"), ip: createLimiter("ip"), token: createLimiter("token") };
  return {
    consume: async ({ type, id }, points, failMode) => {
      let result: Awaited<ReturnType<Ratelimit["limit"]>>;
      try {
        result = await redis.run(() => limiters[type].limit(id, { rate: points }));
      } catch (error) {
        if (failMode === "fail-open") return {};
        throw unavailable("The quota cannot be checked. Retry later.", error);
      }
      const wait = Math.max(Math.ceil((result.reset - Date.now()) / 1000), 1);
      const headers = {
        "ratelimit-limit": String(result.limit),
        "ratelimit-remaining": String(Math.max(result.remaining, 0)),
        "ratelimit-reset": String(wait),
      };
      if (result.success) return headers;
      throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", `Quota exceeded. Retry in ${wait} seconds.`, {
        metadata: { retryAfterSeconds: String(wait) },
      });
    },
  };
}
