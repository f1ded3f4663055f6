import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { bundleWorker, type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import type { WorkerConfig } from "../local/worker-config.ts";

/** How many formats of orders a version reads and writes: see `stored-formats.json`. */
export interface Formats {
  readonly reads: number;
  readonly writes: number;
}

/** What is deployed: the code and the configuration of all Workers. */
export interface Release {
  /** `0.2.0-1f2e3d4c5b6a`: the version of the package, and a digest of all Workers. It is the tag of versions. */
  readonly id: string;
  readonly formats: Formats;
  /** A digest of the code and the configuration of each Worker. */
  readonly digests: Readonly<Record<WorkerName, string>>;
}

/** What the message of an uploaded version says about it. */
export interface VersionInfo {
  readonly digest: string;
  readonly formats: Formats;
}

/** Bundles all Workers and describes them. The same code and configuration have the same id on every machine. */
export async function readRelease(configs: Readonly<Record<WorkerName, WorkerConfig>>): Promise<Release> {
  const { version, devDependencies } = readJson<{
    readonly version: string;
    readonly devDependencies: { readonly wrangler: string };
  }>("package.json");
  const digests = Object.fromEntries(
    await Promise.all(
      workerNames.map(async (name) => {
        const { modules, assetsDir } = await bundleWorker(name);
        const hash = createHash("sha256").update(`${version} ${devDependencies.wrangler}`);
        for (const { path, contents } of modules) hash.update(path).update(contents);
        for (const file of listFiles(assetsDir)) hash.update(file.path).update(file.contents);
        // The configuration has absolute paths.
        hash.update(JSON.stringify(configs[name]).replaceAll(root, ""));
        return [name, hash.digest("hex").slice(0, 12)] as const;
      }),
    ),
  ) as Record<WorkerName, string>;
  const all = createHash("sha256").update(JSON.stringify(digests)).digest("hex").slice(0, 12);
  return { id: `${version}-${all}`, formats: readFormats(), digests };
}

/** Returns the message of a version, which the platform stores. It has at most 100 bytes. */
export function toVersionMessage({ digests, formats }: Pick<Release, "digests" | "formats">, name: WorkerName): string {
  return `digest ${digests[name]}, formats of orders: ${formats.reads} read, ${formats.writes} written`;
}

/** Parses the message of a version. Returns undefined for a version that another tool has uploaded. */
export function parseVersionMessage(message: string | undefined): VersionInfo | undefined {
  const [, digest, reads, writes] =
    /^digest ([0-9a-f]+), formats of orders: (\d+) read, (\d+) written$/.exec(message ?? "") ?? [];
  if (digest === undefined) return undefined;
  return { digest, formats: { reads: Number(reads), writes: Number(writes) } };
}

/**
 * Returns why orders could not be opened by the code of `target` after the code of `running` has written them. Undefined if they can.
 */
export function findRollbackProblem(
  target: VersionInfo | undefined,
  running: VersionInfo | undefined,
): string | undefined {
  if (target === undefined || running === undefined) return "it was not deployed by npm run deploy";
  const missing = running.formats.writes - target.formats.reads;
  return missing <= 0 ? undefined : `orders have ${missing} formats that it cannot read`;
}

/** Returns the files of a folder and of its folders, always in the same order. */
function listFiles(folder: string | undefined): readonly { readonly path: string; readonly contents: Buffer }[] {
  if (folder === undefined) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
  return paths.map((path) => ({ path, contents: readFileSync(join(folder, path)) }));
}

function readFormats(): Formats {
  const { formats, unwritten } = readJson<{
    readonly formats: readonly string[];
    readonly unwritten: readonly string[];
  }>("workers/order/domain/stored-formats.json");
  return { reads: formats.length, writes: formats.length - unwritten.length };
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as T;
}
