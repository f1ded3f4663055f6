import { type ListProductsRequest, ProductSort } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize, parseTimestamp } from "../../../kit/validation/paging.ts";
import type { CatalogContext } from "../../context.ts";
import { isSnapshot } from "../../domain/snapshot.ts";
import type { ListedRow, ListPosition, ListQuery, ListSort } from "../../store/product-lists.ts";
import { productMessage } from "./mappers.ts";
import { productReadOf } from "./selection.ts";

const sorts: Readonly<Record<ProductSort, ListSort>> = {
  [ProductSort.UNSPECIFIED]: "newest",
  [ProductSort.NEWEST]: "newest",
  [ProductSort.NAME]: "name",
  [ProductSort.PRICE_ASC]: "price_asc",
  [ProductSort.PRICE_DESC]: "price_desc",
  [ProductSort.BEST_SELLING]: "best_selling",
};

/** Throws for an invalid page size, cursor or read mask. */
export function parseListQuery(
  request: ListProductsRequest,
  ctx: Pick<CatalogContext, "defaultCurrency" | "identity" | "now">,
): ListQuery {
  const { pageSize, pageToken, categorySlug } = request;
  const sort = sorts[request.sort];
  return {
    size: parsePageSize(pageSize),
    sort,
    currency: ctx.defaultCurrency,
    categorySlug,
    after: parsePosition(pageToken, sort),
    ...productReadOf(request, ctx),
  };
}

/** Returns a page. `rows` has one more row when another page follows. */
export function toListResponse({ size, sort }: ListQuery, rows: readonly ListedRow[]) {
  const page = rows.slice(0, size);
  const tokens = page.map(({ sort_value, product, snapshot }) =>
    encodePageToken([sort, sort_value, product.id, snapshot]),
  );
  return {
    products: page.map(({ product }) => productMessage(product)),
    pageTokens: tokens,
    nextPageToken: rows.length > size ? (tokens.at(-1) ?? "") : "",
  };
}

/** A cursor is only valid for the sort order that it was created with. */
function parsePosition(token: string, sort: ListSort): ListPosition | undefined {
  if (token === "") return undefined;
  const [tokenSort, text = "", id = "", snapshot] = decodePageToken(token);
  const value = parseSortValue(text, sort);
  if (tokenSort !== sort || value === undefined || (snapshot !== undefined && !isSnapshot(snapshot))) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return { value, id, snapshot };
}

/** Returns the sort value in the database's format. */
function parseSortValue(text: string, sort: ListSort): string | undefined {
  switch (sort) {
    case "name":
      return text;
    case "newest":
      return parseTimestamp(text)?.toISOString();
    case "price_asc":
    case "price_desc":
      return /^-?\d{1,22}$/.test(text) ? text : undefined;
    default:
      return /^-?\d{1,18}$/.test(text) ? text : undefined;
  }
}
