import { listProducts } from "../data/products.ts";
import type { CategoryResolvers } from "../graphql/schema.generated.ts";

export const category: CategoryResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.categories(({ byId }) => byId.has(id))).byId.get(id) ?? null,
  parent: async ({ parentId }, _args, { loaders }) =>
    parentId === undefined ? null : ((await loaders.categories()).byId.get(parentId) ?? null),
  children: async ({ id }, _args, { loaders }) => [...((await loaders.categories()).children.get(id) ?? [])],
  path: async (self, _args, { loaders }) => {
    const { byId } = await loaders.categories();
    return [...self.ancestorIds.flatMap((id) => byId.get(id) ?? []), self];
  },
  position: async ({ id }, _args, { loaders }) =>
    (await loaders.categories(({ positions }) => positions.has(id))).positions.get(id) ?? 0,
  productCount: async ({ id }, _args, { loaders }) => (await loaders.productCounts()).get(id) ?? 0,
  products: ({ slug }, { first, after, sort }, ctx, info) =>
    listProducts(ctx, info, { first, after, sort, categorySlug: slug }),
};
