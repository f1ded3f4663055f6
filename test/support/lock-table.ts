import pg from "pg";
import type { DatabaseName } from "../../dev/local/postgres/migrations.ts";
import type { Shop } from "./harness.ts";

/**
 * `share update exclusive` blocks explicit locks of the table, but no insert. `share` blocks writers. `access exclusive`
 * also blocks readers.
 */
type Mode = "share update exclusive" | "share" | "access exclusive";

/** Locks a table against all other connections. Returns a function that releases the lock. */
export async function lockTable(
  { stack: { services: engines } }: Shop,
  database: DatabaseName,
  table: string,
  mode: Mode = "access exclusive",
): Promise<() => Promise<void>> {
  const { username: user, password, pathname } = new URL(engines.superuserUrl(database));
  const client = new pg.Client({
    host: "127.0.0.1",
    port: engines.postgresPort,
    user,
    password,
    database: pathname.slice(1),
  });
  await client.connect();
  await client.query("begin");
  await client.query(`lock table ${pg.escapeIdentifier(table)} in ${mode} mode`);
  return async () => {
    await client.query("rollback");
    await client.end();
  };
}
