import { resolve } from "node:path";
import { root } from "../../build/root.ts";
import { findInstance } from "../instance-file.ts";
import type { DatabaseName } from "./migrations.ts";
import { databaseUrl } from "./server.ts";

export interface DatabaseAddress {
  readonly url: string;
  /** The local proxy, `host:port`, in place of the host in `url`. Undefined in production. */
  readonly neonProxy?: string;
}

/**
 * Returns the address of a service's database: `<NAME>_DATABASE_URL` if set, else the local shop that runs on the data
 * folder. Throws when there is neither.
 */
export function getDatabaseAddress(name: DatabaseName, data: string): DatabaseAddress {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = process.env[variable];
  if (url !== undefined && url !== "") return { url };
  const dataDir = resolve(root, data);
  const instance = findInstance(dataDir);
  if (instance === undefined) {
    throw new Error(`No local shop runs on ${dataDir}. Start it, or set ${variable} to the database of a deployment.`);
  }
  return { url: databaseUrl(name), neonProxy: instance.neonProxy };
}
