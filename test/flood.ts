/** More requests than an address may make in one minute or in two: the platform counts by the minutes of the clock. */
const flood = 620;

/** Asks until it is refused (429), or throws when it never is. Answers with the statuses of what went before. */
export async function untilRefused(ask: () => Promise<{ readonly status: number }>): Promise<ReadonlySet<number>> {
  const before = new Set<number>();
  for (let asked = 0; asked < flood; asked++) {
    const { status } = await ask();
    if (status === 429) return before;
    before.add(status);
  }
  throw new Error(`not one of ${flood} requests was refused`);
}
