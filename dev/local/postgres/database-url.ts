import { resolve } from "node:path";
import { root } from "../../build/root.ts";
import { findInstance } from "../instance-file.ts";
import { loadSecrets, type Secrets } from "../secrets.ts";
import type { DatabaseName } from "./migrations.ts";
import { superuser } from "./server.ts";

export interface DatabaseAddress {
  readonly url: string;
  /** The local proxy, `host:port`, in place of the host in `url`. Undefined in production. */
  readonly neonProxy?: string;
}

/** The parts of the secrets that connection strings need. */
export type DatabasePasswords = Pick<Secrets, "postgresPassword" | "databasePasswords">;

/** Returns the name of a service's role. It can read and write the rows of its own database, and change no table. */
export function toRoleName(name: DatabaseName): string {
  return `stoa_${name}`;
}

/** Returns the connection string of a service. */
export function toServiceUrl(name: DatabaseName, { databasePasswords }: DatabasePasswords): string {
  return toConnectionString(toRoleName(name), databasePasswords[name], name);
}

/** Returns the superuser's connection string, for migrations and tests. */
export function toSuperuserUrl(name: DatabaseName, { postgresPassword }: DatabasePasswords): string {
  return toConnectionString(superuser, postgresPassword, name);
}

/** Returns a Neon connection string. The local proxy reads the user, the password and the database from it. */
export function toConnectionString(user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@local.neon.test/${database}`;
}

/**
 * Returns the address of a service's database: `<NAME>_DATABASE_URL` if set, else the local shop that runs on the data
 * folder. Throws when there is neither.
 */
export async function getDatabaseAddress(name: DatabaseName, data: string): Promise<DatabaseAddress> {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = process.env[variable];
  if (url !== undefined && url !== "") return { url };
  const dataDir = resolve(root, data);
  const instance = findInstance(dataDir);
  if (instance === undefined) {
    throw new Error(`No local shop runs on ${dataDir}. Start it, or set ${variable} to the database of a deployment.`);
  }
  return { url: toServiceUrl(name, await loadSecrets(dataDir)), neonProxy: instance.neonProxy };
}
