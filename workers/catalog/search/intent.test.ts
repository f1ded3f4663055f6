import { describe, expect, it } from "vitest";
import { hasEnoughHits, inferIntent, type NGramStats, ngramsOf, wordsOf } from "./intent.ts";

/** A small catalog: for each n-gram, its number of products, the category with most of them and their number in it. */
const catalog: Readonly<Record<string, NGramStats>> = {
  minimalist: { count: 40, category: "rugs", inCategory: 6 },
  wool: { count: 30, category: "rugs", inCategory: 12 },
  flask: { count: 10, category: "hydration", inCategory: 10 },
  computer: { count: 20, category: "desks", inCategory: 10 },
  table: { count: 20, category: "desks", inCategory: 10 },
  "computer table": { count: 10, category: "desks", inCategory: 10 },
  "minimalist flask": { count: 2, category: "hydration", inCategory: 2 },
  once: { count: 1, category: "rugs", inCategory: 1 },
};
const none: NGramStats = { count: 0, category: undefined, inCategory: 0 };

function intentOf(query: string) {
  const words = wordsOf(query);
  return inferIntent(
    words,
    ngramsOf(words).map((ngram) => catalog[ngram.words.join(" ")] ?? none),
  );
}

describe("inferIntent", () => {
  it("takes the category from a word whose products are mostly in one category, and treats the other words as modifiers", () => {
    expect(intentOf("minimalist wool flask")).toEqual({
      known: ["minimalist", "wool", "flask"],
      category: "hydration",
      categoryWords: ["flask"],
      modifiers: ["minimalist", "wool"],
    });
  });

  it("takes the category from a bigram when neither of its words names a category", () => {
    expect(intentOf("wool computer table")).toMatchObject({
      category: "desks",
      categoryWords: ["computer", "table"],
      modifiers: ["wool"],
    });
  });

  it("ignores words that no product contains", () => {
    expect(intentOf("best flask for home")).toEqual({
      known: ["flask"],
      category: "hydration",
      categoryWords: ["flask"],
      modifiers: [],
    });
  });

  it("finds no category for a word of a single product or words that occur in every category", () => {
    expect(intentOf("once minimalist")).toMatchObject({ category: undefined, modifiers: ["once", "minimalist"] });
    expect(intentOf("")).toEqual({ known: [], category: undefined, categoryWords: [], modifiers: [] });
  });
});

describe("hasEnoughHits", () => {
  it("requires ten hits for several words by relevance, and one hit for one word or another sort order", () => {
    const words = ["a", "b"];
    expect([9, 10].map((hits) => hasEnoughHits(hits, "relevance", words))).toEqual([false, true]);
    expect([0, 1].map((hits) => hasEnoughHits(hits, "relevance", ["a"]))).toEqual([false, true]);
    expect([0, 1].map((hits) => hasEnoughHits(hits, "price_asc", words))).toEqual([false, true]);
  });
});
