import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, type Product, ProductSort, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { GatewayContext } from "./context.ts";
import { connection, pageSize } from "./pages.ts";
import type { ProductSort as SortName } from "./schema.generated.ts";
import { selects } from "./selection.ts";

/** Variants with their prices and stock are read only when they are asked for. */
export function viewOf(info: GraphQLResolveInfo): ProductView {
  return selects(info, "variants") ? ProductView.FULL : ProductView.BASIC;
}

/** What was fetched once in a request need not be fetched again: a variant's product, say. */
export function remember({ loaders }: GatewayContext, products: readonly Product[]): void {
  for (const product of products) {
    loaders.product.prime(product.id, product);
    if (product.variants.length > 0) loaders.productWithVariants.prime(product.id, product);
  }
}

export interface ProductsArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly sort?: SortName | null | undefined;
  readonly categorySlug?: string | null | undefined;
}

/** A page of products in one call. */
export async function listProducts(
  ctx: GatewayContext,
  info: GraphQLResolveInfo,
  { first, after, sort, categorySlug }: ProductsArgs,
) {
  const page = await ctx.catalog(CatalogService.method.listProducts, {
    pageSize: pageSize(first),
    pageToken: after ?? "",
    categorySlug: categorySlug ?? "",
    sort: ProductSort[sort ?? "NEWEST"],
    view: viewOf(info),
  });
  remember(ctx, page.products);
  return connection(page.products, { ...page, after: after ?? "" });
}
