import { Redis } from "@upstash/redis/cloudflare";
import { unavailable } from "../errors/failure.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import type { RedisConfig } from "./redis-config.ts";
import { createTimeoutSignal } from "./timeout-signal.ts";

/** Redis over HTTP. */
export interface RedisConnection {
  readonly client: Redis;
  /** Runs calls to the client. Throws UNAVAILABLE when Redis is down, without a call while the circuit is open. */
  run<T>(work: (client: Redis) => Promise<T>): Promise<T>;
}

/** How long the circuit stays open after a failure. Several calls of one request then wait for only one timeout. */
const openMs = 1_000;

/** Creates a connection. It does not parse values: all values are strings. */
export function connectRedis({ url, token, timeoutMs }: RedisConfig): RedisConnection {
  const client = new Redis({
    url,
    token,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => createTimeoutSignal(timeoutMs),
  });
  // The calls of a request run concurrently, so the half-open state does not limit their number.
  const breaker = createCircuitBreaker({ failureThreshold: 1, openMs, halfOpenCalls: Number.POSITIVE_INFINITY });
  return {
    client,
    run: (work) =>
      breaker
        .run(() => work(client))
        .catch((error: unknown) => {
          throw unavailable("Redis is unavailable", error);
        }),
  };
}
