import { Role, type SetUserRolesRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseRoles } from "../domain/profile.ts";
import { updateRoles } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError, unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function setUserRoles({ userId, roles: requested }: SetUserRolesRequest, ctx: AccountContext) {
  const roles = unwrap(parseRoles(requested.map((role) => Role[role])));
  const changed = await commitChange(ctx, updateRoles(ctx.db, userId, roles), {
    userId,
    guardsLastAdmin: true,
    event: "ROLES_CHANGED",
    sync: [{ type: "revokeTokens", accountId: userId }],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("Account not found", "accountId");
  if (!changed) throw lastAdminError();
  return { user: toUserMessage(user) };
}
