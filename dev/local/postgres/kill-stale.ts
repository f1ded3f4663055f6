import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { getStartTime, terminateProcess } from "../../process/child.ts";

/**
 * Clears a data folder of what a killed start left: a server that still runs on it is ended, and a lock file whose
 * process is gone is removed, since Postgres itself takes any process with that id, even a dead one that nobody has
 * collected, for its owner.
 */
export async function killStalePostgres(dataDir: string): Promise<void> {
  const lock = join(dataDir, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n", 1)[0]);
  const startedAt = getStartTime(pid);
  if (startedAt !== undefined && commandOf(pid).includes(dataDir)) await terminateProcess(pid, startedAt);
  rmSync(lock, { force: true });
}

function commandOf(pid: number): string {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}
