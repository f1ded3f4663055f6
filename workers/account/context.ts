import type { Call } from "../kit/call.ts";
import { type Database, openDatabase } from "../kit/postgres.ts";
import { type AccountConfig, readConfig } from "./config.ts";
import { openSessions, type Sessions } from "./sessions.ts";

/** What an account RPC works with. */
export interface AccountContext extends Call {
  readonly config: AccountConfig;
  readonly db: Database;
  readonly sessions: Sessions;
}

export function openContext(env: Env, call: Call): AccountContext {
  const config = readConfig(env);
  return {
    ...call,
    config,
    db: openDatabase(config.database, call.signal),
    sessions: openSessions(config.redis, config.identityKey),
  };
}
