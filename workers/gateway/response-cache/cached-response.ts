/** A response that all callers share, until one of its tags is invalidated. */
export interface CachedResponse {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
  /** The entities and lists that the response contains: see `kit/storage/cache-tags.ts`. */
  readonly tags: readonly string[];
  /** The logical clock of the tags, read before the response was computed. */
  readonly clock: number;
  /** In milliseconds since the Unix epoch. The response is never served after it. */
  readonly expiresAt: number;
  /** For log lines. Entries of earlier releases have none. */
  readonly operationName?: string;
}

/** What resolvers and plugins report about the response while it is computed. */
export interface CacheHints {
  readonly tags: Set<string>;
  /** Undefined when the response is private to its caller. */
  maxAgeSeconds?: number;
  /** When a price in the response changes by itself, in milliseconds since the Unix epoch. */
  validUntil?: number;
  /** True for a degraded response, for example while the search engine is unavailable. */
  uncacheable?: boolean;
}
