/** The time that a request has, and its caller's patience: one clock for all that is done for it. */
export interface Deadline {
  /** Aborted when the time is up or the caller has gone. */
  readonly signal: AbortSignal;
  /** Leaves the request so long from now on, of what it has in all. */
  within(ms: number): void;
}

/** Most requests are done by then, and have needed one timer, whatever time they turned out to have. */
const firstLookMs = 1_000;

export function startDeadline(caller: AbortSignal, ms: number): Deadline {
  const end = new AbortController();
  const last = Date.now() + ms;
  let until = last;
  const look = (): void => {
    const left = until - Date.now();
    if (left > 0) lookIn(left);
    else end.abort(new DOMException("not done in time", "TimeoutError"));
  };
  const lookIn = (wait: number): void => {
    lookAt = Date.now() + wait;
    timer = setTimeout(look, wait);
  };
  const firstLook = Math.min(ms, firstLookMs);
  let lookAt = Date.now() + firstLook;
  let timer = setTimeout(look, firstLook);
  if (caller.aborted) end.abort(caller.reason);
  else caller.addEventListener("abort", () => end.abort(caller.reason), { once: true });
  return {
    signal: end.signal,
    within: (left) => {
      until = Math.min(last, Date.now() + left);
      if (until >= lookAt) return;
      clearTimeout(timer);
      lookIn(until - Date.now());
    },
  };
}
