import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiWorkerNames, bundleEntry, writeBundle } from "../../dev/build/bundle.ts";
import { root } from "../../dev/build/root.ts";
import { findBase, git } from "../../dev/check/base.ts";

interface StoredFormats {
  readonly formats: readonly string[];
  readonly unwritten: readonly string[];
  readonly releases: Readonly<Record<string, { readonly ref: string; readonly reads: number }>>;
}

/**
 * Finds the code that this code meets during a deployment: the last release, unless this code cannot be rolled back to it. Otherwise
 * the commit before this change. Returns undefined when the repository has neither.
 */
export async function findPreviousRevision(): Promise<string | undefined> {
  const path = join(root, "workers/order/domain/stored-formats.json");
  const { formats, unwritten, releases } = JSON.parse(readFileSync(path, "utf8")) as StoredFormats;
  const release = Object.values(releases).at(-1);
  const hasWayBack = release !== undefined && release.reads >= formats.length - unwritten.length;
  const found = hasWayBack ? release.ref : (await findBase(["workers"]))?.commit;
  if (found === undefined || (await git("cat-file", "-e", `${found}^{commit}`)) === undefined) return undefined;
  return found;
}

/** Bundles the Workers of the API of a revision. Returns the folder with a folder for each. The caller removes it. */
export async function bundleRevision(revision: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "stoa-revision-"));
  const sources = join(folder, "sources");
  mkdirSync(sources);
  const archive = execFileSync("git", ["archive", revision, "workers", "proto", "schema"], {
    cwd: root,
    maxBuffer: 2 ** 28,
  });
  execFileSync("tar", ["-x", "-C", sources], { input: archive });
  symlinkSync(join(root, "node_modules"), join(sources, "node_modules"));
  for (const name of apiWorkerNames) {
    writeBundle(await bundleEntry(join(sources, "workers", name, "index.ts")), join(folder, name));
  }
  return folder;
}
