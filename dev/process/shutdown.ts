import { findLauncher, hasEnded } from "./launcher.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const exitCodes: Readonly<Record<(typeof signals)[number], number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const launcherPollMs = 1_000;

/** Why the process has to end. */
export interface StopReason {
  /** The exit code of a process that a signal has ended. */
  readonly signalCode: number;
}

/**
 * Calls `onStop` once: on the first signal, or when the process that waits for this one has ended. npm does not forward a
 * SIGTERM to its scripts, so without the second condition they would continue without npm. Listeners for the signals that
 * libraries add later are removed: Miniflare's ends the process immediately, with the databases still running.
 */
export function onStopRequest(onStop: (reason: StopReason) => void): void {
  let stopping = false;
  const stop = (signalCode: number): void => {
    if (stopping) return;
    stopping = true;
    onStop({ signalCode });
  };
  for (const signal of signals) {
    const listener = () => stop(exitCodes[signal]);
    process.on(signal, listener);
    process.on("newListener", (event: string | symbol, added: (...args: unknown[]) => void) => {
      if (event === signal && added !== listener) queueMicrotask(() => process.removeListener(signal, added));
    });
  }
  const launcher = findLauncher();
  if (launcher === undefined) return;
  setInterval(() => {
    if (hasEnded(launcher)) stop(exitCodes.SIGTERM);
  }, launcherPollMs).unref();
}
