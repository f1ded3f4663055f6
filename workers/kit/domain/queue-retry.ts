const maxDelaySeconds = 600;

/**
 * Returns the seconds until a failed batch of a queue is delivered again: 2 after the first attempt, twice as long after each
 * further one, at most ten minutes. All 100 attempts together take 15 hours.
 */
export function getRetryDelaySeconds(messages: readonly { readonly attempts: number }[]): number {
  return Math.min(2 ** Math.max(1, ...messages.map(({ attempts }) => attempts)), maxDelaySeconds);
}
