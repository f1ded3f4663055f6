import { describe, expect, it } from "vitest";
import { hasEnoughHits, intentOf, ngramsOf, type SpanCount, wordsOf } from "./intent.ts";

/** A small catalog: of each phrase, how many products have it, how many of those stand together, and where. */
const catalog: Readonly<Record<string, SpanCount>> = {
  minimalist: { count: 40, category: "rugs", inCategory: 6 },
  wool: { count: 30, category: "rugs", inCategory: 12 },
  flask: { count: 10, category: "hydration", inCategory: 10 },
  computer: { count: 20, category: "desks", inCategory: 10 },
  table: { count: 20, category: "desks", inCategory: 10 },
  "computer table": { count: 10, category: "desks", inCategory: 10 },
  "minimalist flask": { count: 2, category: "hydration", inCategory: 2 },
  once: { count: 1, category: "rugs", inCategory: 1 },
};
const none: SpanCount = { count: 0, category: undefined, inCategory: 0 };

function intent(question: string) {
  const words = wordsOf(question);
  return intentOf(
    words,
    ngramsOf(words).map((span) => catalog[span.words.join(" ")] ?? none),
  );
}

describe("what a question is after", () => {
  it("is the kind of thing that one of its words names; the others describe it", () => {
    expect(intent("minimalist wool flask")).toEqual({
      known: ["minimalist", "wool", "flask"],
      category: "hydration",
      naming: ["flask"],
      describing: ["minimalist", "wool"],
    });
  });

  it("is named by a pair where neither word names anything alone", () => {
    expect(intent("wool computer table")).toMatchObject({
      category: "desks",
      naming: ["computer", "table"],
      describing: ["wool"],
    });
  });

  it("leaves out what no product has", () => {
    expect(intent("best flask for home")).toEqual({
      known: ["flask"],
      category: "hydration",
      naming: ["flask"],
      describing: [],
    });
  });

  it("is not told by a word that one product has, nor by words that stand everywhere", () => {
    expect(intent("once minimalist")).toMatchObject({ category: undefined, describing: ["once", "minimalist"] });
    expect(intent("")).toEqual({ known: [], category: undefined, naming: [], describing: [] });
  });
});

describe("whether the strict form will do", () => {
  it("takes ten hits for several words, one for one word or another order", () => {
    const words = ["a", "b"];
    expect([9, 10].map((hits) => hasEnoughHits(hits, "relevance", words))).toEqual([false, true]);
    expect([0, 1].map((hits) => hasEnoughHits(hits, "relevance", ["a"]))).toEqual([false, true]);
    expect([0, 1].map((hits) => hasEnoughHits(hits, "price_asc", words))).toEqual([false, true]);
  });
});
