import { sql } from "drizzle-orm";
import { currentSynonymRules } from "../synonym-rules.ts";
import { type ExpandedTerm, expandSynonyms } from "../synonyms.ts";
import { termsOf } from "../text.ts";

/**
 * The words of a product `p` that a query matches, as the index `products_search` has them. Those of the description are
 * excluded because descriptions mention other products.
 */
export const matchedWords = sql`ts_filter(p.search, '{a,b,c}')`;

/** The weights of these words, as a suffix of each lexeme of a query. `p.search` has more words. */
export const matchedWeights = ":ABC";

/**
 * Returns a query for `to_tsquery` that matches all (`&`) or any (`|`) of the words, with synonyms, in `matchedWords`, or in
 * `p.search` with `matchedWeights`. Words contain no operators, because these are separators. The terms of a word must be
 * adjacent. Empty when there are no words.
 */
export function toTsQuery(words: readonly string[], operator: "&" | "|", weights = ""): string {
  return expandSynonyms(words, currentSynonymRules())
    .map((term) => termQuery(term, weights))
    .join(` ${operator} `);
}

/** As `toTsQuery`, for products in which at most one of the words is missing. */
export function toAllButOneTsQuery(words: readonly string[], weights = ""): string {
  return words.map((_, missing) => `(${toTsQuery(words.toSpliced(missing, 1), "&", weights)})`).join(" | ");
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
