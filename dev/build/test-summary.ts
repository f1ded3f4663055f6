/** The counts of a test run. */
export interface Tally {
  readonly passed: number;
  /** Failed tests, files that did not load, and errors outside any test. */
  readonly failed: number;
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly name: string;
  /** The reason that the test gives, if any. */
  readonly reason: string | undefined;
}

/** Returns the last lines of the output: skipped tests by reason, then `N passed, N failed`. */
export function toSummaryLines({ passed, failed, skipped }: Tally): readonly string[] {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason ?? "no reason given");
  const skippedLines = [...reasons].flatMap(([reason, tests]) => [
    `skipped, ${reason}:`,
    ...tests.map(({ name }) => `  ${name}`),
  ]);
  const counts = `${passed} passed, ${failed} failed`;
  return [...skippedLines, skipped.length === 0 ? counts : `${counts}, ${skipped.length} skipped`];
}

/** Returns 0 if at least one test passed and none failed, else 1. */
export function toExitCode({ passed, failed }: Tally): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}
