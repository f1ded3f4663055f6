import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-serverless";
import { migrate } from "drizzle-orm/neon-serverless/migrator";
import { root } from "../../build/root.ts";

export const databases = ["account", "catalog", "order"] as const;
export type DatabaseName = (typeof databases)[number];

/** A migration holds this advisory lock of its database until its connection closes. */
const migrationLock = 5_703_117;
const lockAttempts = 4;
const lockPollMs = 500;

/**
 * Applies the missing migrations of one database in one transaction. `proxy` is the local Neon proxy, `host:port`. Throws while
 * another process migrates the database.
 */
export async function migrateDatabase(name: DatabaseName, connectionString: string, proxy?: string): Promise<void> {
  const pool = connectForMigration(connectionString, proxy);
  try {
    await lockDatabase(pool, name);
    await migrate(drizzle(pool), { migrationsFolder: join(root, "migrations", name) });
    await pool.query("select pg_advisory_unlock($1)", [migrationLock]);
  } finally {
    await pool.end();
  }
}

/** Takes the lock of migrations. Throws when another process holds it for longer than a closing connection does. */
async function lockDatabase(pool: Pool, name: DatabaseName): Promise<void> {
  for (let attempt = 0; attempt < lockAttempts; attempt++) {
    const { rows } = await pool.query("select pg_try_advisory_lock($1) as locked", [migrationLock]);
    if (rows[0]?.locked === true) return;
    await wait(lockPollMs);
  }
  throw new Error(`Another process migrates the database of ${name}. Wait until it has ended.`);
}

/** Opens a connection as the role that owns the tables. `proxy` is the local Neon proxy, `host:port`. */
export function connectForMigration(connectionString: string, proxy?: string): Pool {
  neonConfig.webSocketConstructor = WebSocket;
  if (proxy !== undefined) {
    neonConfig.wsProxy = () => `${proxy}/v2`;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineConnect = false;
  }
  const pool = new Pool({ connectionString, max: 1 });
  // A connection closes in the background. A proxy that stops before that must not end the process.
  pool.on("error", () => undefined);
  return pool;
}
