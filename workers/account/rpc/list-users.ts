import type { ListUsersRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { parsePageSize, parseTimePosition, toPage } from "../../kit/validation/paging.ts";
import type { AccountContext } from "../context.ts";
import { maxQueryLength } from "../domain/limits.ts";
import { listUsers as listUserRows } from "../store/users.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function listUsers({ pageSize, pageToken, query }: ListUsersRequest, ctx: AccountContext) {
  const size = parsePageSize(pageSize);
  if (query.length > maxQueryLength) {
    throw invalid("QUERY_TOO_LONG", `\`query\` must have at most ${maxQueryLength} characters`, "query");
  }
  const after = parseTimePosition(pageToken);
  const rows = await listUserRows(ctx.db, {
    query: query.trim(),
    after: after && { createdAt: after.time, id: after.id },
    limit: size + 1,
  });
  const { items, ...page } = toPage(rows, size, ({ createdAt, id }) => [createdAt.getTime(), id]);
  return { users: items.map(toUserMessage), ...page };
}
