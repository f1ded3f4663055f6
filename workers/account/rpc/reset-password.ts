import { Code } from "@connectrpc/connect";
import type { ResetPasswordRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure, invalid } from "../../kit/errors/failure.ts";
import { isCommonPassword } from "../auth/common-passwords.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { parsePassword } from "../domain/credentials.ts";
import { hashToken } from "../mail/tokens.ts";
import { findMailToken } from "../store/mail-tokens.ts";
import { findUser, resetPassword as resetPasswordByToken } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { unwrap } from "./shared/errors.ts";
import { sessionMessage } from "./shared/mappers.ts";

export async function resetPassword(request: ResetPasswordRequest, ctx: AccountContext) {
  const now = ctx.now();
  const hash = await hashToken(request.token);
  const token = await findMailToken(ctx.db, { purpose: "RESET_PASSWORD", hash, now });
  const before = token === undefined ? undefined : await findUser(ctx.db, token.userId);
  if (before === undefined) throw invalidToken();
  if (before.disabled) throw new Failure(Code.FailedPrecondition, "ACCOUNT_DISABLED", "this account is shut");
  const guessable = { isCommon: isCommonPassword, words: [before.email, before.firstName, before.lastName] };
  const password = unwrap(parsePassword(request.newPassword, guessable, "newPassword"));

  // The session first: without one, the token is not used up.
  const session = await ctx.sessions.begin(before.id, now, ctx.client?.userAgent);
  const write = resetPasswordByToken(ctx.db, hash, hashPassword(password), new Date(now));
  const made = await commitChange(ctx, write, {
    userId: before.id,
    event: "PASSWORD_RESET",
    before: [{ type: "endSessions", accountId: before.id, except: session.sessionId }],
    after: before.email === null ? [] : [{ type: "sendMail", letter: { about: "passwordChanged", to: before.email } }],
  });
  const user = made ? await findUser(ctx.db, before.id) : undefined;
  if (user === undefined) {
    await ctx.sessions.end(before.id, session.sessionId);
    throw invalidToken();
  }
  return { session: await sessionMessage(ctx, user, session) };
}

function invalidToken(): Failure {
  return invalid("INVALID_TOKEN", "this link is over, or was used: ask for another", "token");
}
