import type { GraphQLResolveInfo } from "graphql";
import { type Category, type Product, ProductSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { listsTag } from "../../kit/storage/cache-tags.ts";
import type { GatewayContext } from "../context.ts";
import type { CategoryTree } from "./category-tree.ts";
import { toMarketPrices } from "./market-directory.ts";
import { readMaskOf } from "./products.ts";

/** The lowest prices of two similar products differ by at most this factor. */
const similarFactor = 2n;

/**
 * Returns other products of the product's deepest category, best selling first, and those with a similar price before the others.
 * Products that a document selects side by side share one call.
 */
export async function findRelatedProducts(
  { loaders, cacheHints, market }: GatewayContext,
  info: GraphQLResolveInfo,
  { product, size }: { readonly product: Product; readonly size: number },
): Promise<readonly Product[]> {
  const { id, categoryIds } = product;
  if (categoryIds.length === 0) return [];
  const category = deepestOf(
    categoryIds,
    await loaders.categories(({ byId }) => categoryIds.every((key) => byId.has(key))),
  );
  if (category === undefined) return [];
  const { products } = await loaders.firstPage.load({
    // Twice as many best sellers as needed, so that those with a similar price can come first. One may be the product itself.
    pageSize: 2 * size + 1,
    categorySlug: category.slug,
    sort: ProductSort.BEST_SELLING,
    ...readMaskOf(info),
    prices: toMarketPrices(market),
  });
  cacheHints.tags.add(listsTag);
  const others = products.filter((other) => other.id !== id);
  const similar = others.filter((other) => isSimilar(other, product));
  return [...similar, ...others.filter((other) => !similar.includes(other))].slice(0, size);
}

/** Returns the category with the most ancestors, and of several the first. */
function deepestOf(ids: readonly string[], { byId }: CategoryTree): Category | undefined {
  const depthOf = (category: Category | undefined): number =>
    category === undefined ? 0 : 1 + depthOf(byId.get(category.parentId ?? ""));
  const categories = ids.flatMap((id) => byId.get(id) ?? []);
  return categories.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
}

function isSimilar({ minPrice: other }: Product, { minPrice: own }: Product): boolean {
  if (own === undefined || other?.currencyCode !== own.currencyCode) return false;
  const [low, high] =
    own.amountMinor < other.amountMinor ? [own.amountMinor, other.amountMinor] : [other.amountMinor, own.amountMinor];
  return high <= low * similarFactor;
}
