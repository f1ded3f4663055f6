import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, ProductSort, ProductView } from "../../proto/gen/catalog/v1/catalog_pb.js";
import type { GatewayContext } from "./context.ts";
import { connection, pageSize } from "./pages.ts";
import type { ProductSort as SortName } from "./schema.generated.ts";
import { selects } from "./selection.ts";

/** Variants with their prices and stock are read only when they are asked for. */
export function viewOf(info: GraphQLResolveInfo): ProductView {
  return selects(info, "variants") ? ProductView.FULL : ProductView.BASIC;
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
  return connection(page.products, { ...page, after: after ?? "" });
}
