import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { createDocumentCache } from "./document-cache.ts";

const document = parse("{ me { id } }");

describe("createDocumentCache", () => {
  it("caches documents of 100,000 characters in total", () => {
    const cache = createDocumentCache();
    const small = Array.from({ length: 100 }, (_, index) => `{ page${index} }`);
    for (const source of small) cache.set(source, document);
    expect(small.every((source) => cache.get(source) === document)).toBe(true);
    for (let index = 0; index < 1_000; index++) cache.set(`{ ${"me { id } ".repeat(340)} a${index} }`, document);
    // Each has about 3,400 characters.
    expect(cache.size).toBe(29);
  });

  it("evicts nothing for a document that exceeds the maximum", () => {
    const cache = createDocumentCache();
    cache.set("{ me }", document);
    cache.set(`{ ${"a ".repeat(60_000)} }`, document);
    expect(cache.get("{ me }")).toBe(document);
  });
});
