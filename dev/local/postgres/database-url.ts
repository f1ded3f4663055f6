import { resolve } from "node:path";
import { root } from "../../build/root.ts";
import { findInstance } from "../instance-file.ts";
import type { DatabaseName } from "./migrations.ts";
import { databaseUrl } from "./server.ts";

export interface DatabaseAddress {
  readonly url: string;
  /** `host:port` that answers in place of the database's own host; absent in production. */
  readonly neonProxy?: string;
}

/**
 * Where a command finds a database: `<NAME>_DATABASE_URL`, or the local shop that runs on a data folder. Throws a line
 * for people when there is neither.
 */
export function getDatabaseAddress(name: DatabaseName, data: string): DatabaseAddress {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = process.env[variable];
  if (url !== undefined && url !== "") return { url };
  const dataDir = resolve(root, data);
  const running = findInstance(dataDir);
  if (running === undefined) {
    throw new Error(`no shop runs on ${dataDir}: start it, or set ${variable} to a deployment's database`);
  }
  return { url: databaseUrl(name), neonProxy: running.neonProxy };
}
