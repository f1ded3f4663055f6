import { Code } from "@connectrpc/connect";
import type { AuthenticateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { recordFailedLogin } from "../auth/login-rate-limit.ts";
import { hashPassword, needsRehash, verifyPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { deleteGuest, findUserByEmail, updateHash } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { findGuest } from "./shared/access.ts";
import { beginSession } from "./shared/mappers.ts";

export async function authenticateUser(request: AuthenticateUserRequest, ctx: AccountContext) {
  const { password } = request;
  const email = request.email.trim().slice(0, 254);
  const [attempt, user] = await Promise.all([recordFailedLogin(ctx, email), findUserByEmail(ctx.db, email)]);
  const genuine = verifyPassword(password, user?.passwordHash);
  if (user === undefined || !genuine) {
    recordInBackground(ctx, "SIGN_IN_FAILED", user?.id ?? null);
    throw new Failure(Code.InvalidArgument, "INVALID_CREDENTIALS", "this address and password do not belong together");
  }
  attempt.succeeded();
  if (user.disabled) throw new Failure(Code.FailedPrecondition, "ACCOUNT_DISABLED", "this account is shut");
  const { passwordHash } = user;
  if (passwordHash !== null && needsRehash(passwordHash)) {
    ctx.defer(updateHash(ctx.db, user.id, passwordHash, hashPassword(password)));
  }
  const session = await beginSession(ctx, user);
  await adoptGuest(ctx, user.id);
  recordInBackground(ctx, "SIGN_IN", user.id);
  return { session };
}

/** Whoever signs in as a guest takes what they ordered along. */
async function adoptGuest(ctx: AccountContext, accountId: string): Promise<void> {
  const guest = await findGuest(ctx);
  if (guest === undefined) return;
  const move = { type: "moveOrders", fromAccountId: guest, toAccountId: accountId } as const;
  await commitChange(ctx, deleteGuest(ctx.db, guest), {
    userId: guest,
    removes: true,
    before: [move, { type: "endSessions", accountId: guest }],
    eventually: [move],
  });
}
