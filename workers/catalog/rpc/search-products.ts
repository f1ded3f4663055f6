import { type SearchProductsRequest, SearchSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import type { Place, SearchFilter, SearchSort as Sort } from "../search/port.ts";
import { productMessage, selectionOf } from "./shared/mappers.ts";

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
  if (text.length > 200) throw invalid("INVALID_QUERY", "at most 200 characters are looked for", "query");
  const size = parsePageSize(request.pageSize);
  const sort = sorts[request.sort];
  const { value: page, degraded } = await ctx.search((port, signal) =>
    port.search(
      {
        text,
        size,
        sort,
        filter: parseFilter(request.filter),
        after: parsePlace(request.pageToken, sort),
        selection: selectionOf(request),
        facets: request.withFacets,
      },
      signal,
    ),
  );
  const hits = page.hits.map(({ product, place, score, highlight }) => ({
    product: productMessage(product),
    pageToken: pageTokenOf(place, sort),
    ...(score === null ? {} : { score }),
    ...(highlight === null ? {} : { highlight }),
  }));
  return {
    hits,
    nextPageToken: page.more ? (hits.at(-1)?.pageToken ?? "") : "",
    totalSize: page.total,
    facets: page.facets.map(({ name, values }) => ({ name, values: [...values] })),
    degraded,
    tookMs: ctx.now() - startedAt,
  };
}

function parseFilter(filter: SearchProductsRequest["filter"]): SearchFilter {
  const { minPriceMinor, maxPriceMinor, inStock } = filter ?? {};
  // None chosen is no filter, as with brands.
  const attributes = (filter?.attributes ?? []).filter(({ values }) => values.length > 0);
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

const engines = ["elasticsearch", "postgres"] as const;

function pageTokenOf({ engine, wide, value, id, count }: Place, sort: Sort): string {
  return encodePageToken([sort, engines.indexOf(engine), wide ? 1 : 0, value, count, id]);
}

/** A cursor is good for the order it was made in, and for no other. */
function parsePlace(token: string, sort: Sort): Place | undefined {
  if (token === "") return undefined;
  const [of, made = "", wide, value = "", count = "", id = ""] = decodePageToken(token);
  const engine = engines[Number(made)];
  if (
    of !== sort ||
    engine === undefined ||
    !/^-?\d{1,30}(\.\d{1,20})?(e-?\d{1,3})?$/.test(value) ||
    !/^\d{1,6}$/.test(count)
  ) {
    throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  }
  return { engine, wide: wide === "1", value, id, count: Number(count) };
}
