import { entryPath, findGaps, type Gap, type LockEntry, type LockFile } from "./lock-file.ts";
import { findPlatform } from "./platform.ts";

/**
 * Adds an entry for every optional package that npm left out because its registry does not serve it. An added entry has a
 * version and a platform, but no integrity: npm takes that from the registry of the machine that installs the package.
 * Throws when a package name has no platform, because npm would install the package everywhere.
 */
export function completeLock(lock: LockFile): LockFile {
  const packages: Record<string, LockEntry> = { ...lock.packages };
  for (const gap of findGaps(lock)) {
    const topLevelPath = entryPath("", gap.name);
    const path = packages[topLevelPath] === undefined ? topLevelPath : entryPath(gap.requiredBy, gap.name);
    packages[path] = createEntry(gap, lock.packages[gap.requiredBy] ?? {});
  }
  const byPath = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(byPath) };
}

/** Removes the entries that `completeLock` added, so that npm can write complete ones. */
export function dropCompleted(lock: LockFile): LockFile {
  const real = Object.entries(lock.packages).filter(([path, entry]) => path === "" || entry.integrity !== undefined);
  return { ...lock, packages: Object.fromEntries(real) };
}

function createEntry(gap: Gap, requiredBy: LockEntry): LockEntry {
  const platform = findPlatform(gap.name);
  if (platform === undefined) throw new Error(`${gap.name}@${gap.version}: the package name has no platform`);
  if (!/^\d/.test(gap.version))
    throw new Error(`${gap.name}: "${gap.version}" is a range. An exact version is required.`);
  return {
    version: gap.version,
    cpu: platform.cpu,
    ...(requiredBy.dev === true ? { dev: true } : {}),
    ...(platform.libc === undefined ? {} : { libc: platform.libc }),
    optional: true,
    os: platform.os,
    ...(requiredBy.peer === true ? { peer: true } : {}),
  };
}
