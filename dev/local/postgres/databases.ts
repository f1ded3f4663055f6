import pg from "pg";
import { type DatabasePasswords, toRoleName, toSuperuserUrl } from "./database-url.ts";
import { grantServiceRights } from "./grants.ts";
import { type DatabaseName, databases, migrateDatabase } from "./migrations.ts";
import { superuser } from "./server.ts";

export interface PrepareOptions extends DatabasePasswords {
  readonly postgresPort: number;
  /** The local Neon proxy, `host:port`. */
  readonly neonProxy: string;
}

/**
 * Creates the missing databases, applies the missing migrations as the superuser, and gives each service a role with the
 * password from the secrets. A role can connect to its own database only. It can read and write rows, but owns nothing.
 */
export async function prepareDatabases(options: PrepareOptions): Promise<void> {
  await createDatabases(options.postgresPort, options.postgresPassword, databases);
  await Promise.all(
    databases.map(async (name) => {
      await migrateDatabase(name, toSuperuserUrl(name, options), options.neonProxy);
      await grantAccess(name, options);
    }),
  );
}

/** Creates the databases that do not exist yet. */
export async function createDatabases(port: number, password: string, names: readonly string[]): Promise<void> {
  await withClient(port, password, superuser, async (client) => {
    const { rows } = await client.query<{ datname: string }>("select datname from pg_database");
    for (const name of names) {
      if (!rows.some(({ datname }) => datname === name)) await client.query(`create database "${name}"`);
    }
    // Without this, every role may connect to every database.
    for (const name of [superuser, ...names]) await client.query(`revoke all on database "${name}" from public`);
  });
}

/** Grants the role of a service its rights on its database, and sets its password. */
async function grantAccess(
  name: DatabaseName,
  { postgresPort, postgresPassword, databasePasswords }: PrepareOptions,
): Promise<void> {
  const role = toRoleName(name);
  await withClient(postgresPort, postgresPassword, name, async (client) => {
    const service = { name: role, password: databasePasswords[name] };
    await grantServiceRights(client, name, service);
    // The secrets may be newer than the role.
    const attributes = `login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(service.password)}`;
    await client.query(`alter role ${role} ${attributes}`);
  });
}

async function withClient(
  port: number,
  password: string,
  database: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: superuser, password, database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
