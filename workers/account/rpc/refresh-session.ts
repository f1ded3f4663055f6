import { Code } from "@connectrpc/connect";
import type { RefreshSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { recordInBackground } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { findUser } from "../store/users.ts";
import { sessionMessage } from "./shared/mappers.ts";

export async function refreshSession({ refreshToken }: RefreshSessionRequest, ctx: AccountContext) {
  const next = await ctx.sessions.refresh(refreshToken, ctx.now());
  if (next.type === "reused") recordInBackground(ctx, "REFRESH_REUSED", next.accountId);
  if (next.type !== "rotated") throw expired();
  const user = await findUser(ctx.db, next.accountId);
  // What the database says counts, whether or not anybody could reach the session to end it.
  const over = user === undefined || user.disabled || next.createdAt < (user.sessionsFrom?.getTime() ?? 0);
  if (over) {
    await ctx.sessions.end(next.accountId, next.sessionId);
    throw expired();
  }
  return { session: await sessionMessage(ctx, user, next) };
}

function expired(): Failure {
  return new Failure(Code.InvalidArgument, "SESSION_EXPIRED", "sign in again", { field: ["refreshToken"] });
}
