import type { estypes } from "@elastic/elasticsearch";
import type { SearchDocument } from "./documents.ts";

/**
 * How texts become words. Products keep theirs, stemmed; a question is widened with synonyms, after the stemmer, so that
 * a rule holds for every form of a word, and before the stop words go, since rules may hold them.
 */
function analysis(synonyms: readonly string[]): estypes.IndicesIndexSettingsAnalysis {
  const folded = ["lowercase", "asciifolding"];
  const stemmed = [...folded, "possessive", "stem"];
  const custom = (filter: string[], tokenizer = "standard") => ({ type: "custom" as const, tokenizer, filter });
  return {
    filter: {
      possessive: { type: "stemmer", language: "possessive_english" },
      stem: { type: "stemmer", language: "light_english" },
      synonyms: { type: "synonym_graph", synonyms: [...synonyms] },
      stop: { type: "stop", stopwords: "_english_" },
      beginnings: { type: "edge_ngram", min_gram: 1, max_gram: 15 },
      // "LGT-01-1" is found by itself, by its parts and by "lgt011".
      parts: {
        type: "word_delimiter_graph",
        catenate_all: true,
        preserve_original: true,
        split_on_numerics: false,
        split_on_case_change: false,
      },
      flat: { type: "flatten_graph" },
      // "night stand" is found by "nightstand" too.
      pairs: { type: "shingle", min_shingle_size: 2, max_shingle_size: 2, token_separator: "", output_unigrams: true },
    },
    analyzer: {
      words: custom([...stemmed, "stop"]),
      asked: custom([...stemmed, "synonyms", "stop"]),
      plain: custom(folded),
      joined: custom([...stemmed, "pairs"]),
      beginnings: custom([...folded, "beginnings"]),
      codes: custom(["parts", "lowercase", "flat"], "whitespace"),
    },
  };
}

const words: estypes.MappingTextProperty = {
  type: "text",
  analyzer: "words",
  search_analyzer: "asked",
  copy_to: "spelling",
};

const properties: Record<keyof SearchDocument | "spelling", estypes.MappingProperty> = {
  kind: { type: "keyword" },
  id: { type: "keyword" },
  suggest: { type: "text", analyzer: "beginnings", search_analyzer: "plain" },
  name: {
    ...words,
    fields: { exact: { type: "text", analyzer: "plain" }, joined: { type: "text", analyzer: "joined" } },
  },
  brand: words,
  leaf: words,
  path: words,
  attributes: words,
  description: { type: "text", analyzer: "words", search_analyzer: "asked" },
  /** The words as they are written, for mending what is misspelt. The description has too many that nobody looks for. */
  spelling: { type: "text", analyzer: "plain" },
  skus: { type: "text", analyzer: "codes" },
  categories: { type: "keyword" },
  shelves: { type: "keyword" },
  facets: { type: "keyword", ignore_above: 512 },
  minPrice: { type: "long" },
  maxPrice: { type: "long" },
  inStock: { type: "boolean" },
  unitsSold: { type: "long" },
  createdAt: { type: "long" },
  signal: { type: "float", index: false },
};

/** What an index is made with. Fields that are not named here are refused. */
export function indexDefinition(synonyms: readonly string[]): Omit<estypes.IndicesCreateRequest, "index"> {
  return {
    settings: {
      number_of_shards: 1,
      refresh_interval: "500ms",
      // A deletion is remembered for longer than an older version of the product can be on its way.
      gc_deletes: "10m",
      analysis: analysis(synonyms),
    },
    mappings: { dynamic: "strict", properties },
  };
}
