import { type ListStockRequest, StockSort } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { decodePageToken, parsePageSize, toPage } from "../../kit/validation/paging.ts";
import type { CatalogContext } from "../context.ts";
import { maxLengths } from "../domain/limits.ts";
import { listStock as list, type StockSort as Sort, type StockQuery } from "../store/stock-lists.ts";
import { stockMessage } from "./shared/mappers.ts";

const sorts: Readonly<Record<StockSort, Sort>> = {
  [StockSort.UNSPECIFIED]: "available",
  [StockSort.AVAILABLE_ASC]: "available",
  [StockSort.SKU]: "sku",
  [StockSort.COMMITTED_DESC]: "committed",
};

export async function listStock(request: ListStockRequest, { db, identity }: CatalogContext) {
  const size = parsePageSize(request.pageSize);
  const sort = sorts[request.sort] ?? "available";
  const { query = "", categorySlug = "", lowStock, maxAvailable } = request.filter ?? {};
  if (query.length > maxLengths.stockQuery) {
    throw invalid(
      "INVALID_QUERY",
      `The query must have at most ${maxLengths.stockQuery} characters`,
      "filter",
      "query",
    );
  }
  const { rows, total } = await list(db, {
    query: query.trim(),
    categorySlug,
    lowStock,
    maxAvailable,
    sort,
    after: parsePosition(request.pageToken, sort),
    limit: size + 1,
    counts: request.withTotalCount,
  });
  const { items, ...page } = toPage(rows, size, ({ sku, available, committed }) => [
    sort,
    sort === "committed" ? committed : available,
    sku,
  ]);
  const stock = items.map((row) => stockMessage(row, identity));
  return { stock, ...page, ...(total === undefined ? {} : { totalCount: total }) };
}

function parsePosition(token: string, sort: Sort): StockQuery["after"] {
  if (token === "") return undefined;
  const [sortOfToken, value = "", sku = "", ...rest] = decodePageToken(token);
  if (sortOfToken !== sort || !/^\d{1,9}$/.test(value) || sku === "" || rest.length > 0) {
    throw invalid("INVALID_CURSOR", "Invalid cursor for this connection", "after");
  }
  return { value: Number(value), sku };
}
