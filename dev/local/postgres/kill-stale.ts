import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { getStartTime, terminateProcess } from "../../process/child.ts";

/**
 * Cleans up after a start that was killed: ends a server that still runs on the data folder, and removes the lock file of
 * a server that has ended. Postgres would not start otherwise: it treats any process with the id in the lock file as the
 * owner, even a zombie.
 */
export async function killStalePostgres(dataDir: string): Promise<void> {
  const lock = join(dataDir, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n", 1)[0]);
  const startedAt = getStartTime(pid);
  if (startedAt !== undefined && getCommandLine(pid).includes(dataDir)) await terminateProcess(pid, startedAt);
  rmSync(lock, { force: true });
}

function getCommandLine(pid: number): string {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}
