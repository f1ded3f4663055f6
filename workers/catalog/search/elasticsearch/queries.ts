import type { estypes } from "@elastic/elasticsearch";
import type { Intent } from "../intent.ts";
import { currentSynonymRules } from "../synonym-rules.ts";
import { expandSynonyms } from "../synonyms.ts";
import { isBigramWord, splitWords, termsOf } from "../text.ts";
import { ownCategories } from "./documents.ts";

export type Query = NonNullable<estypes.QueryDslQueryContainer>;

/** Searched fields with their boosts. They share an analyzer, so one query can match words in different fields. */
const fields = ["name^4", "leaf^3", "attributes^2", "brand^2", "path^1.5"];

type Operator = "and" | "or";

interface MatchOptions {
  readonly operator?: Operator;
  readonly boost?: number;
}

/** Words without a term match everything: a stop word beside a synonym must not exclude all products. */
const matchWords = (text: string, operator: Operator): Query => ({
  multi_match: { query: text, type: "cross_fields", fields, operator, zero_terms_query: "all" },
});

const matchPhrase = (words: readonly string[]): Query =>
  words.length === 1
    ? matchWords(words.join(), "and")
    : { multi_match: { query: words.join(" "), type: "phrase", fields } };

/** Matches all or any of the words, each in any field. A phrase with synonyms is matched by each of them. */
function crossFields(text: string, { operator = "or", ...boost }: MatchOptions = {}): Query {
  const terms = expandSynonyms(splitWords(text), currentSynonymRules());
  if (terms.every(({ synonyms }) => synonyms.length === 0)) {
    return { multi_match: { query: text, type: "cross_fields", fields, operator, ...boost } };
  }
  const plain = terms.flatMap(({ words, synonyms }) => (synonyms.length === 0 ? words : [])).join(" ");
  const expanded = terms.flatMap(({ words, synonyms }): Query[] =>
    synonyms.length === 0
      ? []
      : [{ dis_max: { queries: [matchWords(words.join(" "), "and"), ...synonyms.map(matchPhrase)] } }],
  );
  const clauses = plain === "" ? expanded : [matchWords(plain, operator), ...expanded];
  return operator === "and"
    ? { bool: { must: clauses, ...boost } }
    : { bool: { should: clauses, minimum_should_match: 1, ...boost } };
}

/** Returns the text with all synonyms of its words, for highlighting. */
export function withSynonyms(text: string): string {
  const synonyms = expandSynonyms(splitWords(text), currentSynonymRules()).flatMap((term) => term.synonyms.flat());
  return [text, ...synonyms].join(" ");
}

/** Matches the product with the SKU, without regard to case. The score is above every other one. */
const hasSku = (text: string): Query => ({
  constant_score: { filter: { term: { "skus.exact": text } }, boost: 100_000 },
});

/** Requires the bigrams of each word to be adjacent in one field. Other words need no such condition. */
function adjacentBigrams(words: readonly string[]): Query[] {
  return words
    .filter((word) => isBigramWord(word) && termsOf(word).length > 1)
    .map((query) => ({ multi_match: { query, type: "phrase", fields } }));
}

/** Matches products with all words. */
function allWords(text: string): Query {
  const query = crossFields(text, { operator: "and" });
  const filter = adjacentBigrams(splitWords(text));
  return filter.length === 0 ? query : { bool: { must: [query], filter } };
}

/** Matches products with any of the words. */
function anyWord(words: readonly string[]): Query {
  const bigramWords = words.filter((word) => adjacentBigrams([word]).length > 0);
  const others = words.filter((word) => !bigramWords.includes(word));
  if (bigramWords.length === 0) return crossFields(others.join(" "));
  const should = [...bigramWords.map((word) => allWords(word)), ...(others.length === 0 ? [] : [anyWord(others)])];
  return { bool: { should, minimum_should_match: 1 } };
}

/** Matches products with all words, or with the SKU or a part of it. */
function allWordsOrSku(text: string): Query {
  const filter = adjacentBigrams(splitWords(text));
  return {
    bool: {
      ...(filter.length === 0 ? {} : { filter }),
      should: [
        crossFields(text, { operator: "and", boost: 2 }),
        { match: { "name.joined": { query: text, operator: "and" } } },
        { match: { skus: { query: text, operator: "and", boost: 10 } } },
      ],
      minimum_should_match: 1,
    },
  };
}

/** Raises the score when the name contains the words as a phrase. */
const exactPhrase = (text: string): Query => ({ match_phrase: { "name.exact": { query: text, boost: 2 } } });

/** Matches all products for an empty text. */
export function strictQuery(text: string): Query {
  if (text === "") return { match_all: {} };
  const matches: Query = { bool: { must: [allWordsOrSku(text)], should: [exactPhrase(text)] } };
  return { bool: { should: [matches, hasSku(text)], minimum_should_match: 1 } };
}

/** Counts the products of an n-gram: see `inferIntent`. */
export const matchesAllTerms = (words: readonly string[]): Query => allWords(words.join(" "));

const matchesWord = (word: string, boost: number): Query => ({
  constant_score: { filter: allWords(word), boost },
});

/**
 * Relaxes the strict query. Products with all known words come first, then other products of the query's category, those
 * that match modifiers first. Without a category, products with any of the words follow. One known word: products with
 * that word. No known word: products with similarly spelt words. Constant scores separate these groups, whichever
 * score the words have. `text` is the query before its spelling was corrected: it can be a SKU.
 */
export function relaxedQuery(text: string, spelling: string, intent: Intent): Query {
  return { bool: { should: [relaxedMatches(spelling, intent), hasSku(text)], minimum_should_match: 1 } };
}

function relaxedMatches(text: string, { known, category, categoryWords, modifiers }: Intent): Query {
  if (known.length === 0) {
    // A bigram is too short for a similar spelling.
    const query = splitWords(text)
      .filter((word) => !isBigramWord(word))
      .join(" ");
    const fuzzy = { fuzziness: "AUTO:4,8", prefix_length: 1 };
    const similar: Query = {
      multi_match: { query, type: "most_fields", fields: ["name", "leaf", "attributes", "brand"], ...fuzzy },
    };
    // A phrase can have a synonym although no product has one of its words.
    const all: Query = { constant_score: { filter: allWords(text), boost: 1000 } };
    return { bool: { should: [all, similar], minimum_should_match: 1 } };
  }
  const knownText = known.join(" ");
  const all: Query = { constant_score: { filter: allWordsOrSku(knownText), boost: 1000 } };
  if (known.length === 1) return { bool: { must: [all], should: [strictQuery(knownText)] } };
  const others: Query[] =
    category === undefined
      ? [anyWord(known), { match: { description: { query: knownText, boost: 0.2 } } }]
      : [
          {
            bool: {
              must: [{ constant_score: { filter: { term: { [ownCategories]: category } }, boost: 200 } }],
              should: [
                ...modifiers.map((word) => matchesWord(word, 20)),
                ...categoryWords.map((word) => matchesWord(word, 3)),
              ],
            },
          },
        ];
  return { bool: { should: [all, strictQuery(knownText), ...others], minimum_should_match: 1 } };
}
