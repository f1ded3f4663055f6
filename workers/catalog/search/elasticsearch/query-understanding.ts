import type { estypes } from "@elastic/elasticsearch";
import { type Intent, inferIntent, ngramsOf } from "../intent.ts";
import { ownCategories } from "./documents.ts";
import { matchesAllTerms } from "./queries.ts";
import { onlyProducts, type RunSearch } from "./search-request.ts";

interface NGramBucket {
  readonly doc_count: number;
  readonly categories: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
}

/** Infers the intent of a query from an aggregation over the products that match its n-grams. */
export async function analyseQuery(runSearch: RunSearch, words: readonly string[]): Promise<Intent> {
  if (words.length === 0) return inferIntent([], []);
  const filters = ngramsOf(words).map((ngram) => matchesAllTerms(ngram.words));
  const topCategory: estypes.AggregationsAggregationContainer = { terms: { field: ownCategories, size: 1 } };
  const { aggregations } = await runSearch({
    size: 0,
    track_total_hits: false,
    query: onlyProducts,
    aggs: { ngrams: { filters: { filters }, aggs: { categories: topCategory } } },
  });
  const ngrams = aggregations?.ngrams as { buckets: readonly NGramBucket[] } | undefined;
  const stats = (ngrams?.buckets ?? []).map(({ doc_count: count, categories }) => {
    const [top] = categories.buckets;
    return { count, category: top?.key, inCategory: top?.doc_count ?? 0 };
  });
  return inferIntent(words, stats);
}
