import { maxLengths } from "./limits.ts";

/** Numbers that can identify a person: of a telephone, a card, an account or an order. */
const longNumber = /\d(?:[\s()./+-]*\d){6,}/;

/**
 * Returns the form in which a query is counted: in lower case, with single spaces. Returns undefined for a query that is not
 * counted: it is empty, too long, or looks like personal data.
 */
export function toCountedQuery(text: string): string | undefined {
  const query = text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  if (query === "" || query.length > maxLengths.countedQuery) return undefined;
  return query.includes("@") || longNumber.test(query) ? undefined : query;
}

export interface QueryCount {
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
  readonly query: string;
  readonly searches: number;
  /** Results of the latest search. Undefined without a search. */
  readonly results: number | undefined;
  readonly clicks: number;
}

/** Returns the days of UTC that a period touches: the first one, and the one after the last one. */
export function toDays(from: Date, to: Date): { readonly from: string; readonly to: string } {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: dayOf(from.getTime()), to: dayOf(to.getTime() - 1 + 86_400_000) };
}
