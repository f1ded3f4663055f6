import { detachCall } from "../kit/connect/background-call.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { createRpcClient, type Rpc } from "../kit/connect/client.ts";
import { readFastPaths } from "../kit/fast-paths.ts";
import type { Trace } from "../kit/observability/trace.ts";
import { connectDatabase, type Database } from "../kit/storage/postgres.ts";
import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import type { TaxIds } from "../kit/tax-ids/port.ts";
import { createViesTaxIds } from "../kit/tax-ids/vies.ts";
import { createSessionStore, type SessionStore } from "./auth/sessions.ts";
import { type AccountConfig, readConfig } from "./config.ts";
import type { Mailer } from "./mail/port.ts";
import { createResendMailer } from "./mail/resend.ts";

/** The context of an account RPC. */
export interface AccountContext extends CallContext {
  readonly config: AccountConfig;
  readonly db: Database;
  readonly redis: RedisConnection;
  readonly sessions: SessionStore;
  readonly mailer: Mailer;
  readonly taxIds: TaxIds;
  /** Creates a client of the order service, with the identity of the account service. */
  readonly orders: () => Promise<Rpc>;
  /** Applies the platform's own rate limit to a key, for when Redis is down. Returns whether the limit allows the call. */
  readonly tryFallbackLimit: (key: string) => Promise<boolean>;
  /** Returns the context for deferred work, which the end of the call does not abort. */
  readonly background: () => AccountContext;
  /** Returns the context for another span of this work. */
  readonly withTrace: (trace: Trace) => AccountContext;
}

const orderTimeoutMs = 10_000;

let redis: RedisConnection | undefined;

/** Creates the context of one call. */
export function createContext(env: Env, call: CallContext): AccountContext {
  const config = readConfig(env);
  redis ??= connectRedis(config.redis);
  return {
    ...call,
    config,
    db: connectDatabase(config.database, call.signal),
    redis,
    sessions: createSessionStore(redis, config.keyRing),
    mailer: createResendMailer(config.mail),
    taxIds: createViesTaxIds({ origin: config.viesOrigin, traceId: call.trace.traceId }),
    background: () => createContext(env, detachCall(call)),
    withTrace: (trace) => createContext(env, { ...call, trace }),
    orders: async () => {
      const identity = await config.identitySigner.signService(call.now());
      return createRpcClient(env.ORDER, {
        trace: call.trace,
        identity,
        timeoutMs: orderTimeoutMs,
        fastPath: readFastPaths(env).connect,
      });
    },
    tryFallbackLimit: async (key) => (await env.EMERGENCY_LIMIT.limit({ key })).success,
  };
}
