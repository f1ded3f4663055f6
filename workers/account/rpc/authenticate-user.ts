import { Code } from "@connectrpc/connect";
import type { AuthenticateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { recordFailedLogin } from "../auth/login-rate-limit.ts";
import { hashPassword, needsRehash, verifyPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { deleteGuest, updateHash } from "../store/user-statements.ts";
import { findUserByEmail } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { findGuest } from "./shared/access.ts";
import { startSession } from "./shared/mappers.ts";

export async function authenticateUser(request: AuthenticateUserRequest, ctx: AccountContext) {
  const { password } = request;
  const email = request.email.trim().slice(0, 254);
  const [attempt, user] = await Promise.all([recordFailedLogin(ctx, email), findUserByEmail(ctx.db, email)]);
  const isCorrect = verifyPassword(password, user?.passwordHash);
  if (user === undefined || !isCorrect) {
    recordInBackground(ctx, "SIGN_IN_FAILED", user?.id ?? null);
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "The email address or the password is wrong");
  }
  attempt.succeeded();
  if (user.disabled) throw new Failure(Code.FailedPrecondition, "ACCOUNT_DISABLED", "This account is disabled");
  const { passwordHash } = user;
  if (passwordHash !== null && needsRehash(passwordHash)) {
    ctx.defer(updateHash(ctx.background().db, user.id, passwordHash, hashPassword(password)));
  }
  const session = await startSession(ctx, user);
  await mergeGuest(ctx, user.id);
  recordInBackground(ctx, "SIGN_IN", user.id);
  return { session };
}

/** Moves the orders of the caller's guest account to the account that they sign in to. */
async function mergeGuest(ctx: AccountContext, accountId: string): Promise<void> {
  const guest = await findGuest(ctx);
  if (guest === undefined) return;
  const move = { type: "moveOrders", fromAccountId: guest, toAccountId: accountId } as const;
  await commitChange(ctx, deleteGuest(ctx.db, guest), {
    userId: guest,
    deletesUser: true,
    sync: [move, { type: "endSessions", accountId: guest }],
    delayed: [move],
  });
}
