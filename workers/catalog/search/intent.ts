import type { SearchSort } from "./port.ts";

/** A word of a question, or two that stand together. */
export interface NGram {
  readonly first: number;
  readonly words: readonly string[];
}

/** What the catalog says about a span. */
export interface SpanCount {
  /** Products that have all of its words, their category's names included. */
  readonly count: number;
  /** Where most of them stand, and how many those are. */
  readonly category: string | undefined;
  readonly inCategory: number;
}

/** What a question seems to be after, read off the products themselves. */
export interface Intent {
  /** The words that any product has. */
  readonly known: readonly string[];
  /** The kind of thing asked for, as a category's slug, and the words that say so. */
  readonly category: string | undefined;
  readonly naming: readonly string[];
  /** The known words that say which of them. */
  readonly describing: readonly string[];
}

const mostWords = 12;
/** With fewer hits than this for all its words a question is asked in its wider form. */
const enough = 10;
/** A word names a kind of thing when so much of what has it stands in one category. */
const share = 0.8;
const fewest = 2;

export function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, mostWords);
}

export function ngramsOf(words: readonly string[]): readonly NGram[] {
  const singles = words.map((word, first) => ({ first, words: [word] }));
  const pairs = words.slice(1).map((word, first) => ({ first, words: [words[first] ?? "", word] }));
  return [...singles, ...pairs];
}

/** Whether what has all the words will do. Sorted by something else than relevance, whatever fits will. */
export function hasEnoughHits(hits: number, sort: SearchSort, words: readonly string[]): boolean {
  return hits >= (sort === "relevance" && words.length > 1 ? enough : 1);
}

/**
 * Which words name the kind of thing, which describe it. "minimalist flask": nearly everything with "flask" stands in one
 * category, and things in every category are minimalist. So whatever else stands in that category is the next best
 * answer, the minimalist first, though it is called a bottle. A pair counts where neither of its words names anything
 * alone, as in "computer table".
 */
export function intentOf(words: readonly string[], counts: readonly SpanCount[]): Intent {
  const spans = ngramsOf(words).map((span, index) => ({ ...span, ...(counts[index] ?? absent) }));
  const singles = spans.slice(0, words.length);
  const naming = new Set(singles.filter(names).map(({ first }) => first));
  const telling = spans.filter(
    (span) =>
      names(span) &&
      (span.words.length === 1 || covers(span, singles).every((word) => word.count > 0 && !naming.has(word.first))),
  );
  const category = telling.toSorted(byWeight)[0]?.category;
  const namingWords = new Set(
    telling
      .filter((span) => span.category === category)
      .flatMap((span) => covers(span, singles).map(({ first }) => first)),
  );
  const known = singles.filter(({ count }) => count > 0).map(({ first }) => first);
  const pick = (wanted: (first: number) => boolean) => known.filter(wanted).map((first) => words[first] ?? "");
  return {
    known: pick(() => true),
    category,
    naming: pick((first) => category !== undefined && namingWords.has(first)),
    describing: pick((first) => category === undefined || !namingWords.has(first)),
  };
}

type Counted = NGram & SpanCount;

const absent: SpanCount = { count: 0, category: undefined, inCategory: 0 };

function names({ count, category, inCategory }: SpanCount): boolean {
  return category !== undefined && count >= fewest && inCategory / count >= share;
}

function covers(span: NGram, singles: readonly Counted[]): readonly Counted[] {
  return singles.slice(span.first, span.first + span.words.length);
}

/** The longer span tells more, then the clearer one, then the one that more products have. */
function byWeight(a: Counted, b: Counted): number {
  return b.words.length - a.words.length || b.inCategory / b.count - a.inCategory / a.count || b.count - a.count;
}
