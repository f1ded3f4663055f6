/** The last part of the timeout, in which responses that have already arrived are processed. */
const graceMs = 10;

/**
 * Returns a signal that aborts after `ms` milliseconds. It uses two timers: when other work has blocked the event loop,
 * a response that arrived in time is read between them and does not count as a timeout.
 */
export function createTimeoutSignal(ms: number): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new DOMException("The call timed out", "TimeoutError"));
  setTimeout(() => setTimeout(abort, graceMs), ms - graceMs);
  return controller.signal;
}
