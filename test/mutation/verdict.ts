import type { Mutant } from "./mutant.ts";

/** The result of a test. `timed out`: it exceeded a time limit and no assertion failed. A busy machine can cause that too. */
export type Verdict = "passed" | "failed" | "timed out" | "did not run";

/** The result of one test in the report of Vitest. */
export interface TestResult {
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}

const exceededTimeLimit = /^(Error: )?(Test|Hook) timed out in \d+ ?ms/;

export function toVerdict(results: readonly TestResult[]): Verdict {
  const failures = results.filter(({ status }) => status === "failed");
  const timedOut = ({ failureMessages }: TestResult) =>
    failureMessages != null &&
    failureMessages.length > 0 &&
    failureMessages.every((message) => exceededTimeLimit.test(message));
  if (failures.length > 0) return failures.every(timedOut) ? "timed out" : "failed";
  return results.some(({ status }) => status === "passed") ? "passed" : "did not run";
}

/**
 * Returns whether the test must run again, alone and with longer limits, before the mutant is judged. A test does not run when the
 * preparation before it fails, for which a busy machine can be the reason too.
 */
export function needsSecondRun({ hangs }: Pick<Mutant, "name" | "hangs">, verdict: Verdict): boolean {
  return verdict === "did not run" || (verdict === "timed out" && hangs !== true);
}

/** Returns the line of the report about a mutant, and whether its test killed it. */
export function judge(
  { name, hangs }: Pick<Mutant, "name" | "hangs">,
  verdict: Verdict,
): { readonly isKilled: boolean; readonly line: string } {
  if (verdict === "failed") return { isKilled: true, line: `killed   ${name}` };
  if (verdict !== "timed out") return { isKilled: false, line: `SURVIVED ${name}: its test ${verdict}` };
  return hangs === true
    ? { isKilled: true, line: `killed   ${name}: its test timed out, as declared` }
    : { isKilled: false, line: `TIMEOUT  ${name}: its test timed out twice and no assertion failed` };
}
