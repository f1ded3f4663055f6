import { type SearchProductsRequest, SearchSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { type CurrencyCode, parseCurrency } from "../../kit/domain/money.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts, maxLengths } from "../domain/limits.ts";
import type { SearchCursor, SearchFilter, SearchSummary, SearchSort as Sort } from "../search/port.ts";
import { countSearch } from "../search/query-counts.ts";
import { productMessage } from "./shared/mappers.ts";
import { productReadOf } from "./shared/selection.ts";

const sorts: Readonly<Record<SearchSort, Sort>> = {
  [SearchSort.UNSPECIFIED]: "relevance",
  [SearchSort.RELEVANCE]: "relevance",
  [SearchSort.PRICE_ASC]: "price_asc",
  [SearchSort.PRICE_DESC]: "price_desc",
  [SearchSort.NEWEST]: "newest",
  [SearchSort.BEST_SELLING]: "best_selling",
};

export async function searchProducts(request: SearchProductsRequest, ctx: CatalogContext) {
  const startedAt = ctx.now();
  const text = request.query.trim();
  if (text.length > maxLengths.searchQuery) {
    throw invalid("INVALID_QUERY", `Query must be at most ${maxLengths.searchQuery} characters`, "query");
  }
  const size = parsePageSize(request.pageSize);
  const sort = sorts[request.sort];
  const filter = parseFilter(request.filter, ctx.defaultCurrency);
  const { value: page, degraded } = await ctx.search((port, signal) =>
    port.search(
      {
        text,
        size,
        sort,
        filter,
        after: parseCursor(request.pageToken, sort),
        ...productReadOf(request, ctx),
        facets: request.withFacets,
        highlights: !request.withoutHighlights,
        summary: request.withSummary,
      },
      signal,
    ),
  );
  if (isFirstSearch(request)) countSearch(ctx, text, page.total);
  const hits = page.hits.map(({ product, cursor, score, highlight }) => ({
    product: productMessage(product),
    pageToken: encodeCursor(cursor, sort),
    ...(score === null ? {} : { score }),
    ...(highlight === null ? {} : { highlight }),
  }));
  return {
    hits,
    nextPageToken: page.hasNextPage ? (hits.at(-1)?.pageToken ?? "") : "",
    totalSize: page.total,
    facets: page.facets.map(({ name, values }) => ({ name, values: [...values] })),
    ...toBounds(page.summary, filter),
    inStockCount: page.summary.inStockCount,
    ...(page.correctedQuery === undefined ? {} : { correctedQuery: page.correctedQuery }),
    degraded,
    tookMs: ctx.now() - startedAt,
  };
}

/** Later pages, filters and other orders refine a search that was counted already. */
function isFirstSearch({ pageToken, filter, sort }: SearchProductsRequest): boolean {
  const { categorySlug = "", brands = [], attributes = [], minPriceMinor, maxPriceMinor, inStock } = filter ?? {};
  const isFiltered = categorySlug !== "" || brands.length > 0 || attributes.length > 0;
  const hasRange = minPriceMinor !== undefined || maxPriceMinor !== undefined || inStock !== undefined;
  return pageToken === "" && sorts[sort] === "relevance" && !isFiltered && !hasRange;
}

function toBounds({ priceBounds }: SearchSummary, { currency: currencyCode }: SearchFilter) {
  if (priceBounds === undefined) return {};
  const { minMinor, maxMinor } = priceBounds;
  return {
    minPrice: { amountMinor: minMinor, currencyCode },
    maxPrice: { amountMinor: maxMinor, currencyCode },
  };
}

function parseFilter(filter: SearchProductsRequest["filter"], defaultCurrency: CurrencyCode): SearchFilter {
  const { minPriceMinor, maxPriceMinor, inStock } = filter ?? {};
  // An attribute without values is no filter, like an empty list of brands.
  const attributes = (filter?.attributes ?? [])
    .filter(({ values }) => values.length > 0)
    .map(({ name, values }) => ({ name: toNfc(name), values: values.map(toNfc) }));
  const brands = (filter?.brands ?? []).map(toNfc);
  const lists = [brands, attributes, ...attributes.map(({ values }) => values)];
  if (lists.some(({ length }) => length > maxCounts.filterValues)) {
    throw invalid("TOO_MANY_VALUES", `A filter can have at most ${maxCounts.filterValues} values`, "filter");
  }
  // Longer values match no product and no category.
  requireLength([filter?.categorySlug ?? ""], maxLengths.slug, "categorySlug");
  requireLength(brands, maxLengths.brand, "brands");
  for (const { name, values } of attributes) requireLength([name, ...values], maxLengths.value, "attributes");
  if (minPriceMinor !== undefined && maxPriceMinor !== undefined && minPriceMinor > maxPriceMinor) {
    throw invalid("INVALID_PRICE_RANGE", "`minPrice` must not exceed `maxPrice`", "filter", "minPrice");
  }
  const currency = parseCurrency(filter?.currencyCode || defaultCurrency);
  if (currency === undefined) throw invalid("INVALID_CURRENCY", "Currency is not supported", "filter", "currency");
  return {
    categorySlug: filter?.categorySlug ?? "",
    brands,
    currency,
    minPriceMinor,
    maxPriceMinor,
    inStock,
    attributes,
  };
}

/** Returns the Unicode form in which products are stored. */
const toNfc = (text: string): string => text.normalize("NFC");

function requireLength(values: readonly string[], maxLength: number, field: string): void {
  if (values.every(({ length }) => length <= maxLength)) return;
  throw invalid("VALUE_TOO_LONG", `A value of this filter can have at most ${maxLength} characters`, "filter", field);
}

const engines = ["elasticsearch", "postgres"] as const;

function encodeCursor({ engine, relaxed, value, id, count }: SearchCursor, sort: Sort): string {
  return encodePageToken([sort, engines.indexOf(engine), relaxed ? 1 : 0, value, count, id]);
}

/** A cursor is only valid for the sort order that it was created with. */
function parseCursor(token: string, sort: Sort): SearchCursor | undefined {
  if (token === "") return undefined;
  const [tokenSort, engineIndex = "", relaxed, value = "", count = "", id = ""] = decodePageToken(token);
  const engine = engines[Number(engineIndex)];
  if (
    tokenSort !== sort ||
    engine === undefined ||
    !/^-?\d{1,30}(\.\d{1,20})?(e-?\d{1,3})?$/.test(value) ||
    !/^\d{1,6}$/.test(count)
  ) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return { engine, relaxed: relaxed === "1", value, id, count: Number(count) };
}
