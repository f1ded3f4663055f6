import { entryPath, findGaps, type Gap, type LockEntry, type LockFile } from "./lock-file.ts";
import { findPlatform } from "./platform.ts";

/**
 * The lock with an entry for every optional package that npm left out because the registry it asked did not carry it.
 * Such an entry has a version and a platform, and no integrity: npm checks that from the registry's own answer on the
 * machine that needs the package. Throws where a name states no platform, since npm would then install it everywhere.
 */
export function completeLock(lock: LockFile): LockFile {
  const packages: Record<string, LockEntry> = { ...lock.packages };
  for (const gap of findGaps(lock)) {
    const top = entryPath("", gap.name);
    const path = packages[top] === undefined ? top : entryPath(gap.wantedBy, gap.name);
    packages[path] = entryFor(gap, lock.packages[gap.wantedBy] ?? {});
  }
  const byPath = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(byPath) };
}

/** The lock without the entries that `completeLock` made, so that npm may write the real ones. */
export function dropCompleted(lock: LockFile): LockFile {
  const real = Object.entries(lock.packages).filter(([path, entry]) => path === "" || entry.integrity !== undefined);
  return { ...lock, packages: Object.fromEntries(real) };
}

function entryFor(gap: Gap, wantedBy: LockEntry): LockEntry {
  const platform = findPlatform(gap.name);
  if (platform === undefined) throw new Error(`${gap.name}@${gap.version}: the name states no platform`);
  if (!/^\d/.test(gap.version)) throw new Error(`${gap.name}: "${gap.version}" is a range, not one version`);
  return {
    version: gap.version,
    cpu: platform.cpu,
    ...(wantedBy.dev === true ? { dev: true } : {}),
    ...(platform.libc === undefined ? {} : { libc: platform.libc }),
    optional: true,
    os: platform.os,
    ...(wantedBy.peer === true ? { peer: true } : {}),
  };
}
