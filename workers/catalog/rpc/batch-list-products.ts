import type { BatchListProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { listProducts } from "../store/product-lists.ts";
import { parseListQuery, toListResponse } from "./shared/product-list.ts";

export async function batchListProducts({ requests }: BatchListProductsRequest, ctx: CatalogContext) {
  if (requests.length > maxCounts.batchedLists)
    throw invalid("TOO_MANY", `At most ${maxCounts.batchedLists} are allowed in one request`, "requests");
  const queries = requests.map((request) => parseListQuery(request, ctx));
  const pages = await listProducts(ctx.db, queries);
  return { responses: queries.map((query, index) => toListResponse(query, pages[index] ?? [])) };
}
