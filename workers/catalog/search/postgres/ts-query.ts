import { type ExpandedTerm, expandSynonyms, parseSynonyms, toSynonymRules } from "../synonyms.ts";
import synonymsFile from "../synonyms.txt";
import { termsOf } from "../text.ts";

const rules = toSynonymRules(parseSynonyms(synonymsFile));

/** Weights that a query matches. D, the description, is excluded because descriptions mention other products. */
const weights = "ABC";

/**
 * Returns a query for `to_tsquery` that matches all (`&`) or any (`|`) of the words, with synonyms. Words
 * contain no operators, because these are separators. The terms of a word must be adjacent. Empty when there are no words.
 */
export function toTsQuery(words: readonly string[], operator: "&" | "|"): string {
  return expandSynonyms(words, rules).map(termQuery).join(` ${operator} `);
}

function termQuery({ words, synonyms }: ExpandedTerm): string {
  const alternatives = [words.map(lexeme).join(" & "), ...synonyms.map((phrase) => phrase.map(lexeme).join(" <-> "))];
  return `(${alternatives.map((alternative) => `(${alternative})`).join(" | ")})`;
}

function lexeme(word: string): string {
  const terms = termsOf(word).map((term) => `${term}:${weights}`);
  return terms.length === 1 ? terms.join() : `(${terms.join(" <-> ")})`;
}
