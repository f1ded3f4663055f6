import type { Call } from "../kit/call.ts";
import { openDatabase } from "../kit/postgres.ts";
import { type AccountConfig, readConfig } from "./config.ts";
import { openSessions, type Sessions } from "./sessions.ts";
import type { AccountDatabase } from "./store.ts";
import { users } from "./tables.ts";

/** What an account RPC works with. */
export interface AccountContext extends Call {
  readonly config: AccountConfig;
  readonly db: AccountDatabase;
  readonly sessions: Sessions;
}

export function openContext(env: Env, call: Call): AccountContext {
  const config = readConfig(env);
  return {
    ...call,
    config,
    db: openDatabase(config.database, { users }, call.signal),
    sessions: openSessions(config.redis, config.identityKey),
  };
}
