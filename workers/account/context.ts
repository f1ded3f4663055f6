import { serviceIdentity } from "../kit/auth/service-identity.ts";
import type { CallContext } from "../kit/connect/call-context.ts";
import { type Rpc, rpcTo } from "../kit/connect/client.ts";
import { type Database, openDatabase } from "../kit/storage/postgres.ts";
import { connectRedis, type RedisConnection } from "../kit/storage/redis.ts";
import { openSessions, type Sessions } from "./auth/sessions.ts";
import { type AccountConfig, readConfig } from "./config.ts";
import type { Mailer } from "./mail/port.ts";
import { resendMailer } from "./mail/resend.ts";

/** What an account RPC works with. */
export interface AccountContext extends CallContext {
  readonly config: AccountConfig;
  readonly db: Database;
  readonly redis: RedisConnection;
  readonly sessions: Sessions;
  readonly mailer: Mailer;
  /** The order service, called as the account service itself. */
  readonly orders: () => Promise<Rpc>;
  /** The platform's own limit on calls under a key, for when Redis is away. */
  readonly emergencyLimit: (key: string) => Promise<boolean>;
}

const orderTimeoutMs = 10_000;

let redis: RedisConnection | undefined;

export function openContext(env: Env, call: CallContext): AccountContext {
  const config = readConfig(env);
  redis ??= connectRedis(config.redis);
  return {
    ...call,
    config,
    db: openDatabase(config.database, call.signal),
    redis,
    sessions: openSessions(redis, config.identityKey),
    mailer: resendMailer(config.mail),
    orders: async () => {
      const identity = await serviceIdentity("account", config.identityKey, call.now());
      return rpcTo(env.ORDER, { trace: call.trace, identity, timeoutMs: orderTimeoutMs });
    },
    emergencyLimit: async (key) => (await env.EMERGENCY_LIMIT.limit({ key })).success,
  };
}
