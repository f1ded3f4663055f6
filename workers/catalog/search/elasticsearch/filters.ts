import type { estypes } from "@elastic/elasticsearch";
import { type FacetCount, facetKey, parseFacetKey, selectedValues } from "../facets.ts";
import type { SearchFilter, SearchSummary } from "../port.ts";
import type { Query } from "./queries.ts";

type Aggregation = estypes.AggregationsAggregationContainer;

/** Maximum number of values of all facets without a selected value. Beyond it, the least frequent ones are omitted. */
const maxValues = 5_000;

interface NamedClause {
  readonly name: string;
  readonly clause: Query;
}

function productClauses(filter: SearchFilter): readonly NamedClause[] {
  const { categorySlug, brands, inStock, currency } = filter;
  const clauses: NamedClause[] = [];
  // All variants of a product have its currency.
  if (filter.minPriceMinor !== undefined || filter.maxPriceMinor !== undefined) {
    clauses.push({ name: "price", clause: { term: { currency } } });
  }
  if (categorySlug !== "") clauses.push({ name: "category", clause: { term: { categories: categorySlug } } });
  if (brands.length > 0) {
    clauses.push({ name: "brand", clause: { terms: { facets: brands.map((brand) => facetKey("brand", brand)) } } });
  }
  if (inStock === false) clauses.push({ name: "inStock", clause: { term: { inStock } } });
  return clauses;
}

function variantClauses({ minPriceMinor, maxPriceMinor, inStock, attributes }: SearchFilter): readonly NamedClause[] {
  const clauses: NamedClause[] = attributes.map(({ name: attribute, values }) => {
    const name = `attribute:${attribute}`;
    return { name, clause: { terms: { "offers.facets": values.map((value) => facetKey(name, value)) } } };
  });
  if (minPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { "offers.price": { gte: `${minPriceMinor}` } } } });
  if (maxPriceMinor !== undefined)
    clauses.push({ name: "price", clause: { range: { "offers.price": { lte: `${maxPriceMinor}` } } } });
  if (inStock === true) clauses.push({ name: "inStock", clause: { term: { "offers.available": true } } });
  return clauses;
}

const withoutFilter = (clauses: readonly NamedClause[], except: string | undefined): Query[] =>
  clauses.flatMap(({ name, clause }) => (name === except ? [] : [clause]));

/** Returns the clauses of all filters, except those of the facet `except`. One variant must match all of its filters. */
export function filterClauses(filter: SearchFilter, except?: string): Query[] {
  const ofVariant = withoutFilter(variantClauses(filter), except);
  const nested: Query[] =
    ofVariant.length === 0 ? [] : [{ nested: { path: "offers", query: { bool: { filter: ofVariant } } } }];
  return [...withoutFilter(productClauses(filter), except), ...nested];
}

/**
 * Counts facet values under all filters. A facet with a selected value is counted without its own filter, so that clients
 * can select a second value; its selected values are counted even if they are rare. The filters are post filters: the
 * aggregations see all products that the query matches.
 */
export function facetAggregations(filter: SearchFilter): Record<string, Aggregation> {
  const own = [...selectedValues(filter)].map(([name, values], index) => {
    const prefix = `${escapeRegExp(facetKey(name, ""))}.*`;
    const terms = {
      // Elasticsearch breaks ties by bytes, so the most frequent values are selected in `buildFacets`.
      values: { size: maxValues, include: prefix },
      selected: { size: values.length, include: values.map((value) => facetKey(name, value)) },
    };
    const countValues = isOfVariant(name) ? countVariantValues : countProductValues;
    return [`own${index}`, countValues(filter, terms, name)] as const;
  });
  const others = { values: { size: maxValues } };
  return {
    products: countProductValues(filter, others),
    variants: countVariantValues(filter, others),
    ...Object.fromEntries(own),
  };
}

/** Aggregates what a page says about all hits. */
export function summaryAggregations(filter: SearchFilter): Record<string, Aggregation> {
  const field = "offers.price";
  return {
    prices: {
      filter: { bool: { filter: [...filterClauses(filter, "price"), { term: { currency: filter.currency } }] } },
      aggs: ofPassingOffers(withoutFilter(variantClauses(filter), "price"), {
        min: { min: { field } },
        max: { max: { field } },
      }),
    },
    inStock: {
      filter: { bool: { filter: filterClauses(filter) } },
      aggs: ofPassingOffers(
        [...withoutFilter(variantClauses(filter), undefined), { term: { "offers.available": true } }],
        {
          products: { reverse_nested: {} },
        },
      ),
    },
  };
}

function ofPassingOffers(filter: Query[], aggs: Record<string, Aggregation>): Record<string, Aggregation> {
  return { offers: { nested: { path: "offers" }, aggs: { passing: { filter: { bool: { filter } }, aggs } } } };
}

interface OffersAggregation<T> {
  readonly offers?: { readonly passing?: T };
}

/** Reads the response to `summaryAggregations`. */
export function toSummary(aggregations: Readonly<Record<string, unknown>>): SearchSummary {
  type Value = { readonly value: number | null };
  const prices = aggregations.prices as OffersAggregation<{ readonly min: Value; readonly max: Value }> | undefined;
  const inStock = aggregations.inStock as
    | OffersAggregation<{ readonly products: { readonly doc_count: number } }>
    | undefined;
  const { min, max } = prices?.offers?.passing ?? {};
  const priceBounds =
    typeof min?.value === "number" && typeof max?.value === "number"
      ? { minMinor: BigInt(min.value), maxMinor: BigInt(max.value) }
      : undefined;
  return { priceBounds, inStockCount: inStock?.offers?.passing?.products.doc_count ?? 0 };
}

type Terms = Readonly<Record<string, estypes.AggregationsTermsAggregation>>;

const isOfVariant = (facet: string): boolean => facet.startsWith("attribute:");

function countProductValues(filter: SearchFilter, terms: Terms, facet?: string): Aggregation {
  return { filter: { bool: { filter: filterClauses(filter, facet) } }, aggs: termsAggregations("facets", terms) };
}

/** Counts products, not variants, among the variants that pass the filters. */
function countVariantValues(filter: SearchFilter, terms: Terms, facet?: string): Aggregation {
  const passing: Aggregation = {
    filter: { bool: { filter: withoutFilter(variantClauses(filter), facet) } },
    aggs: termsAggregations("offers.facets", terms, {
      order: { products: "desc" },
      aggs: { products: { reverse_nested: {} } },
    }),
  };
  return {
    filter: { bool: { filter: filterClauses(filter, facet) } },
    aggs: { offers: { nested: { path: "offers" }, aggs: { passing } } },
  };
}

function termsAggregations(
  field: string,
  terms: Terms,
  { order, aggs }: { order?: Record<string, "desc">; aggs?: Record<string, Aggregation> } = {},
): Record<string, Aggregation> {
  const withOptions = Object.entries(terms).map(([name, options]) => [
    name,
    {
      terms: { field, ...options, ...(order === undefined ? {} : { order }) },
      ...(aggs === undefined ? {} : { aggs }),
    },
  ]);
  return Object.fromEntries(withOptions);
}

interface CountedValues {
  readonly buckets: readonly {
    readonly key: string;
    readonly doc_count: number;
    readonly products?: { readonly doc_count: number };
  }[];
}

interface FacetAggregation {
  readonly values?: CountedValues;
  readonly selected?: CountedValues;
  readonly offers?: { readonly passing: FacetAggregation };
}

/** Reads the counts from the response to `facetAggregations`. */
export function facetCounts(
  filter: SearchFilter,
  aggregations: Readonly<Record<string, unknown>>,
): readonly FacetCount[] {
  const selected = [...selectedValues(filter).keys()];
  const read = (name: string): readonly FacetCount[] => {
    const aggregation = aggregations[name] as FacetAggregation | undefined;
    const { values, selected: chosen } = aggregation?.offers?.passing ?? aggregation ?? {};
    const counts = new Map(
      [...(values?.buckets ?? []), ...(chosen?.buckets ?? [])].map((bucket) => [
        bucket.key,
        bucket.products?.doc_count ?? bucket.doc_count,
      ]),
    );
    return [...counts].map(([key, count]) => {
      const [facet, value] = parseFacetKey(key);
      return { name: facet, value, count };
    });
  };
  const others = [...read("products"), ...read("variants")].filter(({ name }) => !selected.includes(name));
  return [...others, ...selected.flatMap((_, index) => read(`own${index}`))];
}

/** Escapes the operators of Lucene's regular expressions. */
function escapeRegExp(text: string): string {
  return text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, "\\$&");
}
