import type { CategoryTree } from "../data/category-tree.ts";
import { pageSize } from "../graphql/connection.ts";
import type { FacetResolvers, FacetType, FacetValueResolvers } from "../graphql/schema.generated.ts";

const types: Readonly<Record<string, FacetType>> = { category: "CATEGORY", brand: "BRAND" };

export const facet: FacetResolvers = {
  type: ({ name }) => types[name] ?? "ATTRIBUTE",
  label: ({ name }) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  values: ({ name, values }, { first }) => {
    const size = pageSize(first, { defaultSize: 30, maxSize: 200 });
    const shown = values.filter(({ selected }, index) => index < size || selected);
    if (name !== "category") return shown;
    const slugs = new Set(shown.map(({ value }) => value));
    return shown.map(({ value, count, selected }) => ({ value, count, selected, slugs }));
  },
};

export const facetValue: FacetValueResolvers = {
  label: ({ value, slugs }, _args, { loaders }) => {
    if (slugs === undefined) return value;
    const nameOf = ({ bySlug }: CategoryTree) => bySlug.get(value)?.name ?? value;
    const tree = loaders.categories(({ bySlug }) => bySlug.has(value));
    return tree instanceof Promise ? tree.then(nameOf) : nameOf(tree);
  },
  parentValue: ({ value, slugs }, _args, { loaders }) => {
    if (slugs === undefined) return null;
    const parentOf = ({ byId, bySlug }: CategoryTree) => {
      const slug = byId.get(bySlug.get(value)?.parentId ?? "")?.slug;
      return slug !== undefined && slugs.has(slug) ? slug : null;
    };
    const tree = loaders.categories(({ bySlug }) => bySlug.has(value));
    return tree instanceof Promise ? tree.then(parentOf) : parentOf(tree);
  },
};
