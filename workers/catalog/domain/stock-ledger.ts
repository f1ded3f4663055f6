/** A reference of the ledger, in parts. */
export interface LedgerReference {
  /** The account, API token or service that made an adjustment. */
  readonly actor: string | undefined;
  /** The reason of an adjustment, or the id of an order. */
  readonly reference: string;
}

/**
 * Splits the stored reference of a ledger entry. An adjustment has `actor: reason`. Reservations have the id of their order, with
 * a suffix when it is not the first one of the order; a restock also has its key.
 */
export function parseLedgerReference(cause: string, stored: string): LedgerReference {
  if (cause === "adjust") {
    const [actor = "", ...reason] = stored.split(": ");
    return { actor, reference: reason.join(": ") };
  }
  if (["reserve", "release", "commit", "restock", "rebuild"].includes(cause)) {
    return { actor: undefined, reference: stored.replace(/[:/].*$/s, "") };
  }
  return { actor: undefined, reference: stored };
}
