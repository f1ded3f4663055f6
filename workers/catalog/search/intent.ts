import type { SearchSort } from "./port.ts";
import { splitWords } from "./text.ts";

/** One word of a query, or two adjacent ones. */
export interface NGram {
  /** Index of its first word in the query. */
  readonly start: number;
  readonly words: readonly string[];
}

/** Statistics of the products that match an n-gram. */
export interface NGramStats {
  /** Number of products that match all of its words, category names included. */
  readonly count: number;
  /** The category with most of these products, and their number in it. */
  readonly category: string | undefined;
  readonly inCategory: number;
}

/** The intent of a query, derived from the products that match its words. */
export interface Intent {
  /** The words that some product contains. */
  readonly known: readonly string[];
  /** Slug of the category that the query names, and the words that name it. */
  readonly category: string | undefined;
  readonly categoryWords: readonly string[];
  /** The other known words. They narrow down the category. */
  readonly modifiers: readonly string[];
}

const maxWords = 12;
/** The query is relaxed when fewer products than this match all words. */
export const minHits = 10;
/** A word names a category when at least this share of its products, and this number, are in the category. */
const minShare = 0.8;
const minProducts = 2;

export function wordsOf(text: string): readonly string[] {
  return splitWords(text).slice(0, maxWords);
}

export function ngramsOf(words: readonly string[]): readonly NGram[] {
  const unigrams = words.map((word, start) => ({ start, words: [word] }));
  const bigrams = words.slice(1).map((word, start) => ({ start, words: [words[start] ?? "", word] }));
  return [...unigrams, ...bigrams];
}

/** Returns whether the strict query is sufficient. Without relevance sort, or with one word, one hit is enough. */
export function hasEnoughHits(hits: number, sort: SearchSort, words: readonly string[]): boolean {
  return hits >= (sort === "relevance" && words.length > 1 ? minHits : 1);
}

/**
 * Derives which words name a category and which modify it. For "minimalist flask", nearly all products with "flask" are
 * in one category, but "minimalist" products are in every category. So the other products of that category are the next
 * best hits, minimalist ones first, even if they are called bottles. A bigram counts when neither of its words names a
 * category alone, as in "computer table".
 */
export function inferIntent(words: readonly string[], stats: readonly NGramStats[]): Intent {
  const ngrams = ngramsOf(words).map((ngram, index) => ({ ...ngram, ...(stats[index] ?? noProducts) }));
  const unigrams = ngrams.slice(0, words.length);
  const namingUnigrams = new Set(unigrams.filter(namesCategory).map(({ start }) => start));
  const naming = ngrams.filter(
    (ngram) =>
      namesCategory(ngram) &&
      (ngram.words.length === 1 ||
        unigramsIn(ngram, unigrams).every((unigram) => unigram.count > 0 && !namingUnigrams.has(unigram.start))),
  );
  const category = naming.toSorted(byStrength)[0]?.category;
  const namingWords = new Set(
    naming
      .filter((ngram) => ngram.category === category)
      .flatMap((ngram) => unigramsIn(ngram, unigrams).map(({ start }) => start)),
  );
  const known = unigrams.filter(({ count }) => count > 0).map(({ start }) => start);
  const pick = (isPicked: (index: number) => boolean) => known.filter(isPicked).map((index) => words[index] ?? "");
  return {
    known: pick(() => true),
    category,
    categoryWords: pick((index) => category !== undefined && namingWords.has(index)),
    modifiers: pick((index) => category === undefined || !namingWords.has(index)),
  };
}

type CountedNGram = NGram & NGramStats;

const noProducts: NGramStats = { count: 0, category: undefined, inCategory: 0 };

function namesCategory({ count, category, inCategory }: NGramStats): boolean {
  return category !== undefined && count >= minProducts && inCategory / count >= minShare;
}

function unigramsIn(ngram: NGram, unigrams: readonly CountedNGram[]): readonly CountedNGram[] {
  return unigrams.slice(ngram.start, ngram.start + ngram.words.length);
}

/** Longer n-grams first, then those with the higher share in their category, then those with more products. */
function byStrength(a: CountedNGram, b: CountedNGram): number {
  return b.words.length - a.words.length || b.inCategory / b.count - a.inCategory / a.count || b.count - a.count;
}
