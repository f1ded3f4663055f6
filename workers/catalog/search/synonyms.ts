import { splitWords } from "./text.ts";

/** Phrases with the same meaning, each as a list of words. */
export type SynonymRule = readonly (readonly string[])[];

/** Returns the rules of groups of synonyms. */
export function toSynonymRules(groups: readonly (readonly string[])[]): readonly SynonymRule[] {
  return groups.map((words) => words.map(splitWords));
}

/** Words of a query, and the phrases that mean the same. */
export interface ExpandedTerm {
  readonly words: readonly string[];
  readonly synonyms: readonly (readonly string[])[];
}

/** Splits a query into phrases that have synonyms and single words. Longest phrase first; singular and plural match. */
export function expandSynonyms(words: readonly string[], rules: readonly SynonymRule[]): readonly ExpandedTerm[] {
  const terms: ExpandedTerm[] = [];
  for (let index = 0; index < words.length; ) {
    const term = longestMatch(words.slice(index), rules) ?? { words: words.slice(index, index + 1), synonyms: [] };
    terms.push(term);
    index += term.words.length;
  }
  return terms;
}

function longestMatch(words: readonly string[], rules: readonly SynonymRule[]): ExpandedTerm | undefined {
  let best: ExpandedTerm | undefined;
  for (const rule of rules) {
    for (const phrase of rule) {
      const isLonger = phrase.length > (best?.words.length ?? 0);
      if (!isLonger || !phrase.every((word, index) => singular(word) === singular(words[index] ?? ""))) continue;
      best = { words: words.slice(0, phrase.length), synonyms: rule.filter((other) => other !== phrase) };
    }
  }
  return best;
}

/** Returns the form in which singular and plural are compared. */
export function singular(word: string): string {
  return word.replace(/(?<=..)ies$/, "y").replace(/(?<=s|x|z|ch|sh)es$|(?<=.[^s])s$/, "");
}
