import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { Failure, unavailable } from "../../kit/errors/failure.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { type FailMode, quotas } from "./limits.ts";

/** Whom points are counted for. */
export interface QuotaSubject {
  readonly kind: keyof typeof quotas;
  readonly id: string;
}

/** What is left of a quota, as headers of the answer. */
export type QuotaHeaders = Readonly<Record<string, string>>;

export interface Quota {
  /**
   * Takes points of a payer's quota. Throws RATE_LIMITED when they are not there any more, and UNAVAILABLE for what is
   * closed while Redis is away and nobody knows.
   */
  consume(payer: QuotaSubject, points: number, withoutRedis: FailMode): Promise<QuotaHeaders>;
}

export function openQuota(redis: RedisConnection): Quota {
  const limiter = (kind: keyof typeof quotas) =>
    new Ratelimit({
      redis: redis.client,
      limiter: Ratelimit.slidingWindow(quotas[kind], "1 m"),
      prefix: `quota:${kind}`,
      // Whoever is out of points is told so until they have some again, without asking Redis each time.
      ephemeralCache: new Map(),
      // The client has a time limit of its own, and its answer is not "allowed".
      timeout: 0,
    });
  const limiters = { account: limiter("account"), address: limiter("address"), token: limiter("token") };
  return {
    consume: async ({ kind, id }, points, withoutRedis) => {
      let result: Awaited<ReturnType<Ratelimit["limit"]>>;
      try {
        result = await redis.run(() => limiters[kind].limit(id, { rate: points }));
      } catch (error) {
        if (withoutRedis === "open") return {};
        throw unavailable("this cannot be done at the moment: try again soon", error);
      }
      const wait = Math.max(Math.ceil((result.reset - Date.now()) / 1000), 1);
      const headers = {
        "ratelimit-limit": String(result.limit),
        "ratelimit-remaining": String(Math.max(result.remaining, 0)),
        "ratelimit-reset": String(wait),
      };
      if (result.success) return headers;
      throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", `the quota is used up: wait ${wait} seconds`, {
        metadata: { retryAfterSeconds: String(wait) },
      });
    },
  };
}
