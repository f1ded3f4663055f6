import { type Group, parseSynonyms, rulesOf, widen } from "../synonyms.ts";
import synonymsFile from "../synonyms.txt";

const rules = rulesOf(parseSynonyms(synonymsFile));

/** Descriptions mention other products: only the rest of a product answers a question. */
const where = "ABC";

/**
 * A question for `to_tsquery`, with synonyms: all of its words, or any of them. Words hold letters and digits alone, so
 * that nothing in them is an operator. Empty when there is no word.
 */
export function toTsQuery(words: readonly string[], operator: "&" | "|"): string {
  return widen(words, rules).map(groupOf).join(` ${operator} `);
}

function groupOf({ words, others }: Group): string {
  const own = words.map(lexeme).join(" & ");
  return `(${[own, ...others.map((phrase) => phrase.map(lexeme).join(" <-> "))].map((one) => `(${one})`).join(" | ")})`;
}

const lexeme = (word: string): string => `${word}:${where}`;
