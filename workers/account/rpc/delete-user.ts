import type { DeleteUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { deleteUser as deleteRow } from "../store/user-statements.ts";
import { commitChange } from "../unit-of-work.ts";
import { confirmPassword, requireCurrentUser } from "./shared/current-user.ts";
import { lastAdminError } from "./shared/errors.ts";

export async function deleteUser({ password }: DeleteUserRequest, ctx: AccountContext) {
  const user = await requireCurrentUser(ctx);
  const erase = { type: "eraseOrders", accountId: user.id } as const;
  // A guest has no password, so the session is enough. After a change of address was undone, no password is right.
  if (user.email !== null) await confirmPassword(ctx, user, password, "password");
  const deleted = await commitChange(ctx, deleteRow(ctx.db, user.id), {
    userId: user.id,
    guardsLastAdmin: true,
    deletesUser: true,
    ...(user.emailKey !== null && user.emailVerified ? { erasedEmailKey: user.emailKey } : {}),
    event: "DELETED",
    sync: [{ type: "endSessions", accountId: user.id }],
    deferred: [erase],
    delayed: [erase],
  });
  if (!deleted) throw lastAdminError();
  return {};
}
