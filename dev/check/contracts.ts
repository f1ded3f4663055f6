import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesOf, runTool } from "../build/run-tool.ts";
import { findBase } from "./base.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** `buf breaking` against the base: messages and methods are added to, never changed or taken away. */
export async function checkContractChanges(): Promise<Finding> {
  const base = await findBase(["proto"]);
  if (base === undefined) return passed("no earlier commit has contracts to compare with");
  const folder = await mkdtemp(join(tmpdir(), "stoa-contracts-"));
  try {
    const archive = join(folder, "base.tar");
    const packed = await runTool("git", ["archive", "--format=tar", `--output=${archive}`, base.commit, "proto"]);
    if (packed.code !== 0) return failed(linesOf(packed.output));
    const { code, output } = await runTool("buf", ["breaking", "proto", "--against", `${archive}#subdir=proto`]);
    return code === 0
      ? passed(`only added to since ${base.title}`)
      : failed([`since ${base.title}:`, ...linesOf(output)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
