import type { Call } from "../kit/call.ts";
import { type Rpc, rpcTo } from "../kit/connect-client.ts";
import { type Database, openDatabase } from "../kit/postgres.ts";
import { serviceIdentity } from "../kit/service-identity.ts";
import { readConfig } from "./config.ts";
import type { SearchPort } from "./search/port.ts";
import { postgresSearch } from "./search/postgres.ts";

/** What a catalog RPC works with. */
export interface CatalogContext extends Call {
  readonly db: Database;
  readonly search: SearchPort;
  /** The order service, called as the catalog itself. */
  readonly orders: () => Promise<Rpc>;
}

export function openContext(env: Env, call: Call): CatalogContext {
  const config = readConfig(env);
  const { trace, signal } = call;
  const db = openDatabase(config.database, signal);
  return {
    ...call,
    db,
    search: postgresSearch(db),
    orders: async () => {
      const identity = await serviceIdentity("catalog", config.identityKey, call.now());
      return rpcTo(env.ORDER, { trace, signal, identity });
    },
  };
}
