const pollMs = 1_000;

interface RowWatch<T> {
  readonly signal: AbortSignal;
  readonly find: () => Promise<T | undefined>;
  /** Whether the row changes no more. */
  readonly isFinal: (row: T) => boolean;
}

/** Yields a row of the database, and again when it differs, at most once a second. Ends with a final row. */
export async function* watchRow<T>(
  first: T,
  { signal, find, isFinal }: RowWatch<T>,
): AsyncGenerator<T, void, undefined> {
  let last = first;
  yield last;
  while (!isFinal(last)) {
    await scheduler.wait(pollMs, { signal }).catch(() => {});
    if (signal.aborted) return;
    const row = await find();
    if (row === undefined) return;
    if (JSON.stringify(row) === JSON.stringify(last)) continue;
    last = row;
    yield row;
  }
}
