import type { Facet, SearchFilter } from "./port.ts";

export interface FacetCount {
  /** "category", "brand" or "attribute:NAME". */
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const attributePrefix = "attribute:";
const namesakes: ReadonlySet<string> = new Set([`${attributePrefix}category`, `${attributePrefix}brand`]);
/** No name of a facet holds it. */
const separator = "\u001f";

/** Values of one facet, the most frequent first, that are told. */
export const mostFacetValues = 30;

/** A value of a facet as one word. */
export function facetKey(name: string, value: string): string {
  return `${name}${separator}${value}`;
}

export function parseFacetKey(key: string): readonly [name: string, value: string] {
  const at = key.indexOf(separator);
  return [key.slice(0, at), key.slice(at + 1)];
}

/** The values that a filter chooses, by facet. Prices and stock are no facets. */
export function chosenValues(filter: SearchFilter): ReadonlyMap<string, readonly string[]> {
  return new Map<string, readonly string[]>([
    ...(filter.categorySlug === "" ? [] : [["category", [filter.categorySlug]] as const]),
    ...(filter.brands.length === 0 ? [] : [["brand", filter.brands] as const]),
    ...filter.attributes.map(({ name, values }) => [`${attributePrefix}${name}`, values] as const),
  ]);
}

/**
 * Counts as facets: category, brand, and one for each attribute under its own name. An attribute that is called as one
 * of the first two has none: nobody could tell which of them is chosen.
 */
export function facetsOf(counts: readonly FacetCount[], filter: SearchFilter): readonly Facet[] {
  const chosen = chosenValues(filter);
  const facets = Map.groupBy(counts, ({ name }) => name);
  const names = [...facets.keys()].filter((name) => !namesakes.has(name)).sort();
  return names.map((name) => {
    const values = (facets.get(name) ?? []).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return {
      name: name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : name,
      values: values.slice(0, mostFacetValues).map(({ value, count }) => ({
        value,
        count,
        selected: chosen.get(name)?.includes(value) ?? false,
      })),
    };
  });
}
