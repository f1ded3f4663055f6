import { describe, expect, it } from "vitest";
import { findRefusedWords, findRefusedWordsOfFile } from "./vocabulary.ts";

const wordsOf = (text: string) => findRefusedWords(text).map(({ word }) => word);

describe("findRefusedWords", () => {
  it("finds words in prose and inside identifiers, with their lines", () => {
    const found = findRefusedWords("The client is told.\nconst openDoor = tellErrors;\nmaxLetters AT ONCE");
    expect(found.map(({ line, word }) => [line, word])).toEqual([
      [1, "told"],
      [2, "Door"],
      [2, "tell"],
      [3, "Letters"],
      [3, "AT ONCE"],
    ]);
  });

  it.each([
    ["camelCase", "twinRequests", ["twin"]],
    ["an acronym before the word", "RPCDoor", ["Door"]],
    ["constants", "MAX_KEPT_ROWS", ["KEPT"]],
    ["file names", "rpc-door.ts", ["door"]],
    ["the start of a sentence", "Whoever calls", ["Whoever"]],
    ["plurals", "doors, twins and shelves", ["doors", "twins", "shelves"]],
  ])("finds words in %s", (_place, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("returns the standard term", () => {
    expect(findRefusedWords("twins")).toEqual([{ line: 1, word: "twins", instead: "duplicate, concurrent request" }]);
  });

  it.each(["tell", "whoever", "nobody", "anew", "twin", "door", "shelf", "letter", "mend", "forgetful", "hang up"])(
    "refuses %s",
    (word) => expect(wordsOf(word)).toEqual([word]),
  );

  it.each(["away", "kept", "good", "texts", "at once"])("refuses %s", (word) => expect(wordsOf(word)).toEqual([word]));

  it("ignores words that contain a refused word, and dead letters", () => {
    expect(wordsOf("goods, amendment, tellurium, indoors, newsletter, gateway, dead letters, deadLetter")).toEqual([]);
  });
});

describe("findRefusedWordsOfFile", () => {
  it("finds words in the path, with line 0, and in the content", () => {
    expect(findRefusedWordsOfFile("dev/back-door.ts", "\nkept").map(({ line, word }) => [line, word])).toEqual([
      [0, "door"],
      [2, "kept"],
    ]);
  });
});
