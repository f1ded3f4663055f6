import { limits } from "../policies/limits.ts";

export interface SubscriptionLifetime {
  /**
   * Aborted when the client disconnects, when `close` is called, when the caller's token expires, and when the
   * subscription reaches its maximum age.
   */
  readonly closed: () => AbortSignal;
  readonly close: () => void;
  /** Writes to the connection, so that the runtime notices when the client has disconnected. */
  readonly probe: () => void;
  readonly setProbe: (probe: () => void) => void;
}

/** Creates a lifetime. Its signals are created on first use, because most requests have no subscription. */
export function createLifetime(client: AbortSignal, tokenExpiresAt: number): SubscriptionLifetime {
  let signal: AbortSignal | undefined;
  let controller: AbortController | undefined;
  const getController = (): AbortController => {
    controller ??= new AbortController();
    return controller;
  };
  let writeToConnection = (): void => {};
  return {
    closed: () => {
      signal ??= AbortSignal.any([
        client,
        getController().signal,
        AbortSignal.timeout(remainingLifetimeMs(tokenExpiresAt, Date.now())),
      ]);
      return signal;
    },
    close: () => getController().abort(),
    probe: () => writeToConnection(),
    setProbe: (probe) => {
      writeToConnection = probe;
    },
  };
}

/** Returns how long a subscription may stay open. It never outlives the caller's token. */
export function remainingLifetimeMs(tokenExpiresAt: number, now: number): number {
  return Math.max(Math.min(limits.subscriptions.seconds * 1000, tokenExpiresAt - now), 0);
}
