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

/** Creates a lifetime. The signal is created on first use, because most requests have no subscription. */
export function createLifetime(client: AbortSignal, tokenExpiresAt: number): SubscriptionLifetime {
  let signal: AbortSignal | undefined;
  const controller = new AbortController();
  let writeToConnection = (): void => {};
  return {
    closed: () => {
      signal ??= AbortSignal.any([
        client,
        controller.signal,
        AbortSignal.timeout(remainingLifetimeMs(tokenExpiresAt, Date.now())),
      ]);
      return signal;
    },
    close: () => controller.abort(),
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
