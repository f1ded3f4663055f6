import { Role, type SetUserRolesRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { parseRoles } from "../domain/profile.ts";
import { updateRoles } from "../store/user-statements.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError, unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";
import { changeRegisteredUser } from "./shared/registered-user.ts";

export async function setUserRoles({ userId, roles: requested }: SetUserRolesRequest, ctx: AccountContext) {
  const roles = unwrap(parseRoles(requested.map((role) => Role[role])));
  const user = await changeRegisteredUser(ctx, userId, (before) =>
    commitChange(ctx, updateRoles(ctx.db, before, roles), {
      userId,
      guardsLastAdmin: true,
      event: "ROLES_CHANGED",
      detail: {
        added: roles.filter((role) => !before.roles.includes(role)),
        removed: before.roles.filter((role) => !roles.includes(role)),
      },
      sync: [{ type: "revokeTokens", accountId: userId }],
    }),
  );
  if (user === undefined) throw lastAdminError();
  return { user: toUserMessage(user) };
}
