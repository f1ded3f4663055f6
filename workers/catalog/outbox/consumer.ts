/** A product or category that changed, by its id. */
export interface Change {
  readonly subjectId: string;
  /** Of two readings of a subject, each made after it was handed out, the one of the higher version is the later. */
  readonly version: string;
}

/**
 * Something outside of the database that follows it: the search index, a cache. It may be told a change twice, and of a
 * subject that has changed again since: it reads what is there now.
 */
export interface OutboxConsumer {
  readonly name: string;
  /** Throws when it is to be told again. Answers with the subjects that it can never take, and why. */
  handle(changes: readonly Change[]): Promise<ReadonlyMap<string, string>>;
}
