import { bounds } from "../policies/limits.ts";

/** When a subscription is over. */
export interface LiveEnd {
  /** Ends with the client, with `hangUp`, with the caller's token, and when it has reached its age. */
  readonly gone: () => AbortSignal;
  readonly hangUp: () => void;
}

/** Made when there is a subscription: most requests are none. `until` is when the caller's token expires. */
export function liveEnd(client: AbortSignal, until: number): LiveEnd {
  let signal: AbortSignal | undefined;
  const end = new AbortController();
  return {
    gone: () => {
      signal ??= AbortSignal.any([client, end.signal, AbortSignal.timeout(leftToLive(until, Date.now()))]);
      return signal;
    },
    hangUp: () => end.abort(),
  };
}

/** Milliseconds that a subscription may go on for. A right that a token gives ends with the token. */
export function leftToLive(until: number, now: number): number {
  return Math.max(Math.min(bounds.subscriptions.seconds * 1000, until - now), 0);
}
