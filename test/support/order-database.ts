import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../dev/emulators/neon/server.ts";
import { toConnectionString } from "../../dev/local/postgres/database-url.ts";
import { createDatabases } from "../../dev/local/postgres/databases.ts";
import { migrateDatabase } from "../../dev/local/postgres/migrations.ts";
import { type Postgres, startPostgres, superuser } from "../../dev/local/postgres/server.ts";
import { allowOrigins } from "../../workers/kit/outbound-fetch.ts";
import { connectDatabase, type Database } from "../../workers/kit/storage/postgres.ts";

const password = "test-password";
const url = toConnectionString(superuser, password, "order");

/** Starts a Postgres with the migrated order database for the tests of a file. Returns a function that connects to it. */
export function useOrderDatabase(): () => Database {
  let dataDir: string;
  let postgres: Postgres;
  let proxy: NeonProxy;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "stoa-order-database-"));
    chmodSync(dataDir, 0o711); // Postgres runs as a different user.
    postgres = await startPostgres({
      dataDir: join(dataDir, "postgres"),
      runDir: dataDir,
      password,
      settings: { fsync: "off" },
    });
    proxy = await startNeonProxy({ postgresPort: postgres.port });
    allowOrigins([`http://127.0.0.1:${proxy.port}`]);
    await createDatabases(postgres.port, password, ["order"]);
    await migrateDatabase("order", url, `127.0.0.1:${proxy.port}`);
  });

  afterAll(async () => {
    await proxy?.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return () => connectDatabase({ DATABASE_URL: url, NEON_PROXY: `127.0.0.1:${proxy.port}` });
}
