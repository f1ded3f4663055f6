import { expect, it } from "vitest";
import { findRefusedWords } from "./vocabulary.ts";

it("finds refused words in prose and inside identifiers, with their lines", () => {
  const found = findRefusedWords("The client is told.\nconst openDoor = tellErrors;\nmaxLetters AT ONCE");
  expect(found.map(({ line, word }) => [line, word])).toEqual([
    [1, "told"],
    [2, "Door"],
    [2, "tell"],
    [3, "Letters"],
    [3, "AT ONCE"],
  ]);
});

it("names the standard term", () => {
  expect(findRefusedWords("twins")).toEqual([{ line: 1, word: "twins", instead: "duplicate, concurrent request" }]);
});

it("ignores words that only contain a refused word", () => {
  expect(findRefusedWords("goods, amendment, tellurium, indoors, newsletter, gateway")).toEqual([]);
});
