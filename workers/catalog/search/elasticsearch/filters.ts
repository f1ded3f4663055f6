import type { estypes } from "@elastic/elasticsearch";
import { type FacetCount, facetKey, maxFacetValues, parseFacetKey, selectedValues } from "../facets.ts";
import type { SearchFilter } from "../port.ts";
import type { Query } from "./queries.ts";

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** Enough for all facet values of a typical shop. Beyond it, the least frequent values are omitted. */
const maxValues = 1_000;

interface NamedClause {
  readonly name: string;
  readonly clause: Query;
}

function namedClauses(filter: SearchFilter): readonly NamedClause[] {
  const { categorySlug, minPriceMinor, maxPriceMinor, inStock } = filter;
  const clauses: NamedClause[] = [];
  if (categorySlug !== "") clauses.push({ name: "category", clause: { term: { categories: categorySlug } } });
  const anyOf = (name: string, values: readonly string[]) =>
    clauses.push({ name, clause: { terms: { facets: values.map((value) => facetKey(name, value)) } } });
  if (filter.brands.length > 0) anyOf("brand", filter.brands);
  for (const { name, values } of filter.attributes) anyOf(`attribute:${name}`, values);
  if (minPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { maxPrice: { gte: `${minPriceMinor}` } } } });
  if (maxPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { minPrice: { lte: `${maxPriceMinor}` } } } });
  if (inStock !== undefined) clauses.push({ name: "inStock", clause: { term: { inStock } } });
  return clauses;
}

/** Returns the clauses of all filters, except those of the facet `except`. */
export function filterClauses(filter: SearchFilter, except?: string): Query[] {
  return namedClauses(filter).flatMap(({ name, clause }) => (name === except ? [] : [clause]));
}

/**
 * Counts facet values under all filters. A facet with a selected value is counted without its own filter, so that clients
 * can select a second value. The filters are post filters: the aggregations see all products that the query matches.
 */
export function facetAggregations(filter: SearchFilter): Aggregations {
  const countValues = (clauses: Query[], facet?: string) => ({
    filter: { bool: { filter: clauses } },
    aggs: {
      values: {
        terms:
          facet === undefined
            ? { field: "facets", size: maxValues }
            : { field: "facets", size: maxFacetValues, include: `${escapeRegExp(facetKey(facet, ""))}.*` },
      },
    },
  });
  const selected = [...selectedValues(filter).keys()];
  const own = selected.map((name, index) => [`own${index}`, countValues(filterClauses(filter, name), name)] as const);
  return { others: countValues(filterClauses(filter)), ...Object.fromEntries(own) };
}

interface CountedValues {
  readonly values: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
}

/** Reads the counts from the response to `facetAggregations`. */
export function facetCounts(
  filter: SearchFilter,
  aggregations: Readonly<Record<string, unknown>>,
): readonly FacetCount[] {
  const selected = [...selectedValues(filter).keys()];
  const read = (aggregation: string) =>
    ((aggregations[aggregation] as CountedValues | undefined)?.values.buckets ?? []).map(({ key, doc_count }) => {
      const [name, value] = parseFacetKey(key);
      return { name, value, count: doc_count };
    });
  const others = read("others").filter(({ name }) => !selected.includes(name));
  return [...others, ...selected.flatMap((_, index) => read(`own${index}`))];
}

/** Escapes the operators of Lucene's regular expressions. */
function escapeRegExp(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, "\\$&");
}
