import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import type { CategoryTree } from "../data/category-tree.ts";
import { requireMoney, toDate } from "../data/mappers/protobuf.ts";
import { listProductChanges } from "../data/products.ts";
import { findRelatedProducts } from "../data/related-products.ts";
import { pageSize } from "../graphql/connection.ts";
import type { ProductChangeResolvers, ProductResolvers } from "../graphql/schema.generated.ts";
import { limits } from "../policies/limits.ts";

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
  // Lists resolve `categories` and `variants` often, so both are synchronous when their data is loaded already.
  categories: ({ categoryIds }, _args, { loaders }) => {
    if (categoryIds.length === 0) return [];
    const tree = loaders.categories(({ byId }) => categoryIds.every((id) => byId.has(id)));
    const pick = ({ byId }: CategoryTree) => categoryIds.flatMap((id) => byId.get(id) ?? []);
    return tree instanceof Promise ? tree.then(pick) : pick(tree);
  },
  variants: ({ id, variants }, _args, { loaders }, info) => {
    // Every product has at least one variant. An empty list means that the variants were not loaded.
    if (variants.length > 0) return variants;
    return loaders
      .productWithVariants(info)
      .load(id)
      .then((found) => found?.variants ?? []);
  },
  relatedProducts: async (self, { first }, ctx, info) => {
    const size = pageSize(first, { defaultSize: 8, maxSize: limits.relatedProducts });
    return [...(await findRelatedProducts(ctx, info, { product: self, size }))];
  },
  priceRange: ({ minPrice, maxPrice }) => ({ min: requireMoney(minPrice), max: requireMoney(maxPrice) }),
  changes: (self, args, ctx) => listProductChanges(ctx, self, args),
  unitsSold: async ({ id }, _args, { caller, loaders }) =>
    hasPermission(caller.identity, Permission.CATALOG_WRITE) ? ((await loaders.unitsSold.load(id)) ?? null) : null,
  createdAt: ({ createTime }) => toDate(createTime),
  updatedAt: ({ updateTime }) => toDate(updateTime),
};

export const productChange: ProductChangeResolvers = {
  at: ({ createTime }) => toDate(createTime),
};
