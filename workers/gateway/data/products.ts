import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, type Product, ProductSort, ProductView } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { listsTag } from "../../kit/storage/cache-tags.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { isSelected, productFieldMask } from "../graphql/read-mask.ts";
import type { ProductSort as SortName } from "../graphql/schema.generated.ts";
import { toMarketPrices } from "./market-directory.ts";

/** Returns the view and the read mask of products. Variants are included only when the field selects them. */
export function readMaskOf(info: GraphQLResolveInfo) {
  return { view: viewOf(info), readMask: productFieldMask(info) };
}

function viewOf(info: GraphQLResolveInfo): ProductView {
  return isSelected(info, "variants") ? ProductView.FULL : ProductView.BASIC;
}

export interface LookupKey {
  readonly type: "id" | "slug";
  readonly value: string;
}

/** Returns one product. Products that a document selects side by side are loaded in one call. */
export async function findProduct(
  { loaders }: GatewayContext,
  info: GraphQLResolveInfo,
  { type, value }: LookupKey,
): Promise<Product | null> {
  const [basic, full] =
    type === "id"
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

/** Returns a page of products. First pages of several categories that a document selects side by side share one call. */
export async function listProducts(
  { services, loaders, cacheHints, market }: GatewayContext,
  info: GraphQLResolveInfo,
  { first, after, sort, categorySlug }: ProductsArgs,
) {
  const request = {
    pageSize: pageSize(first),
    categorySlug: categorySlug ?? "",
    sort: ProductSort[sort ?? "NEWEST"],
    ...readMaskOf(info),
    prices: toMarketPrices(market),
  };
  const page = after
    ? await services.catalog(CatalogService.method.listProducts, { ...request, pageToken: after })
    : await loaders.firstPage.load(request);
  if (after) loaders.prime(page.products);
  cacheHints.tags.add(listsTag);
  return connection(page.products, { ...page, after: after ?? "" });
}

/** Returns a page of the changes of a product. Empty for callers who are not catalog managers. */
export async function listProductChanges(
  { caller, services }: GatewayContext,
  { id: productId }: Product,
  { first, after }: Pick<ProductsArgs, "first" | "after">,
) {
  const request = { productId, pageSize: pageSize(first), pageToken: after ?? "" };
  if (!hasPermission(caller.identity, Permission.CATALOG_WRITE)) {
    return connection([], { pageTokens: [], nextPageToken: "", after: "" });
  }
  const page = await services.catalog(CatalogService.method.listProductChanges, request);
  return connection(page.changes, { ...page, after: after ?? "" });
}
