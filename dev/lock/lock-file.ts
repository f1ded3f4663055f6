/** The fields of a package-lock.json, version 3, that this folder reads. */
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

/** A missing entry: an optional dependency of another package on some platform. */
export interface Gap {
  readonly name: string;
  readonly version: string;
  /** The path of the package that requires it: `node_modules/esbuild`, "" for the project itself. */
  readonly requiredBy: string;
}

/** Finds the optional dependencies that the lock file does not list in the required version. */
export function findGaps(lock: LockFile): readonly Gap[] {
  return Object.entries(lock.packages).flatMap(([requiredBy, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => !satisfies(findEntry(lock, requiredBy, name), version))
      .map(([name, version]) => ({ name, version, requiredBy })),
  );
}

/** Finds the entry that the package at `from` resolves `name` to, as Node walks up the node_modules folders. */
function findEntry(lock: LockFile, from: string, name: string): LockEntry | undefined {
  for (let folder = from; ; folder = parentFolder(folder)) {
    const entry = lock.packages[entryPath(folder, name)];
    if (entry !== undefined || folder === "") return entry;
  }
}

/** Platform packages are required in an exact version. npm has resolved the ranges of others. */
function satisfies(entry: LockEntry | undefined, version: string): boolean {
  return entry !== undefined && (entry.version === version || !/^\d+\.\d+\.\d+/.test(version));
}

function parentFolder(path: string): string {
  const at = path.lastIndexOf("/node_modules/");
  return at === -1 ? "" : path.slice(0, at);
}

/** Returns the path of a package inside the node_modules of `folder`. */
export function entryPath(folder: string, name: string): string {
  return folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
}
