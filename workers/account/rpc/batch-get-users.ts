import type { BatchGetUsersRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { maxBatchedUsers } from "../domain/limits.ts";
import { findUsers } from "../store/users.ts";
import { canReadUser } from "./shared/access.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function batchGetUsers({ ids }: BatchGetUsersRequest, ctx: AccountContext) {
  const visible = [...new Set(ids)].filter((id) => canReadUser(ctx, id));
  if (visible.length > maxBatchedUsers) throw invalid("TOO_MANY", `At most ${maxBatchedUsers} ids are allowed`, "ids");
  const users = visible.length === 0 ? [] : await findUsers(ctx.db, visible);
  const byId = new Map(users.map((user) => [user.id, user]));
  return { users: visible.flatMap((id) => byId.get(id) ?? []).map(toUserMessage) };
}
