import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How the tools reach the engines that run on a data folder. */
export interface InstanceAddresses {
  /** `host:port` */
  readonly neonProxy: string;
  readonly stripeHost: string;
}

const fileOf = (dataDir: string) => join(dataDir, "running.json");

/** Tells the tools that engines run on a folder; the answer takes it back. */
export function writeInstanceFile(dataDir: string, running: InstanceAddresses): () => void {
  writeFileSync(fileOf(dataDir), JSON.stringify(running), { mode: 0o600 });
  return () => rmSync(fileOf(dataDir), { force: true });
}

/** What runs on a folder; undefined when nothing does. */
export function findInstance(dataDir: string): InstanceAddresses | undefined {
  if (!existsSync(fileOf(dataDir))) return undefined;
  return JSON.parse(readFileSync(fileOf(dataDir), "utf8")) as InstanceAddresses;
}
