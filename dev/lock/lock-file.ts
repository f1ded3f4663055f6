/** A package-lock.json of version 3, as far as this folder reads it. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package that another one wants on some platform and for which the lock has no entry. */
export interface Gap {
  readonly name: string;
  readonly version: string;
  /** The path of the package that wants it: `node_modules/esbuild`, "" for the project itself. */
  readonly wantedBy: string;
}

/** Every optional dependency that the lock does not list, in the version asked for. Empty in a complete lock. */
export function findGaps(lock: LockFile): readonly Gap[] {
  return Object.entries(lock.packages).flatMap(([wantedBy, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => !satisfies(findEntry(lock, wantedBy, name), version))
      .map(([name, version]) => ({ name, version, wantedBy })),
  );
}

/** What the package at `from` gets for `name`: Node's own walk up the node_modules folders. */
function findEntry(lock: LockFile, from: string, name: string): LockEntry | undefined {
  for (let folder = from; ; folder = parentFolder(folder)) {
    const entry = lock.packages[entryPath(folder, name)];
    if (entry !== undefined || folder === "") return entry;
  }
}

/** Packages of one platform are wanted in one exact version; npm itself has seen to the ranges. */
function satisfies(entry: LockEntry | undefined, wanted: string): boolean {
  return entry !== undefined && (entry.version === wanted || !/^\d+\.\d+\.\d+/.test(wanted));
}

function parentFolder(path: string): string {
  const at = path.lastIndexOf("/node_modules/");
  return at === -1 ? "" : path.slice(0, at);
}

export function entryPath(folder: string, name: string): string {
  return folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
}

/** The package's name in a lock path: `node_modules/a/node_modules/@b/c` is `@b/c`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
