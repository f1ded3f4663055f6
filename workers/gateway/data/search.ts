import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, SearchSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { listsTag } from "../../kit/storage/cache-tags.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { isSelected, isSelectedOrDeferred } from "../graphql/read-mask.ts";
import type { QuerySearchArgs, QuerySuggestArgs } from "../graphql/schema.generated.ts";
import { required } from "./mappers/protobuf.ts";
import { toMarketPrices } from "./market-directory.ts";
import { readMaskOf } from "./products.ts";

/** Returns a page of search results. It needs one call. */
export async function searchProducts(
  { services, loaders, cacheHints, market }: GatewayContext,
  info: GraphQLResolveInfo,
  args: QuerySearchArgs,
) {
  const after = args.after ?? "";
  const result = await services.catalog(CatalogService.method.searchProducts, {
    query: args.query,
    pageSize: pageSize(args.first),
    pageToken: after,
    filter: toSearchFilter(args.filter),
    sort: SearchSort[args.sort ?? "RELEVANCE"],
    ...readMaskOf(info),
    prices: toMarketPrices(market),
    withFacets: isSelected(info, "facets"),
    withoutHighlights: !isSelectedOrDeferred(info, "highlight"),
    withSummary: isSelected(info, "priceBounds") || isSelected(info, "inStockCount"),
  });
  loaders.prime(result.hits.flatMap(({ product }) => product ?? []));
  cacheHints.tags.add(listsTag);
  if (result.degraded) cacheHints.uncacheable = true;
  const page = connection(result.hits, { ...result, pageTokens: result.hits.map(({ pageToken }) => pageToken), after });
  return {
    pageInfo: page.pageInfo,
    edges: page.edges.map(({ cursor, node: hit }) => ({
      cursor,
      node: required(hit.product, "a product"),
      highlight: hit.highlight ?? null,
      score: hit.score ?? null,
    })),
    totalCount: result.totalSize,
    facets: result.facets,
    priceBounds: result.minPrice && result.maxPrice ? { min: result.minPrice, max: result.maxPrice } : null,
    inStockCount: result.inStockCount,
    correctedQuery: result.correctedQuery ?? null,
    degraded: result.degraded,
    tookMs: result.tookMs,
  };
}

/** Returns suggestions with all selected fields. It needs one call. */
export async function suggest(
  { services, loaders, cacheHints, market }: GatewayContext,
  info: GraphQLResolveInfo,
  { prefix, first }: QuerySuggestArgs,
) {
  const { suggestions } = await services.catalog(CatalogService.method.suggest, {
    prefix,
    size: pageSize(first, { defaultSize: 8, maxSize: 20 }),
    ...readMaskOf(info),
    prices: toMarketPrices(market),
  });
  loaders.prime(suggestions.flatMap(({ product }) => product ?? []));
  cacheHints.tags.add(listsTag);
  return suggestions.map(({ text, product, category }) => ({
    text,
    product: product ?? null,
    category: category ?? null,
  }));
}

function toSearchFilter(filter: QuerySearchArgs["filter"]) {
  const { minPrice, maxPrice, inStock } = filter ?? {};
  return {
    categorySlug: filter?.categorySlug ?? "",
    currencyCode: filter?.currency ?? "",
    brands: [...(filter?.brands ?? [])],
    attributes: (filter?.attributes ?? []).map(({ name, values }) => ({ name, values: [...values] })),
    ...(typeof minPrice === "bigint" ? { minPriceMinor: minPrice } : {}),
    ...(typeof maxPrice === "bigint" ? { maxPriceMinor: maxPrice } : {}),
    ...(typeof inStock === "boolean" ? { inStock } : {}),
  };
}
