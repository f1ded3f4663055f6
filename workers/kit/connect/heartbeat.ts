/** Maximum silence of a stream. Shorter than the idle timeouts of proxies between the client and the Worker. */
const intervalMs = 10_000;

/** An empty message. */
export const heartbeat: Readonly<Record<string, never>> = Object.freeze({});

/**
 * Yields the messages of `source`, with a heartbeat at the beginning and after every interval without a message. The
 * first one shows the client that the call was authorized; later ones let the server detect a closed connection. Ends
 * when `signal` aborts, even if the source does not.
 */
export async function* withHeartbeats<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T | typeof heartbeat, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<"aborted">((resolve) =>
    signal.addEventListener("abort", () => resolve("aborted"), { once: true }),
  );
  let next: Promise<IteratorResult<T>> | undefined;
  try {
    yield heartbeat;
    while (!signal.aborted) {
      next ??= iterator.next();
      const { promise: silence, cancel } = startTimer(intervalMs);
      const first = await Promise.race([next, silence, aborted]).finally(cancel);
      if (first === "aborted") return;
      if (first === "silence") {
        yield heartbeat;
        continue;
      }
      next = undefined;
      if (first.done) return;
      yield first.value;
    }
  } finally {
    // A source that is still waiting ends by its own signal. It is not awaited here.
    next?.catch(() => {});
    void iterator.return?.()?.catch(() => {});
  }
}

function startTimer(ms: number): { promise: Promise<"silence">; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<"silence">();
  const timer = setTimeout(() => resolve("silence"), ms);
  return { promise, cancel: () => clearTimeout(timer) };
}
