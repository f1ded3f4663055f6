import type { ListApiTokensRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import { toApiTokenMessage } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { listApiTokens as listRows } from "../store/api-tokens.ts";

export async function listApiTokens(request: ListApiTokensRequest, ctx: AccountContext) {
  const size = parsePageSize(request.pageSize);
  const rows = await listRows(ctx.db, { after: parseTimePosition(request.pageToken), limit: size + 1 });
  const { items, ...page } = toPage(rows, size, ({ createdAt, id }) => [createdAt.getTime(), id]);
  return { apiTokens: items.map(toApiTokenMessage), ...page };
}
