import type { GraphQLResolveInfo } from "graphql";
import { CatalogService, SearchSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { listsTag } from "../../kit/storage/cache-tags.ts";
import type { GatewayContext } from "../context.ts";
import { connection, pageSize } from "../graphql/connection.ts";
import { isSelected } from "../graphql/read-mask.ts";
import type { QuerySearchArgs, QuerySuggestArgs } from "../graphql/schema.generated.ts";
import { required } from "./mappers/protobuf.ts";
import { readMaskOf } from "./products.ts";

/** A page of search results in one call. */
export async function searchProducts(ctx: GatewayContext, info: GraphQLResolveInfo, args: QuerySearchArgs) {
  const after = args.after ?? "";
  const found = await ctx.catalog(CatalogService.method.searchProducts, {
    query: args.query,
    pageSize: pageSize(args.first),
    pageToken: after,
    filter: filterOf(args.filter),
    sort: SearchSort[args.sort ?? "RELEVANCE"],
    ...readMaskOf(info),
    withFacets: isSelected(info, "facets"),
  });
  ctx.loaders.remember(found.hits.flatMap(({ product }) => product ?? []));
  ctx.cacheHints.tags.add(listsTag);
  if (found.degraded) ctx.cacheHints.passing = true;
  const page = connection(found.hits, { ...found, pageTokens: found.hits.map(({ pageToken }) => pageToken), after });
  return {
    pageInfo: page.pageInfo,
    edges: page.edges.map(({ cursor, node: hit }) => ({
      cursor,
      node: required(hit.product, "a product"),
      highlight: hit.highlight ?? null,
      score: hit.score ?? null,
    })),
    totalCount: found.totalSize,
    facets: found.facets,
    degraded: found.degraded,
    tookMs: found.tookMs,
  };
}

/** Suggestions with all that is asked of them, in one call. */
export async function suggest(ctx: GatewayContext, info: GraphQLResolveInfo, { prefix, first }: QuerySuggestArgs) {
  const { suggestions } = await ctx.catalog(CatalogService.method.suggest, {
    prefix,
    size: pageSize(first, { usual: 8, most: 20 }),
    ...readMaskOf(info),
  });
  ctx.loaders.remember(suggestions.flatMap(({ product }) => product ?? []));
  ctx.cacheHints.tags.add(listsTag);
  return suggestions.map(({ text, product, category }) => ({
    text,
    product: product ?? null,
    category: category ?? null,
  }));
}

function filterOf(filter: QuerySearchArgs["filter"]) {
  const { minPrice, maxPrice, inStock } = filter ?? {};
  return {
    categorySlug: filter?.categorySlug ?? "",
    brands: [...(filter?.brands ?? [])],
    attributes: (filter?.attributes ?? []).map(({ name, values }) => ({ name, values: [...values] })),
    ...(typeof minPrice === "bigint" ? { minPriceMinor: minPrice } : {}),
    ...(typeof maxPrice === "bigint" ? { maxPriceMinor: maxPrice } : {}),
    ...(typeof inStock === "boolean" ? { inStock } : {}),
  };
}
