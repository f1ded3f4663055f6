import type { ProductResolvers } from "../schema.generated.ts";
import { dateOf, moneyOf } from "../values.ts";

export const product: ProductResolvers = {
  __resolveReference: async (reference, { loaders }) => {
    const { id, slug = "" } = reference as { id?: string; slug?: string };
    const found =
      id === undefined ? loaders.productBySlugWithVariants.load(slug) : loaders.productWithVariants.load(id);
    return (await found) ?? null;
  },
  brand: ({ brand }) => brand ?? null,
  categories: async ({ categoryIds }, _args, { loaders }) => {
    if (categoryIds.length === 0) return [];
    const { byId } = await loaders.categories((tree) => categoryIds.every((id) => tree.byId.has(id)));
    return categoryIds.flatMap((id) => byId.get(id) ?? []);
  },
  variants: async ({ id, variants }, _args, { loaders }) => {
    // A product without any was fetched without: every product has at least one.
    if (variants.length > 0) return variants;
    return (await loaders.productWithVariants.load(id))?.variants ?? [];
  },
  priceRange: ({ minPrice, maxPrice }) => ({ min: moneyOf(minPrice), max: moneyOf(maxPrice) }),
  createdAt: ({ createTime }) => dateOf(createTime),
  updatedAt: ({ updateTime }) => dateOf(updateTime),
};
