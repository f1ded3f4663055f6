import type { BatchListProductsRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { listProducts } from "../store/product-lists.ts";
import { listMessage, parseList } from "./shared/product-list.ts";

const mostLists = 50;

export async function batchListProducts({ requests }: BatchListProductsRequest, ctx: CatalogContext) {
  if (requests.length > mostLists) throw invalid("TOO_MANY", `at most ${mostLists} at once`, "requests");
  const queries = requests.map(parseList);
  const pages = await listProducts(ctx.db, queries);
  return { responses: queries.map((query, index) => listMessage(query, pages[index] ?? [])) };
}
