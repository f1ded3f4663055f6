/** The time that a request has, and its caller's patience: one clock for all that is done for it. */
export interface Deadline {
  /** Aborted when the time is up or the caller has gone. */
  readonly signal: AbortSignal;
  /** Leaves the request so long from now on. */
  within(ms: number): void;
}

export function startDeadline(caller: AbortSignal, ms: number): Deadline {
  const end = new AbortController();
  const expire = () => end.abort(new DOMException("not done in time", "TimeoutError"));
  const until = Date.now() + ms;
  let timer = setTimeout(expire, ms);
  if (caller.aborted) end.abort(caller.reason);
  else caller.addEventListener("abort", () => end.abort(caller.reason), { once: true });
  return {
    signal: end.signal,
    within: (left) => {
      clearTimeout(timer);
      timer = setTimeout(expire, Math.max(Math.min(left, until - Date.now()), 0));
    },
  };
}
