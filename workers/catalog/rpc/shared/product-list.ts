import { type ListProductsRequest, ProductSort } from "../../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../../kit/errors/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize, parseTimestamp } from "../../../kit/validation/paging.ts";
import { isSnapshot } from "../../domain/snapshot.ts";
import type { ListedRow, ListPosition, ListQuery, ListSort } from "../../store/product-lists.ts";
import { productMessage, selectionOf } from "./mappers.ts";

const sorts: Readonly<Record<ProductSort, ListSort>> = {
  [ProductSort.UNSPECIFIED]: "newest",
  [ProductSort.NEWEST]: "newest",
  [ProductSort.NAME]: "name",
  [ProductSort.PRICE_ASC]: "price_asc",
  [ProductSort.PRICE_DESC]: "price_desc",
  [ProductSort.BEST_SELLING]: "best_selling",
};

/** What a list is asked for. Throws for a size or cursor that is none. */
export function parseList(request: ListProductsRequest): ListQuery {
  const { pageSize, pageToken, categorySlug } = request;
  const sort = sorts[request.sort];
  return {
    size: parsePageSize(pageSize),
    sort,
    categorySlug,
    after: parsePosition(pageToken, sort),
    selection: selectionOf(request),
  };
}

/** A page, of rows that are one more than it where another follows. */
export function listMessage({ size, sort }: ListQuery, rows: readonly ListedRow[]) {
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

/** A cursor is good for the order it was made in, and for no other. */
function parsePosition(token: string, sort: ListSort): ListPosition | undefined {
  if (token === "") return undefined;
  const [of, text = "", id = "", snapshot] = decodePageToken(token);
  const value = parseValue(text, sort);
  if (of !== sort || value === undefined || (snapshot !== undefined && !isSnapshot(snapshot))) {
    throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  }
  return { value, id, snapshot };
}

/** What a list is sorted by, as the database reads it. */
function parseValue(text: string, sort: ListSort): string | undefined {
  switch (sort) {
    case "name":
      return text;
    case "newest":
      return parseTimestamp(text)?.toISOString();
    default:
      return /^-?\d{1,18}$/.test(text) ? text : undefined;
  }
}
