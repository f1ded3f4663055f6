import type { DeleteUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { deleteUser as deleteRow } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { confirmPassword, requireCurrentUser } from "./shared/current-user.ts";
import { lastAdminError } from "./shared/errors.ts";

export async function deleteUser({ password }: DeleteUserRequest, ctx: AccountContext) {
  const user = await requireCurrentUser(ctx);
  const erase = { type: "eraseOrders", accountId: user.id } as const;
  // A guest has no password: their session is all they have.
  if (user.passwordHash !== null) await confirmPassword(ctx, user, password, "password");
  const made = await commitChange(ctx, deleteRow(ctx.db, user.id), {
    userId: user.id,
    ofAdmins: true,
    removes: true,
    event: "DELETED",
    before: [{ type: "endSessions", accountId: user.id }],
    after: [erase],
    eventually: [erase],
  });
  if (!made) throw lastAdminError();
  return {};
}
