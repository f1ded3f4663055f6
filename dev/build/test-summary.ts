/** The counts of a test run. */
export interface Tally {
  readonly passed: number;
  /** Failed tests, files that did not load, and errors outside any test. */
  readonly failed: number;
  readonly skipped: readonly Skipped[];
  readonly flaky: readonly Flaky[];
}

/** A test that failed and then passed. It counts as passed. */
export interface Flaky {
  readonly name: string;
  /** The message of its first error. */
  readonly message: string;
}

export interface Skipped {
  readonly name: string;
  /** The reason that the test gives, if any. */
  readonly reason: string | undefined;
}

/** Returns the last lines of the output: skipped tests by reason, flaky tests, then `N passed, N failed`. */
export function toSummaryLines({ passed, failed, skipped, flaky }: Tally): readonly string[] {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason ?? "no reason given");
  const skippedLines = [...reasons].flatMap(([reason, tests]) => [
    `skipped, ${reason}:`,
    ...tests.map(({ name }) => `  ${name}`),
  ]);
  // `.ci/run` finds these lines by their first word.
  const flakyLines = flaky.map(({ name, message }) => `FLAKY ${name}: ${message.replaceAll(/\s+/g, " ")}`);
  const counts = `${passed} passed, ${failed} failed`;
  return [...skippedLines, ...flakyLines, skipped.length === 0 ? counts : `${counts}, ${skipped.length} skipped`];
}

/** Returns 0 if at least one test passed and none failed, else 1. */
export function toExitCode({ passed, failed }: Tally): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}
