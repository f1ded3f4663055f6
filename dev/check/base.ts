import { runTool } from "../build/run-tool.ts";

/** The commit that the contracts are compared with. */
export interface Base {
  readonly commit: string;
  /** For people: "a1b2c3d, where this branch left main". */
  readonly title: string;
}

/**
 * On a branch, where it left main. On main itself, the last commit while the contracts in `paths` are being edited, the
 * one before it when they are as committed. Undefined where there is no such commit, or it had none of the `paths`.
 */
export async function findBase(paths: readonly string[]): Promise<Base | undefined> {
  const candidate = await findCandidate(paths);
  if (candidate === undefined) return undefined;
  const held = await git("ls-tree", "--name-only", candidate.commit, "--", ...paths);
  return held === undefined || held === "" ? undefined : candidate;
}

async function findCandidate(paths: readonly string[]): Promise<Base | undefined> {
  const head = await git("rev-parse", "HEAD");
  if (head === undefined) return undefined;
  for (const main of ["origin/main", "main"]) {
    const commit = await git("merge-base", "HEAD", main);
    if (commit !== undefined && commit !== head)
      return { commit, title: `${commit.slice(0, 7)}, where this left main` };
  }
  const edited = await git("status", "--porcelain", "--", ...paths);
  if (edited !== "") return { commit: head, title: `${head.slice(0, 7)}, the last commit` };
  const parent = await git("rev-parse", "--verify", "--quiet", "HEAD~1");
  return parent === undefined
    ? undefined
    : { commit: parent, title: `${parent.slice(0, 7)}, the commit before the last` };
}

/** What git answered, without the closing newline; undefined when it refused or there is no git. */
export async function git(...args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runTool("git", args);
  return code === 0 ? output.trim() : undefined;
}
