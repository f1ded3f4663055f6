import { type ListProductsRequest, ProductSort } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/failure.ts";
import { decodePageToken, encodePageToken, parsePageSize } from "../../kit/paging.ts";
import type { CatalogContext } from "../context.ts";
import { productMessage, selectionOf } from "../messages.ts";
import { type ListSort, listProducts as list } from "../store/products.ts";

const sorts: Readonly<Record<ProductSort, ListSort>> = {
  [ProductSort.UNSPECIFIED]: "newest",
  [ProductSort.NEWEST]: "newest",
  [ProductSort.NAME]: "name",
  [ProductSort.PRICE_ASC]: "price_asc",
  [ProductSort.PRICE_DESC]: "price_desc",
  [ProductSort.BEST_SELLING]: "best_selling",
};

export async function listProducts(request: ListProductsRequest, ctx: CatalogContext) {
  const size = parsePageSize(request.pageSize);
  const sort = sorts[request.sort];
  const { categorySlug } = request;
  const after = parsePosition(request.pageToken, sort);
  const rows = await list(ctx.db, { size, sort, categorySlug, after, selection: selectionOf(request.view) });
  const page = rows.slice(0, size);
  const tokens = page.map((row) => encodePageToken([sort, row.sort_value, row.id]));
  return {
    products: page.map(productMessage),
    pageTokens: tokens,
    nextPageToken: rows.length > size ? (tokens.at(-1) ?? "") : "",
  };
}

/** A cursor is good for the order it was made in, and for no other. */
function parsePosition(token: string, sort: ListSort): readonly [string, string] | undefined {
  if (token === "") return undefined;
  const [of, value = "", id = ""] = decodePageToken(token);
  const numeric = sort === "price_asc" || sort === "price_desc" || sort === "best_selling";
  const fits = numeric ? /^-?\d{1,18}$/.test(value) : sort === "name" || !Number.isNaN(Date.parse(value));
  if (of !== sort || !fits) throw invalid("INVALID_CURSOR", "that is not a cursor of this list", "after");
  return [value, id];
}
