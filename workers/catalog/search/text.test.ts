import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { searchText, splitWords, termsOf } from "./text.ts";

/** Each text with its terms. The contract tests compare the rule in Postgres and Elasticsearch with the same samples. */
const samples = JSON.parse(readFileSync(`${import.meta.dirname}/text.samples.json`, "utf8")) as [string, string][];

describe("splitWords", () => {
  it.each(samples)("splits %j into %j", (text, terms) => {
    expect(splitWords(text).flatMap(termsOf).join(" ")).toBe(terms);
  });

  it("returns a run of Han, Kana or Hangul as one word", () => {
    expect(splitWords("LED照明ランプ 2個")).toEqual(["led", "照明ランプ", "2", "個"]);
  });

  it("returns no words for text that has only punctuation and marks", () => {
    expect(splitWords(" !? \u0300 --- ")).toEqual([]);
  });
});

describe("searchText", () => {
  it("gives the same text for all Unicode forms, cases and accents", () => {
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"])
      expect(searchText("CAFÉ ＣＲÈＭＥ".normalize(form))).toBe("cafe creme");
  });
});
