import { Code } from "@connectrpc/connect";
import { Role, type SetUserRolesRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure, notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseRoles } from "../domain/profile.ts";
import { updateRoles } from "../store/user-statements.ts";
import { findUser, type UserRow } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError, unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

/** The change is retried when a concurrent one came first: the event names the roles that were added and removed. */
const maxAttempts = 5;

export async function setUserRoles({ userId, roles: requested }: SetUserRolesRequest, ctx: AccountContext) {
  const roles = unwrap(parseRoles(requested.map((role) => Role[role])));
  let before = await findAccount(ctx, userId);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const detail = {
      added: roles.filter((role) => !before.roles.includes(role)),
      removed: before.roles.filter((role) => !roles.includes(role)),
    };
    const changed = await commitChange(ctx, updateRoles(ctx.db, before, roles), {
      userId,
      guardsLastAdmin: true,
      event: "ROLES_CHANGED",
      detail,
      sync: [{ type: "revokeTokens", accountId: userId }],
    });
    const after = await findAccount(ctx, userId);
    if (changed) return { user: toUserMessage(after) };
    if (after.version === before.version) throw lastAdminError();
    before = after;
  }
  throw new Failure(Code.Aborted, "CONFLICT", "The account was changed in the meantime. Try again.");
}

async function findAccount(ctx: AccountContext, userId: string): Promise<UserRow> {
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("Account not found", "accountId");
  return user;
}
