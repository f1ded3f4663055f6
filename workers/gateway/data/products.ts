import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, type Product, ProductSort, ProductView } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { listsTag } from "../../kit/storage/cache-tags.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { isSelected, productFieldMask } from "../graphql/read-mask.ts";
import type { ProductSort as SortName } from "../graphql/schema.generated.ts";

/** How much of products is read: what is asked of them, and variants only where they are not asked for later. */
export function readMaskOf(info: GraphQLResolveInfo) {
  return { view: viewOf(info), readMask: productFieldMask(info) };
}

function viewOf(info: GraphQLResolveInfo): ProductView {
  return isSelected(info, "variants") ? ProductView.FULL : ProductView.BASIC;
}

/** One product; those that a document asks for beside each other are fetched together. */
export async function findProduct(
  ctx: GatewayContext,
  info: GraphQLResolveInfo,
  { case: by, value }: { readonly case: "id" | "slug"; readonly value: string },
): Promise<Product | null> {
  const { loaders } = ctx;
  const [basic, full] =
    by === "id"
      ? [loaders.product, loaders.productWithVariants]
      : [loaders.productBySlug, loaders.productBySlugWithVariants];
  return (await (viewOf(info) === ProductView.FULL ? full : basic)(info).load(value)) ?? null;
}

export interface ProductsArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly sort?: SortName | null | undefined;
  readonly categorySlug?: string | null | undefined;
}

/** A page of products in one call. First pages of categories that a document asks for beside each other share it. */
export async function listProducts(
  ctx: GatewayContext,
  info: GraphQLResolveInfo,
  { first, after, sort, categorySlug }: ProductsArgs,
) {
  const list = {
    pageSize: pageSize(first),
    categorySlug: categorySlug ?? "",
    sort: ProductSort[sort ?? "NEWEST"],
    ...readMaskOf(info),
  };
  const page = after
    ? await ctx.catalog(CatalogService.method.listProducts, { ...list, pageToken: after })
    : await ctx.loaders.firstPage.load(list);
  if (after) ctx.loaders.remember(page.products);
  ctx.cacheHints.tags.add(listsTag);
  return connection(page.products, { ...page, after: after ?? "" });
}
