import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, type Product, ProductSort, ProductView } from "../../../proto/gen/catalog/v1/catalog_pb.js";
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
