import { type SearchProductsRequest, SearchSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/paging.ts";
import type { CatalogContext } from "../context.ts";
import { productMessage, selectionOf } from "../messages.ts";
import type { SearchFilter, SearchSort as Sort } from "../search/port.ts";

const sorts: Readonly<Record<SearchSort, Sort>> = {
  [SearchSort.UNSPECIFIED]: "relevance",
  [SearchSort.RELEVANCE]: "relevance",
  [SearchSort.PRICE_ASC]: "price_asc",
  [SearchSort.PRICE_DESC]: "price_desc",
  [SearchSort.NEWEST]: "newest",
  [SearchSort.BEST_SELLING]: "best_selling",
};

const mostFilterValues = 50;

export async function searchProducts(request: SearchProductsRequest, ctx: CatalogContext) {
  const startedAt = ctx.now();
  const text = request.query.trim();
  if (text === "" || text.length > 200) throw invalid("INVALID_QUERY", "1 to 200 characters are needed", "query");
  const size = parsePageSize(request.pageSize);
  const sort = sorts[request.sort];
  const page = await ctx.search.search({
    text,
    size,
    sort,
    filter: parseFilter(request.filter),
    after: parsePosition(request.pageToken, sort),
    selection: selectionOf(request.view),
    facets: request.withFacets,
  });
  const hits = page.hits.slice(0, size).map(({ product, sortValue, score, highlight }) => ({
    product: productMessage(product),
    pageToken: encodePageToken([sort, sortValue, product.id]),
    score,
    ...(highlight === null ? {} : { highlight }),
  }));
  return {
    hits,
    nextPageToken: page.hits.length > size ? (hits.at(-1)?.pageToken ?? "") : "",
    totalSize: page.total,
    facets: page.facets.map(({ name, values }) => ({ name, values: [...values] })),
    degraded: false,
    tookMs: ctx.now() - startedAt,
  };
}

function parseFilter(filter: SearchProductsRequest["filter"]): SearchFilter {
  const { minPriceMinor, maxPriceMinor, inStock } = filter ?? {};
  const attributes = filter?.attributes ?? [];
  const brands = filter?.brands ?? [];
  const many = [brands, attributes, ...attributes.map(({ values }) => values)];
  if (many.some(({ length }) => length > mostFilterValues)) {
    throw invalid("TOO_MANY_VALUES", `at most ${mostFilterValues} of a kind`, "filter");
  }
  if (minPriceMinor !== undefined && maxPriceMinor !== undefined && minPriceMinor > maxPriceMinor) {
    throw invalid("INVALID_PRICE_RANGE", "minPrice is above maxPrice", "filter", "minPrice");
  }
  return { categorySlug: filter?.categorySlug ?? "", brands, minPriceMinor, maxPriceMinor, inStock, attributes };
}

/** A cursor is good for the order it was made in, and for no other. */
function parsePosition(token: string, sort: Sort): readonly [string, string] | undefined {
  if (token === "") return undefined;
  const [of, value = "", id = ""] = decodePageToken(token);
  if (of !== sort || !/^-?\d{1,30}(\.\d{1,12})?$/.test(value)) {
    throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  }
  return [value, id];
}
