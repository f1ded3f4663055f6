import type { CategoryTree } from "../data/category-tree.ts";
import { requireMoney, toDate } from "../data/mappers/protobuf.ts";
import type { ProductResolvers } from "../graphql/schema.generated.ts";

export const product: ProductResolvers = {
  __resolveReference: async (reference, { loaders }, info) => {
    const { id, slug = "" } = reference as { id?: string; slug?: string };
    const found =
      id === undefined
        ? loaders.productBySlugWithVariants(info).load(slug)
        : loaders.productWithVariants(info).load(id);
    return (await found) ?? null;
  },
  brand: ({ brand }) => brand ?? null,
  // Lists have many of these two: what is there already is not waited for.
  categories: ({ categoryIds }, _args, { loaders }) => {
    if (categoryIds.length === 0) return [];
    const tree = loaders.categories(({ byId }) => categoryIds.every((id) => byId.has(id)));
    const found = ({ byId }: CategoryTree) => categoryIds.flatMap((id) => byId.get(id) ?? []);
    return tree instanceof Promise ? tree.then(found) : found(tree);
  },
  variants: ({ id, variants }, _args, { loaders }, info) => {
    // A product without any was fetched without: every product has at least one.
    if (variants.length > 0) return variants;
    return loaders
      .productWithVariants(info)
      .load(id)
      .then((found) => found?.variants ?? []);
  },
  priceRange: ({ minPrice, maxPrice }) => ({ min: requireMoney(minPrice), max: requireMoney(maxPrice) }),
  createdAt: ({ createTime }) => toDate(createTime),
  updatedAt: ({ updateTime }) => toDate(updateTime),
};
