/** An answer that may be given to everybody, for as long as none of what it is made of changes. */
export interface CachedResponse {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
  /** What it is made of: see `kit/entity-tags.ts`. */
  readonly tags: readonly string[];
  /** The time of the tags, just before it was made. */
  readonly at: number;
  /** Milliseconds, by our own clock: after this it is made anew in any case. */
  readonly until: number;
}

/** What becomes known of an answer while it is made. */
export interface CacheHints {
  readonly tags: Set<string>;
  /** Seconds that it may be kept. Undefined: it is its caller's alone. */
  keepSeconds?: number;
  /** Set by whoever knows that it is not as it should be, like what a search engine that is away would have found. */
  passing?: boolean;
}
