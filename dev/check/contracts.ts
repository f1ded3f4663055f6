import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTool, splitLines } from "../build/run-tool.ts";
import { findBase } from "./base.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** Runs `buf breaking` against the base. Messages and methods may be added, but not changed or removed. */
export async function checkContractChanges(): Promise<Finding> {
  const base = await findBase(["proto"]);
  if (base === undefined) return passed("no earlier commit has contracts");
  const folder = await mkdtemp(join(tmpdir(), "stoa-contracts-"));
  try {
    const archive = join(folder, "base.tar");
    const archiving = await runTool("git", ["archive", "--format=tar", `--output=${archive}`, base.commit, "proto"]);
    if (archiving.code !== 0) return failed(splitLines(archiving.output));
    const { code, output } = await runTool("buf", ["breaking", "proto", "--against", `${archive}#subdir=proto`]);
    return code === 0
      ? passed(`only additions since ${base.title}`)
      : failed([`since ${base.title}:`, ...splitLines(output)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
