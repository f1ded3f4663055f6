import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";

/** Parsed, a document takes up to two hundred bytes a letter, and an isolate has 128 MB for everything. */
const mostLetters = 100_000;

/** Documents that were parsed once: as many of the latest as there is room for, however large somebody makes them. */
export function createDocumentCache(): LRUCache<string, DocumentNode> {
  return new LRUCache({ maxSize: mostLetters, sizeCalculation: (_document, text) => text.length });
}

/** A text that is no document is cheap to refuse again, and would be kept with all that is wrong with it. */
export const noopCache = { get: () => undefined, set: () => {} };
