import { Code } from "@connectrpc/connect";
import type { ResetPasswordRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { hashMailToken } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { resetPassword as resetPasswordByToken } from "../store/credential-statements.ts";
import { findMailToken } from "../store/mail-tokens.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { invalidToken } from "./shared/errors.ts";
import { toSessionMessage } from "./shared/mappers.ts";
import { mergeGuest } from "./shared/merge-guest.ts";
import { requireStrongPassword } from "./shared/new-password.ts";

export async function resetPassword(request: ResetPasswordRequest, ctx: AccountContext) {
  const now = ctx.now();
  const hash = await hashMailToken(request.token);
  const token = await findMailToken(ctx.db, { purposes: ["RESET_PASSWORD", "INVITE_STAFF"], hash, now });
  const before = token === undefined ? undefined : await findUser(ctx.db, token.userId);
  if (token === undefined || before === undefined) throw invalidToken();
  if (before.disabled) throw new Failure(Code.FailedPrecondition, "ACCOUNT_DISABLED", "This account is disabled");
  const terms = [before.email, before.firstName, before.lastName];
  const password = await requireStrongPassword(ctx, request.newPassword, { terms, field: "newPassword" });

  // Until now, the account may have belonged to a stranger who entered the owner's address. An administrator entered the
  // profile of invited staff.
  const { purpose } = token;
  const clearsProfile = purpose !== "INVITE_STAFF" && !before.emailVerified;
  // The session is created first: if that fails, the token can be used again.
  const owner = { ...before, epoch: before.epoch + 1 };
  const session = await ctx.sessions.create(owner, now, ctx.client?.userAgent);
  const write = resetPasswordByToken(
    ctx.db,
    { purpose, hash, passwordHash: hashPassword(password), clearsProfile },
    new Date(now),
  );
  const changed = await commitChange(ctx, write, {
    userId: before.id,
    event: "PASSWORD_RESET",
    deletesMailTokens: true,
    clearsProfile,
    sync: [
      { type: "endSessions", accountId: before.id, except: session.sessionId },
      ...(clearsProfile ? [{ type: "cancelCarts", accountId: before.id, createdBefore: now } as const] : []),
    ],
    deferred: before.email === null ? [] : [sendMailTask({ about: "passwordChanged", to: before.email }, "delay")],
  });
  const user = changed ? await findUser(ctx.db, before.id) : undefined;
  if (user === undefined) {
    await ctx.sessions.revoke(before.id, session.sessionId);
    throw invalidToken();
  }
  await mergeGuest(ctx, user.id);
  return { session: await toSessionMessage(ctx, user, session) };
}
