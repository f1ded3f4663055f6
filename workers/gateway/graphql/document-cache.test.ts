import { parse } from "graphql";
import { expect, it } from "vitest";
import { createDocumentCache } from "./document-cache.ts";

const document = parse("{ me { id } }");

it("documents are kept as long as there is room for all of their letters", () => {
  const cache = createDocumentCache();
  const usual = Array.from({ length: 100 }, (_, index) => `{ page${index} }`);
  for (const text of usual) cache.set(text, document);
  expect(usual.every((text) => cache.get(text) === document)).toBe(true);
  for (let index = 0; index < 1_000; index++) cache.set(`{ ${"me { id } ".repeat(340)} a${index} }`, document);
  // Some 3,400 letters each, of a hundred thousand.
  expect(cache.size).toBe(29);
});

it("one that is larger than all of them may be pushes none out", () => {
  const cache = createDocumentCache();
  cache.set("{ me }", document);
  cache.set(`{ ${"a ".repeat(60_000)} }`, document);
  expect(cache.get("{ me }")).toBe(document);
});
