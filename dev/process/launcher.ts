import { readFileSync } from "node:fs";
import { getStartTime, type ProcessIdentity } from "./child.ts";

/** Between npm and its script are a shell and, with another version of Node, `bootstrap.mjs`. */
const maxDistance = 4;

/**
 * Returns the process that waits for this one: npm, or else `bootstrap.mjs`. Undefined if there is neither: a shell that
 * runs a command in the background may end before it.
 */
export function findLauncher(): ProcessIdentity | undefined {
  const { npm_lifecycle_event, STOA_BOOTSTRAPPED } = process.env;
  if (npm_lifecycle_event === undefined && STOA_BOOTSTRAPPED === undefined) return undefined;
  const pid = (npm_lifecycle_event === undefined ? undefined : findNpm()) ?? process.ppid;
  const startedAt = getStartTime(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Returns whether a process has ended. */
export function hasEnded({ pid, startedAt }: ProcessIdentity): boolean {
  return getStartTime(pid) !== startedAt;
}

/** Returns the id of the nearest ancestor that is npm. Only Linux has /proc, so elsewhere it is undefined. */
function findNpm(): number | undefined {
  let pid = process.ppid;
  for (let distance = 0; distance < maxDistance && pid > 1; distance++) {
    try {
      if (/\bnpm\b/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0", 2).join(" "))) return pid;
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      pid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    } catch {
      return undefined;
    }
  }
  return undefined;
}
