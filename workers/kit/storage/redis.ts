import { Redis } from "@upstash/redis/cloudflare";
import { unavailable } from "../errors/failure.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import type { RedisConfig } from "./redis-config.ts";
import { createTimeoutSignal } from "./timeout-signal.ts";

/** Redis over HTTP. */
export interface RedisConnection {
  readonly client: Redis;
  /**
   * Runs calls to the client. Throws UNAVAILABLE when they fail, without a call while the circuit is open. The circuit opens
   * when Redis is down: when a ping fails too. What a caller sends may be too large, too slow or invalid, and must not
   * disable Redis for others.
   */
  run<T>(work: (client: Redis) => Promise<T>): Promise<T>;
}

/** How long the circuit stays open after a failure. Several calls of one request then wait for only one timeout. */
const openMs = 1_000;

/** Creates a connection. It does not parse values: all values are strings. */
export function connectRedis({ url, token, timeoutMs }: RedisConfig): RedisConnection {
  const createClient = (options: { readonly timeoutMs: number; readonly enableAutoPipelining: boolean }) =>
    new Redis({
      url,
      token,
      automaticDeserialization: false,
      enableTelemetry: false,
      retry: false,
      enableAutoPipelining: options.enableAutoPipelining,
      signal: () => createTimeoutSignal(options.timeoutMs),
    });
  const client = createClient({ timeoutMs, enableAutoPipelining: true });
  // A ping never shares a request with the calls of a caller. It begins at half the time, so that both end together.
  const pingClient = createClient({ timeoutMs: timeoutMs / 2, enableAutoPipelining: false });
  const isUp = () =>
    pingClient.ping().then(
      () => true,
      () => false,
    );
  // The calls of a request run concurrently, so the half-open state does not limit their number.
  const breaker = createCircuitBreaker({
    dependency: "redis",
    failureThreshold: 1,
    openMs,
    halfOpenCalls: Number.POSITIVE_INFINITY,
  });
  return {
    client,
    run: (work) => {
      let wasUp = false;
      const runWithPing = async () => {
        let ping: Promise<boolean> | undefined;
        const timer = setTimeout(() => {
          ping = isUp();
        }, timeoutMs / 2);
        try {
          return await work(client);
        } catch (error) {
          wasUp = await (ping ?? isUp());
          throw error;
        } finally {
          clearTimeout(timer);
        }
      };
      return breaker
        .run(runWithPing, () => !wasUp)
        .catch((error: unknown) => {
          throw unavailable("Redis is unavailable", error);
        });
    },
  };
}
