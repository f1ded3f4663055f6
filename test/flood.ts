/** More requests than an address may make in one minute or in two: the platform counts by the minutes of the clock. */
const flood = 620;

/** What was answered until it was too much (429), by status, and how it was refused then. Throws when it never is. */
export async function untilRefused<T extends { readonly status: number }>(
  ask: () => Promise<T>,
): Promise<{ readonly before: ReadonlySet<number>; readonly refused: T }> {
  const before = new Set<number>();
  for (let asked = 0; asked < flood; asked++) {
    const answer = await ask();
    if (answer.status === 429) return { before, refused: answer };
    before.add(answer.status);
  }
  throw new Error(`not one of ${flood} requests was refused`);
}
