import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { ListSearchQueriesRequest } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { maxCounts } from "../domain/limits.ts";
import { toDays } from "../domain/search-query.ts";
import { listQueryTotals } from "../store/search-queries.ts";

export async function listSearchQueries(request: ListSearchQueriesRequest, ctx: CatalogContext) {
  const { fromTime, toTime, size: limit, withoutResults } = request;
  if (fromTime === undefined || toTime === undefined) throw invalid("INVALID_PERIOD", "A period is required", "from");
  if (limit < 1 || limit > maxCounts.searchQueries) {
    throw invalid("INVALID_PAGE_SIZE", `\`first\` must be between 1 and ${maxCounts.searchQueries}`, "first");
  }
  const [from, to] = [timestampDate(fromTime), timestampDate(toTime)];
  if (from >= to) throw invalid("INVALID_PERIOD", "`from` must be before `to`", "from");
  return { queries: [...(await listQueryTotals(ctx.db, { ...toDays(from, to), withoutResults, limit }))] };
}
