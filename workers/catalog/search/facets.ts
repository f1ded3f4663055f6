import type { Facet, SearchFilter } from "./port.ts";

export interface FacetRow extends Record<string, unknown> {
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const attributePrefix = "attribute:";

/** Counts as facets: category, brand, and one for each attribute under its own name. */
export function facetsOf(rows: readonly FacetRow[], filter: SearchFilter): readonly Facet[] {
  const chosen = new Map<string, readonly string[]>([
    ["category", filter.categorySlug === "" ? [] : [filter.categorySlug]],
    ["brand", filter.brands],
    ...filter.attributes.map(({ name, values }): [string, readonly string[]] => [`${attributePrefix}${name}`, values]),
  ]);
  const facets = new Map<string, { value: string; count: number; selected: boolean }[]>();
  for (const { name, value, count } of rows) {
    const values = facets.get(name) ?? [];
    values.push({ value, count, selected: chosen.get(name)?.includes(value) ?? false });
    facets.set(name, values);
  }
  return [...facets].map(([name, values]) => ({
    name: name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : name,
    values,
  }));
}
