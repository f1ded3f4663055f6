import { describe, expect, it } from "vitest";
import { expandSynonyms, toSynonymRules } from "./synonyms.ts";

const rules = toSynonymRules([
  ["couch", "sofa"],
  ["night stand", "bedside table"],
  ["stand", "easel"],
]);

describe("expandSynonyms", () => {
  it("expands the longest phrase of a rule, in singular and plural", () => {
    expect(expandSynonyms(["oak", "night", "stands"], rules)).toEqual([
      { words: ["oak"], synonyms: [] },
      { words: ["night", "stands"], synonyms: [["bedside", "table"]] },
    ]);
    expect(expandSynonyms(["couches"], rules)).toEqual([{ words: ["couches"], synonyms: [["sofa"]] }]);
    expect(expandSynonyms(["stand"], rules)).toEqual([{ words: ["stand"], synonyms: [["easel"]] }]);
  });
});
