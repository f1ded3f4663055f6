/** The subject of every change of a market, a price list or a tax class. Triggers write it. */
export const pricesSubject = "prices";

/** A changed product or category, or a change of prices. */
export interface Change {
  readonly subjectId: string;
  /** If two consumers read a subject after they received it with different versions, the higher version's read is later. */
  readonly version: string;
  /** Whether the subject is a product, and a customer waits for the stock of one of its SKUs. */
  readonly isAwaited: boolean;
}

/**
 * A projection outside of the database: the search index or a cache. It can receive a change twice, and the subject may
 * have changed again since, so it reads the current state.
 */
export interface OutboxConsumer {
  readonly name: string;
  /** Throws when the changes must be retried. Returns the subjects that it rejects permanently, with the reason. */
  handle(changes: readonly Change[]): Promise<ReadonlyMap<string, string>>;
}
