import type { estypes } from "@elastic/elasticsearch";
import { characterFilters } from "../text.ts";
import { type Offer, ownCategories, type SearchDocument } from "./documents.ts";

/**
 * Returns the analyzers. Character filters split the text into terms. Documents and queries are stemmed. Queries are expanded with
 * synonyms before they are sent: see `queries.ts`.
 */
function analysis(): estypes.IndicesIndexSettingsAnalysis {
  const charFilters = characterFilters().map((filter, index) => [`rule_${index}`, filter] as const);
  const ruleNames = charFilters.map(([name]) => name);
  const custom = (filter: string[]) =>
    ({ type: "custom", tokenizer: "whitespace", char_filter: ruleNames, filter }) as const;
  return {
    char_filter: Object.fromEntries(charFilters),
    filter: {
      stem: { type: "stemmer", language: "light_english" },
      stop: { type: "stop", stopwords: "_english_" },
      prefixes: { type: "edge_ngram", min_gram: 1, max_gram: 15 },
      // "LGT-01-1" matches itself, its parts and "lgt011".
      parts: {
        type: "word_delimiter_graph",
        catenate_all: true,
        preserve_original: true,
        split_on_numerics: false,
        split_on_case_change: false,
      },
      flat: { type: "flatten_graph" },
      // "nightstand" also matches "night stand".
      bigrams: {
        type: "shingle",
        min_shingle_size: 2,
        max_shingle_size: 2,
        token_separator: "",
        output_unigrams: true,
      },
    },
    analyzer: {
      text: custom(["stem", "stop"]),
      unstemmed: custom([]),
      joined: custom(["stem", "bigrams"]),
      prefixes: custom(["prefixes"]),
      codes: { type: "custom", tokenizer: "whitespace", filter: ["parts", "lowercase", "flat"] },
    },
  };
}

const searchableText: estypes.MappingTextProperty = {
  type: "text",
  analyzer: "text",
  copy_to: "spelling",
};

const properties: Record<keyof SearchDocument | "spelling", estypes.MappingProperty> = {
  kind: { type: "keyword" },
  id: { type: "keyword" },
  suggest: { type: "text", analyzer: "prefixes", search_analyzer: "unstemmed" },
  name: {
    ...searchableText,
    fields: { exact: { type: "text", analyzer: "unstemmed" }, joined: { type: "text", analyzer: "joined" } },
  },
  brand: searchableText,
  leaf: searchableText,
  path: searchableText,
  attributes: searchableText,
  description: { type: "text", analyzer: "text" },
  /** Unstemmed words for spell correction. The description is excluded: it has many words that are not searched for. */
  spelling: { type: "text", analyzer: "unstemmed" },
  skus: { type: "text", analyzer: "codes", fields: { exact: { type: "keyword", normalizer: "lowercase" } } },
  categories: { type: "keyword" },
  [ownCategories]: { type: "keyword" },
  facets: { type: "keyword", ignore_above: 512 },
  offers: {
    type: "nested",
    properties: {
      price: { type: "long" },
      currency: { type: "keyword" },
      available: { type: "boolean" },
      facets: { type: "keyword", ignore_above: 512 },
    } satisfies Record<keyof Offer, estypes.MappingProperty>,
  },
  currency: { type: "keyword" },
  minPrice: { type: "long" },
  maxPrice: { type: "long" },
  inStock: { type: "boolean" },
  unitsSold: { type: "long" },
  createdAt: { type: "long" },
  signal: { type: "float", index: false },
};

/** Returns the settings and mappings of a new index. The index rejects documents with unknown fields. */
export function indexDefinition(): Omit<estypes.IndicesCreateRequest, "index"> {
  return {
    settings: {
      number_of_shards: 1,
      refresh_interval: "500ms",
      // Versions of deleted documents are stored for longer than an older version of the product can be in flight.
      gc_deletes: "10m",
      analysis: analysis(),
    },
    mappings: { dynamic: "strict", properties },
  };
}
