/** How long a stream may be silent. Shorter than what lies between, such as a proxy, takes for dead. */
const silenceMs = 10_000;

/** An empty message. */
export const heartbeat: Readonly<Record<string, never>> = Object.freeze({});

/**
 * What `source` has to say, with an empty message at its beginning and whenever it was silent for a while: whoever
 * listens knows that they were let in, and whoever speaks notices that nobody listens. Ends with `signal`, whatever the
 * source does.
 */
export async function* withHeartbeats<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T | typeof heartbeat, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const gone = new Promise<"gone">((resolve) =>
    signal.addEventListener("abort", () => resolve("gone"), { once: true }),
  );
  let next: Promise<IteratorResult<T>> | undefined;
  try {
    yield heartbeat;
    while (!signal.aborted) {
      next ??= iterator.next();
      const { promise: silence, cancel } = silenceOf(silenceMs);
      const first = await Promise.race([next, silence, gone]).finally(cancel);
      if (first === "gone") return;
      if (first === "silence") {
        yield heartbeat;
        continue;
      }
      next = undefined;
      if (first.done) return;
      yield first.value;
    }
  } finally {
    // A source that still waits for something ends by the signal that it was given: nobody waits for that here.
    next?.catch(() => {});
    void iterator.return?.()?.catch(() => {});
  }
}

function silenceOf(ms: number): { promise: Promise<"silence">; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<"silence">();
  const timer = setTimeout(() => resolve("silence"), ms);
  return { promise, cancel: () => clearTimeout(timer) };
}
