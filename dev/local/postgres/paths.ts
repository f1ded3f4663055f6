import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Whether every user may pass through all folders above a path. */
function isReachable(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Where Postgres keeps its files when it runs as another user than this process: in the folder that was asked for, or,
 * when that user cannot get there, in one under the system's temporary folder that a note in the wanted one names.
 */
export function choosePostgresDataDir(wanted: string): string {
  if (isReachable(wanted)) return wanted;
  const note = join(wanted, "kept-in.txt");
  const place = join(
    tmpdir(),
    `stoa-postgres-${createHash("sha256").update(resolve(wanted)).digest("hex").slice(0, 12)}`,
  );
  // Without its note, what is there belonged to a store that is gone.
  if (!existsSync(note) || readFileSync(note, "utf8") !== place) rmSync(place, { recursive: true, force: true });
  mkdirSync(wanted, { recursive: true });
  writeFileSync(note, place);
  return place;
}

/** Where the binaries can be run from: where they are installed, or a copy that every user can reach. */
export function chooseBinaryDir(installed: string, version: string): string {
  if (isReachable(join(installed, "bin"))) return installed;
  const copy = join(tmpdir(), `stoa-postgres-binaries-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, copy);
    } catch {
      rmSync(partial, { recursive: true, force: true }); // Another start was quicker.
    }
  }
  return copy;
}
