import { join } from "node:path";
import { neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-serverless";
import { migrate } from "drizzle-orm/neon-serverless/migrator";
import { root } from "../../build/root.ts";

export const databases = ["account", "catalog", "order"] as const;
export type DatabaseName = (typeof databases)[number];

/** Applies the missing migrations of one database in one transaction. `proxy` is the local Neon proxy, `host:port`. */
export async function migrateDatabase(name: DatabaseName, connectionString: string, proxy?: string): Promise<void> {
  const pool = connectForMigration(connectionString, proxy);
  try {
    await migrate(drizzle(pool), { migrationsFolder: join(root, "migrations", name) });
  } finally {
    await pool.end();
  }
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
