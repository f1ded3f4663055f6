/** The time limit of a request. All calls that the request makes share it. */
export interface Deadline {
  /** Aborted when the time is up or the client disconnects. */
  readonly signal: AbortSignal;
  /** Limits the remaining time to `ms` from now. The original limit still applies. */
  limitTo(ms: number): void;
}

/** First check of the clock. Most requests finish before it, so they need only one timer even if their limit changes. */
const firstCheckMs = 1_000;

/** Starts a deadline of `ms` for the request whose `client` signal aborts on disconnect. */
export function startDeadline(client: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const latest = Date.now() + ms;
  let endsAt = latest;
  const check = (): void => {
    const left = endsAt - Date.now();
    if (left > 0) scheduleCheck(left);
    else controller.abort(new DOMException("The request timed out", "TimeoutError"));
  };
  const scheduleCheck = (wait: number): void => {
    checkAt = Date.now() + wait;
    timer = setTimeout(check, wait);
  };
  const firstCheck = Math.min(ms, firstCheckMs);
  let checkAt = Date.now() + firstCheck;
  let timer = setTimeout(check, firstCheck);
  if (client.aborted) controller.abort(client.reason);
  else client.addEventListener("abort", () => controller.abort(client.reason), { once: true });
  return {
    signal: controller.signal,
    limitTo: (left) => {
      endsAt = Math.min(latest, Date.now() + left);
      if (endsAt >= checkAt) return;
      clearTimeout(timer);
      scheduleCheck(endsAt - Date.now());
    },
  };
}
