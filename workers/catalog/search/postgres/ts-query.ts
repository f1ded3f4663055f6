import { sql } from "drizzle-orm";
import { currentSynonymRules } from "../synonym-rules.ts";
import { type ExpandedTerm, expandSynonyms } from "../synonyms.ts";
import { termsOf } from "../text.ts";

/**
 * The words of a product `p` that a query matches, as the index `products_terms` has them. Those of the description are
 * excluded because descriptions mention other products.
 */
export const matchedWords = sql`ts_filter(p.search, '{a,b,c}')`;

/**
 * Returns a query for `to_tsquery` that matches all (`&`) or any (`|`) of the words, with synonyms, in `matchedWords`. Words
 * contain no operators, because these are separators. The terms of a word must be adjacent. Empty when there are no words.
 */
export function toTsQuery(words: readonly string[], operator: "&" | "|"): string {
  return combine(words, operator, "");
}

/** As `toTsQuery`, for a rank of the whole product in which the words of its description do not count. */
export function toRankQuery(words: readonly string[], operator: "&" | "|"): string {
  return combine(words, operator, ":ABC");
}

function combine(words: readonly string[], operator: "&" | "|", weights: string): string {
  return expandSynonyms(words, currentSynonymRules())
    .map((term) => termQuery(term, weights))
    .join(` ${operator} `);
}

function termQuery({ words, synonyms }: ExpandedTerm, weights: string): string {
  const toLexemes = (phrase: readonly string[]) => phrase.map((word) => lexeme(word, weights));
  const alternatives = [toLexemes(words).join(" & "), ...synonyms.map((phrase) => toLexemes(phrase).join(" <-> "))];
  return `(${alternatives.map((alternative) => `(${alternative})`).join(" | ")})`;
}

function lexeme(word: string, weights: string): string {
  const terms = termsOf(word).map((term) => `${term}${weights}`);
  return terms.length === 1 ? terms.join() : `(${terms.join(" <-> ")})`;
}
