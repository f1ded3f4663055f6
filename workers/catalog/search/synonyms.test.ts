import { expect, it } from "vitest";
import { parseSynonyms, rulesOf, widen } from "./synonyms.ts";

const rules = rulesOf(
  parseSynonyms("# furniture\ncouch, Sofa\n\nnight stand, bedside table # two words\nstand, easel\n"),
);

it("widens the longest phrase that a rule knows, in either number", () => {
  expect(widen(["oak", "night", "stands"], rules)).toEqual([
    { words: ["oak"], others: [] },
    { words: ["night", "stands"], others: [["bedside", "table"]] },
  ]);
  expect(widen(["couches"], rules)).toEqual([{ words: ["couches"], others: [["sofa"]] }]);
  expect(widen(["stand"], rules)).toEqual([{ words: ["stand"], others: [["easel"]] }]);
});
