/**
 * Finds dependencies of the lock file that are not installed. Plain JavaScript without dependencies, because it runs before
 * anything is installed.
 *
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} LockFile
 * @typedef {{ os: string, cpu: string }} Machine
 */

/**
 * Returns the paths, `node_modules/esbuild`, of packages that are missing or have another version.
 *
 * @param {LockFile} lock package-lock.json
 * @param {LockFile | undefined} installed node_modules/.package-lock.json, which npm writes
 * @param {Machine} machine
 * @returns {string[]}
 */
export function missingDependencies(lock, installed, machine) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && isRequired(entry, machine))
    .filter(([path, entry]) => installed?.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/**
 * Whether this machine needs a package. An optional package counts only if it names this platform and no C library: npm
 * decides about the others.
 *
 * @param {LockEntry} entry
 * @param {Machine} machine
 */
function isRequired(entry, machine) {
  if (entry.optional !== true) return true;
  const matches = entry.os?.includes(machine.os) === true && entry.cpu?.includes(machine.cpu) === true;
  return matches && entry.libc === undefined;
}
