import { Role, type SetUserRolesRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseRoles } from "../domain/profile.ts";
import { findUser, updateRoles } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError, unwrap } from "./shared/errors.ts";
import { userMessage } from "./shared/mappers.ts";

export async function setUserRoles({ userId, roles: wanted }: SetUserRolesRequest, ctx: AccountContext) {
  const roles = unwrap(parseRoles(wanted.map((role) => Role[role])));
  const made = await commitChange(ctx, updateRoles(ctx.db, userId, roles), {
    userId,
    ofAdmins: true,
    event: "ROLES_CHANGED",
    before: [{ type: "revokeTokens", accountId: userId }],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("there is no such account", "accountId");
  if (!made) throw lastAdminError();
  return { user: userMessage(user) };
}
