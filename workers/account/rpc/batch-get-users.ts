import type { BatchGetUsersRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { findUsers } from "../store/users.ts";
import { maySee } from "./shared/access.ts";
import { userMessage } from "./shared/mappers.ts";

const most = 100;

export async function batchGetUsers({ ids }: BatchGetUsersRequest, ctx: AccountContext) {
  const visible = [...new Set(ids)].filter((id) => maySee(ctx, id));
  if (visible.length > most) throw invalid("TOO_MANY", `at most ${most} at once`, "ids");
  const users = visible.length === 0 ? [] : await findUsers(ctx.db, visible);
  const byId = new Map(users.map((user) => [user.id, user]));
  return { users: visible.flatMap((id) => byId.get(id) ?? []).map(userMessage) };
}
