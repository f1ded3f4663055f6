import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The addresses, `host:port`, at which the tools reach the services that run on a data folder. */
export interface InstanceAddresses {
  readonly neonProxy: string;
  readonly stripeHost: string;
}

const getInstanceFile = (dataDir: string) => join(dataDir, "running.json");

/** Records the addresses of the services that run on a data folder. Returns a function that removes the record. */
export function writeInstanceFile(dataDir: string, addresses: InstanceAddresses): () => void {
  writeFileSync(getInstanceFile(dataDir), JSON.stringify(addresses), { mode: 0o600 });
  return () => rmSync(getInstanceFile(dataDir), { force: true });
}

/** Returns the addresses of the services that run on a data folder, undefined if none do. */
export function findInstance(dataDir: string): InstanceAddresses | undefined {
  if (!existsSync(getInstanceFile(dataDir))) return undefined;
  return JSON.parse(readFileSync(getInstanceFile(dataDir), "utf8")) as InstanceAddresses;
}
