import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../build/root.ts";

/** Lists the files that git tracks or would track, as paths from the root. Deleted files are left out. */
export function listTrackedFiles(): readonly string[] {
  const output = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  return output
    .toString()
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
}
