import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Whether every user has access to all folders above a path. */
function isReachable(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Chooses the folder of Postgres's files when Postgres runs as another user: the requested folder, or one under the
 * system's temporary folder if that user has no access. The file `kept-in.txt` in the requested folder names the other one.
 */
export function choosePostgresDataDir(requested: string): string {
  if (isReachable(requested)) return requested;
  const note = join(requested, "kept-in.txt");
  const fallback = join(
    tmpdir(),
    `stoa-postgres-${createHash("sha256").update(resolve(requested)).digest("hex").slice(0, 12)}`,
  );
  // Without the note, the files there belong to a data folder that was deleted.
  if (!existsSync(note) || readFileSync(note, "utf8") !== fallback) rmSync(fallback, { recursive: true, force: true });
  mkdirSync(requested, { recursive: true });
  writeFileSync(note, fallback);
  return fallback;
}

/** Chooses the folder of the binaries: where they are installed, or a copy to which every user has access. */
export function chooseBinaryDir(installed: string, version: string): string {
  if (isReachable(join(installed, "bin"))) return installed;
  const copy = join(tmpdir(), `stoa-postgres-binaries-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, copy);
    } catch {
      rmSync(partial, { recursive: true, force: true }); // A concurrent start has made the copy.
    }
  }
  return copy;
}
