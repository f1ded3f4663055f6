import { Code } from "@connectrpc/connect";
import { Ratelimit } from "@upstash/ratelimit";
import { Failure, unavailable } from "../../kit/errors/failure.ts";
import { recordMetric } from "../../kit/observability/metrics.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { type FailMode, limits, quotas } from "./limits.ts";

/** The account, IP, network or API token whose quota is counted. */
export interface QuotaSubject {
  readonly type: keyof typeof quotas;
  readonly id: string;
}

/** `ratelimit-*` headers of the response. */
export type QuotaHeaders = Readonly<Record<string, string>>;

export interface Quota {
  /**
   * Consumes points of the quota of each subject, in one round trip. Throws RATE_LIMITED when one has too few left. Throws
   * UNAVAILABLE when Redis is down and the fail mode is "fail-closed". The headers describe the subject with the fewest points.
   * Cheap requests of an IP are not counted: see `quotas.ip`.
   */
  consume(subjects: readonly QuotaSubject[], points: number, failMode: FailMode): Promise<QuotaHeaders>;
}

type LimitResult = Awaited<ReturnType<Ratelimit["limit"]>>;

/** The platform counts the requests of an IP for free. Cheap ones cannot exceed its quota within that limit. */
const isCounted = (type: QuotaSubject["type"], points: number): boolean =>
  type !== "ip" || points * limits.requestsPerAddress > quotas.ip;

/** A rejected request leaves the points that remain, so it counts as fewer than none. */
const remainingOf = ({ success, remaining }: LimitResult): number => (success ? remaining : -1);

export function createQuota(redis: RedisConnection): Quota {
  const createLimiter = (type: keyof typeof quotas) =>
    new Ratelimit({
      redis: redis.client,
      // A sliding window would need twice the commands, and Redis is billed by command.
      limiter: Ratelimit.fixedWindow(quotas[type], "1 m"),
      prefix: `quota:${type}`,
      // Rejects a subject that has exceeded its quota without a call to Redis, until its window resets.
      ephemeralCache: new Map(),
      // The Redis client has its own time limit. The limiter's timeout would allow the request.
      timeout: 0,
    });
  const limiters = {
    account: createLimiter("account"),
    ip: createLimiter("ip"),
    network: createLimiter("network"),
    storefront: createLimiter("storefront"),
    token: createLimiter("token"),
  };
  return {
    consume: async (allSubjects, points, failMode) => {
      const subjects = allSubjects.filter(({ type }) => isCounted(type, points));
      if (subjects.length === 0) return {};
      let results: LimitResult[];
      try {
        results = await redis.run(() =>
          Promise.all(subjects.map(({ type, id }) => limiters[type].limit(id, { rate: points }))),
        );
      } catch (error) {
        if (failMode === "fail-open") return {};
        throw unavailable("The quota cannot be checked. Retry later.", error);
      }
      const result = results.reduce((a, b) => (remainingOf(b) < remainingOf(a) ? b : a));
      const wait = Math.max(Math.ceil((result.reset - Date.now()) / 1000), 1);
      const headers = {
        "ratelimit-limit": String(result.limit),
        "ratelimit-remaining": String(Math.max(result.remaining, 0)),
        "ratelimit-reset": String(wait),
      };
      if (result.success) return headers;
      recordMetric("stoa.quota.refused", 1, { kind: subjects[results.indexOf(result)]?.type ?? "" });
      throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", `Quota exceeded. Retry in ${wait} seconds.`, {
        metadata: { retryAfterSeconds: String(wait) },
      });
    },
  };
}
