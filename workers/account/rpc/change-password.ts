import type { ChangePasswordRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { isCommonPassword } from "../auth/common-passwords.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { parsePassword } from "../domain/credentials.ts";
import { findUser, updatePassword } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { confirmPassword, requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";
import { sessionMessage } from "./shared/mappers.ts";

export async function changePassword(request: ChangePasswordRequest, ctx: AccountContext) {
  const before = await requireCurrentUser(ctx);
  await confirmPassword(ctx, before, request.currentPassword, "currentPassword");
  const words = [before.email, before.firstName, before.lastName];
  const guessable = { isCommon: isCommonPassword, words };
  const password = unwrap(parsePassword(request.newPassword, guessable, "newPassword"));

  const now = ctx.now();
  // The session first: without one, nothing is changed.
  const session = await ctx.sessions.begin(before.id, now, ctx.client?.userAgent);
  await commitChange(ctx, updatePassword(ctx.db, before.id, hashPassword(password), new Date(now)), {
    userId: before.id,
    event: "PASSWORD_CHANGED",
    before: [{ type: "endSessions", accountId: before.id, except: session.sessionId }],
    after: before.email === null ? [] : [{ type: "sendMail", letter: { about: "passwordChanged", to: before.email } }],
  });
  const user = (await findUser(ctx.db, before.id)) ?? before;
  return { session: await sessionMessage(ctx, user, session) };
}
