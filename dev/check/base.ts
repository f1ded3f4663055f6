import { runTool } from "../build/run-tool.ts";

/** The commit that contracts are compared with. */
export interface Base {
  readonly commit: string;
  /** A description for people: "a1b2c3d, where this left main". */
  readonly title: string;
}

/**
 * Finds the base of a comparison. On a branch it is the merge base with main. On main it is the last commit if `paths` have
 * uncommitted changes, else the commit before. Returns undefined if there is no such commit, or it has none of `paths`.
 */
export async function findBase(paths: readonly string[]): Promise<Base | undefined> {
  const candidate = await findCandidate(paths);
  if (candidate === undefined) return undefined;
  const files = await git("ls-tree", "--name-only", candidate.commit, "--", ...paths);
  return files === undefined || files === "" ? undefined : candidate;
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

/** Runs git and returns its trimmed output, undefined if it fails. */
export async function git(...args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runTool("git", args);
  return code === 0 ? output.trim() : undefined;
}
