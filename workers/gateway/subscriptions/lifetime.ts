import { limits } from "../policies/limits.ts";

/** When a subscription is over. */
export interface SubscriptionLifetime {
  /** Ends with the client, with `hangUp`, with the caller's token, and when it has reached its age. */
  readonly closed: () => AbortSignal;
  readonly close: () => void;
}

/** Made when there is a subscription: most requests are none. `until` is when the caller's token expires. */
export function createLifetime(client: AbortSignal, until: number): SubscriptionLifetime {
  let signal: AbortSignal | undefined;
  const end = new AbortController();
  return {
    closed: () => {
      signal ??= AbortSignal.any([client, end.signal, AbortSignal.timeout(remainingLifetimeMs(until, Date.now()))]);
      return signal;
    },
    close: () => end.abort(),
  };
}

/** Milliseconds that a subscription may go on for. A right that a token gives ends with the token. */
export function remainingLifetimeMs(until: number, now: number): number {
  return Math.max(Math.min(limits.subscriptions.seconds * 1000, until - now), 0);
}
