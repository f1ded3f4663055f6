import type { estypes } from "@elastic/elasticsearch";
import { chosenValues, type FacetCount, facetKey, mostFacetValues, parseFacetKey } from "../facets.ts";
import type { SearchFilter } from "../port.ts";

type Query = NonNullable<estypes.QueryDslQueryContainer>;
type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** Enough for every value of every facet of an ordinary shop; past that the rarest are not told. */
const mostValues = 1_000;

interface NamedClause {
  readonly name: string;
  readonly clause: Query;
}

function clausesOf(filter: SearchFilter): readonly NamedClause[] {
  const { categorySlug, minPriceMinor, maxPriceMinor, inStock } = filter;
  const clauses: NamedClause[] = [];
  if (categorySlug !== "") clauses.push({ name: "category", clause: { term: { categories: categorySlug } } });
  const oneOf = (name: string, values: readonly string[]) =>
    clauses.push({ name, clause: { terms: { facets: values.map((value) => facetKey(name, value)) } } });
  if (filter.brands.length > 0) oneOf("brand", filter.brands);
  for (const { name, values } of filter.attributes) oneOf(`attribute:${name}`, values);
  if (minPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { maxPrice: { gte: `${minPriceMinor}` } } } });
  if (maxPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { minPrice: { lte: `${maxPriceMinor}` } } } });
  if (inStock !== undefined) clauses.push({ name: "inStock", clause: { term: { inStock } } });
  return clauses;
}

/** Every filter, or every one but those of a facet. */
export function filtersOf(filter: SearchFilter, except?: string): Query[] {
  return clausesOf(filter).flatMap(({ name, clause }) => (name === except ? [] : [clause]));
}

/**
 * Counts under all filters, and, of each facet that is chosen from, under all but its own, so that a second value can be
 * chosen beside the first. The filters come after the query: what is counted is what the words find.
 */
export function facetAggregations(filter: SearchFilter): Aggregations {
  const counted = (clauses: Query[], include?: string) => ({
    filter: { bool: { filter: clauses } },
    aggs: {
      values: {
        terms:
          include === undefined
            ? { field: "facets", size: mostValues }
            : { field: "facets", size: mostFacetValues, include: `${literally(facetKey(include, ""))}.*` },
      },
    },
  });
  const chosen = [...chosenValues(filter).keys()];
  const own = chosen.map((name, index) => [`own${index}`, counted(filtersOf(filter, name), name)] as const);
  return { others: counted(filtersOf(filter)), ...Object.fromEntries(own) };
}

interface Counted {
  readonly values: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
}

/** The counts in the answer to `facetAggregations`. */
export function facetCounts(
  filter: SearchFilter,
  aggregations: Readonly<Record<string, unknown>>,
): readonly FacetCount[] {
  const chosen = [...chosenValues(filter).keys()];
  const read = (aggregation: string) =>
    ((aggregations[aggregation] as Counted | undefined)?.values.buckets ?? []).map(({ key, doc_count }) => {
      const [name, value] = parseFacetKey(key);
      return { name, value, count: doc_count };
    });
  const others = read("others").filter(({ name }) => !chosen.includes(name));
  return [...others, ...chosen.flatMap((_, index) => read(`own${index}`))];
}

/** Lucene's regular expressions have these as operators. */
function literally(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, "\\$&");
}
