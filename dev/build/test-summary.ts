/** How a test run ended. */
export interface Tally {
  readonly passed: number;
  /** Tests that failed, files that could not be loaded and errors outside any test. */
  readonly failed: number;
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly name: string;
  /** What was missing; undefined when the test does not say. */
  readonly reason: string | undefined;
}

/** The closing lines: what was skipped and why, then `N passed, N failed` alone on the last one. */
export function summaryLines({ passed, failed, skipped }: Tally): readonly string[] {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason ?? "no reason given");
  const named = [...reasons].flatMap(([reason, tests]) => [
    `skipped, ${reason}:`,
    ...tests.map(({ name }) => `  ${name}`),
  ]);
  const counts = `${passed} passed, ${failed} failed`;
  return [...named, skipped.length === 0 ? counts : `${counts}, ${skipped.length} skipped`];
}

/** 0 only when something ran and nothing failed. */
export function exitCodeOf({ passed, failed }: Tally): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}
