import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";

/** A parsed document takes up to 200 bytes per character. An isolate has 128 MB in all. */
const maxCharacters = 100_000;

/** Creates a cache of parsed documents by source text. Their total length is limited. */
export function createDocumentCache(): LRUCache<string, DocumentNode> {
  return new LRUCache({ maxSize: maxCharacters, sizeCalculation: (_document, source) => source.length });
}

/** For syntax and validation errors: invalid documents are cheap to reject again, and their errors take memory. */
export const noopCache = { get: () => undefined, set: () => {} };
