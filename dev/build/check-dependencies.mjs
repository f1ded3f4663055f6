/**
 * What the lock file asks for and node_modules does not have. Plain JavaScript without dependencies: it runs before
 * anything is installed.
 *
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} LockFile
 * @typedef {{ os: string, cpu: string }} Machine
 */

/**
 * The paths, `node_modules/esbuild`, of the packages that are absent or of another version.
 *
 * @param {LockFile} lock package-lock.json
 * @param {LockFile | undefined} installed npm's own record, node_modules/.package-lock.json
 * @param {Machine} machine
 * @returns {string[]}
 */
export function missingDependencies(lock, installed, machine) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && isWanted(entry, machine))
    .filter(([path, entry]) => installed?.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/**
 * An optional package is wanted where its platform is named outright: npm leaves out the rest, and which C library a
 * machine has is npm's to find out.
 *
 * @param {LockEntry} entry
 * @param {Machine} machine
 */
function isWanted(entry, machine) {
  if (entry.optional !== true) return true;
  const matches = entry.os?.includes(machine.os) === true && entry.cpu?.includes(machine.cpu) === true;
  return matches && entry.libc === undefined;
}
