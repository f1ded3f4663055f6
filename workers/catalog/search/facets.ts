import { maxCounts } from "../domain/limits.ts";
import { compareNames } from "./natural-order.ts";
import type { Facet, SearchFilter } from "./port.ts";

export interface FacetCount {
  /** "category", "brand" or "attribute:NAME". */
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const attributePrefix = "attribute:";
const reservedNames: ReadonlySet<string> = new Set([`${attributePrefix}category`, `${attributePrefix}brand`]);
/** A control character, which facet names cannot contain. */
const separator = "\u001f";

/** Returns a facet's name and value as one keyword. */
export function facetKey(name: string, value: string): string {
  return `${name}${separator}${value}`;
}

export function parseFacetKey(key: string): readonly [name: string, value: string] {
  const at = key.indexOf(separator);
  return [key.slice(0, at), key.slice(at + 1)];
}

/** Returns the values that a filter selects, by facet. Prices and stock are not facets. */
export function selectedValues(filter: SearchFilter): ReadonlyMap<string, readonly string[]> {
  return new Map<string, readonly string[]>([
    ...(filter.categorySlug === "" ? [] : [["category", [filter.categorySlug]] as const]),
    ...(filter.brands.length === 0 ? [] : [["brand", filter.brands] as const]),
    ...filter.attributes.map(({ name, values }) => [`${attributePrefix}${name}`, values] as const),
  ]);
}

/**
 * Builds facets from counts: category, brand, and one per attribute or option under its own name. Attributes that are
 * named "category" or "brand" have no facet, because a client could not distinguish them from the built-in ones. A facet
 * has all selected values, also those that no product has. Values with equal counts have the order of names. `total` is the
 * number of hits.
 */
export function buildFacets(counts: readonly FacetCount[], filter: SearchFilter, total: number): readonly Facet[] {
  const selected = selectedValues(filter);
  const facets = Map.groupBy(counts, ({ name }) => name);
  const names = [...new Set([...facets.keys(), ...selected.keys()])]
    .filter((name) => !reservedNames.has(name))
    .sort(compareNames);
  return names.map((name) => {
    const chosen = new Set(selected.get(name));
    const counted = (facets.get(name) ?? []).map(({ value, count }) => ({ value, count, selected: chosen.has(value) }));
    const known = new Set(counted.map(({ value }) => value));
    // The counts are of a product's own categories. A selected category without products of its own has descendants.
    const missing = [...chosen].filter((value) => !known.has(value));
    const others = missing.map((value) => ({ value, count: name === "category" ? total : 0, selected: true }));
    const values = [...counted, ...others].toSorted((a, b) => b.count - a.count || compareNames(a.value, b.value));
    return {
      name: name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : name,
      values: values.filter((value, index) => index < maxCounts.facetValues || value.selected),
    };
  });
}
