import { Code } from "@connectrpc/connect";
import type { ChangePasswordRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { sendMailTask } from "../outbox.ts";
import { updatePassword } from "../store/credential-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { confirmPassword, requireCurrentUser } from "./shared/current-user.ts";
import { toSessionMessage } from "./shared/mappers.ts";
import { requireStrongPassword } from "./shared/new-password.ts";

export async function changePassword(request: ChangePasswordRequest, ctx: AccountContext) {
  const before = await requireCurrentUser(ctx);
  await confirmPassword(ctx, before, request.currentPassword, "currentPassword");
  const terms = [before.email, before.firstName, before.lastName];
  const password = await requireStrongPassword(ctx, request.newPassword, { terms, field: "newPassword" });

  const now = ctx.now();
  // The session is created first: if that fails, nothing has changed.
  const owner = { ...before, epoch: before.epoch + 1 };
  const session = await ctx.sessions.create(owner, now, ctx.client?.userAgent);
  const changed = await commitChange(ctx, updatePassword(ctx.db, before, hashPassword(password), new Date(now)), {
    userId: before.id,
    event: "PASSWORD_CHANGED",
    deletesMailTokens: true,
    sync: [{ type: "endSessions", accountId: before.id, except: session.sessionId }],
    deferred: before.email === null ? [] : [sendMailTask({ about: "passwordChanged", to: before.email }, "delay")],
  });
  if (!changed) {
    await ctx.sessions.revoke(before.id, session.sessionId);
    throw new Failure(Code.Aborted, "CONFLICT", "The account was changed in the meantime. Try again.");
  }
  const user = (await findUser(ctx.db, before.id)) ?? before;
  return { session: await toSessionMessage(ctx, user, session) };
}
