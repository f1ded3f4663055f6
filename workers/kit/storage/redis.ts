import { Redis } from "@upstash/redis/cloudflare";
import { requireCount, requireText } from "../config.ts";
import { unavailable } from "../errors/failure.ts";

export interface RedisAddress {
  readonly url: string;
  readonly token: string;
  /** What one call may take, in milliseconds. */
  readonly budgetMs: number;
}

/** From a Worker's bindings. Throws a ConfigError that names the one at fault. */
export function readRedisAddress(env: object): RedisAddress {
  return {
    url: requireText(env, "UPSTASH_REDIS_REST_URL"),
    token: requireText(env, "UPSTASH_REDIS_REST_TOKEN"),
    budgetMs: requireCount(env, "REDIS_BUDGET_MS"),
  };
}

/** Redis over HTTP. A call that is not answered in time is not waited for, and for a moment no other is made. */
export interface RedisConnection {
  readonly client: Redis;
  /** Runs calls to the client. Throws UNAVAILABLE when Redis is away, without a call when it just was. */
  run<T>(work: (client: Redis) => Promise<T>): Promise<T>;
}

/** How long Redis is left alone once it did not answer: several calls of one request wait once. */
const restMs = 1_000;

/** Values are texts: nothing is parsed on the way. */
export function connectRedis({ budgetMs, ...address }: RedisAddress): RedisConnection {
  const client = new Redis({
    ...address,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => timeoutSignal(budgetMs),
  });
  let awayUntil = 0;
  let answeredAt = 0;
  return {
    client,
    run: async (work) => {
      if (Date.now() < awayUntil) throw unavailable("sessions and limits cannot be reached at the moment");
      const begunAt = Date.now();
      try {
        const answer = await work(client);
        answeredAt = Date.now();
        return answer;
      } catch (error) {
        // Where somebody else was answered meanwhile it is not away: one slow call turns nobody else away.
        if (answeredAt <= begunAt) awayUntil = Date.now() + restMs;
        throw unavailable("sessions and limits cannot be reached at the moment", error);
      }
    },
  };
}

/** The last part of a wait, in which what has come is taken in first. */
const lastMs = 10;

/**
 * Ends a call that is not answered in time. In two steps: where other work held up everything, an answer that came
 * meanwhile is read between them, and is not taken for none.
 */
function timeoutSignal(ms: number): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(new DOMException("not answered in time", "TimeoutError"));
  setTimeout(() => setTimeout(end, lastMs), ms - lastMs);
  return controller.signal;
}
