import { Role, type SetUserRolesRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/failure.ts";
import { lastAdmin, valueOrFailure } from "../answers.ts";
import { makeChange } from "../changes.ts";
import type { AccountContext } from "../context.ts";
import { parseRoles } from "../domain/profile.ts";
import { userMessage } from "../messages.ts";
import { findUser, updateRoles } from "../store/users.ts";

export async function setUserRoles({ userId, roles: wanted }: SetUserRolesRequest, ctx: AccountContext) {
  const roles = valueOrFailure(parseRoles(wanted.map((role) => Role[role])));
  const made = await makeChange(ctx, updateRoles(ctx.db, userId, roles), {
    userId,
    ofAdmins: true,
    event: "ROLES_CHANGED",
    before: [{ type: "revokeTokens", accountId: userId }],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("there is no such account", "accountId");
  if (!made) throw lastAdmin();
  return { user: userMessage(user) };
}
