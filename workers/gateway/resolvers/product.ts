import { CatalogService, ProductView } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { orNull } from "../errors.ts";
import type { ProductResolvers } from "../schema.generated.ts";
import { dateOf, moneyOf, present } from "../values.ts";

export const product: ProductResolvers = {
  __resolveReference: (reference, { loaders, catalog }) => {
    const { id, slug } = reference as { id?: string; slug?: string };
    if (id !== undefined) return loaders.productWithVariants.load(id).then((found) => found ?? null);
    return orNull(async () => {
      const key = { case: "slug", value: slug ?? "" } as const;
      const found = await catalog(CatalogService.method.getProduct, { key, view: ProductView.FULL });
      return present(found.product, "a product");
    });
  },
  brand: ({ brand }) => brand ?? null,
  categories: async ({ categoryIds }, _args, { loaders }) => {
    if (categoryIds.length === 0) return [];
    const { byId } = await loaders.categories();
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
