import type { RecordSearchClickRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import type { CatalogContext } from "../context.ts";
import { countClick } from "../search/query-counts.ts";

export async function recordSearchClick({ query }: RecordSearchClickRequest, ctx: CatalogContext) {
  countClick(ctx, query);
  return {};
}
