import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { toConnectionString } from "../../dev/local/postgres/database-url.ts";
import { createDatabases } from "../../dev/local/postgres/databases.ts";
import { type DatabaseName, migrateDatabase } from "../../dev/local/postgres/migrations.ts";
import { type Postgres, startPostgres, superuser } from "../../dev/local/postgres/server.ts";
import { allowOrigins } from "../../workers/kit/outbound-fetch.ts";
import { connectDatabase, type Database } from "../../workers/kit/storage/postgres.ts";

const password = "test-password";
/** Starts a Postgres with the migrated order database for the tests of a file. Returns a function that connects to it. */
export const useOrderDatabase = (): (() => Database) => useDatabase("order");

/** As `useOrderDatabase`, with the database of another service. */
export function useDatabase(name: DatabaseName): () => Database {
  const url = toConnectionString(superuser, password, name);
  let dataDir: string;
  let postgres: Postgres;
  let proxy: NeonProxy;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "stoa-database-"));
    chmodSync(dataDir, 0o711); // Postgres runs as a different user.
    postgres = await startPostgres({
      dataDir: join(dataDir, "postgres"),
      runDir: dataDir,
      password,
      settings: { fsync: "off" },
    });
    proxy = await startNeonProxy({ postgresPort: postgres.port });
    allowOrigins([`http://127.0.0.1:${proxy.port}`]);
    await createDatabases(postgres.port, password, [name]);
    await migrateDatabase(name, url, `127.0.0.1:${proxy.port}`);
  });

  afterAll(async () => {
    await proxy?.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return () => connectDatabase({ DATABASE_URL: url, NEON_PROXY: `127.0.0.1:${proxy.port}` });
}
