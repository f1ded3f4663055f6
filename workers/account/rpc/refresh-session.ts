import { Code } from "@connectrpc/connect";
import type { RefreshSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { getMaxSessionAgeMs } from "../auth/session-lifetime.ts";
import type { AccountContext } from "../context.ts";
import { findUser, type UserRow } from "../store/users.ts";
import { toSessionMessage } from "./shared/mappers.ts";

export async function refreshSession({ refreshToken }: RefreshSessionRequest, ctx: AccountContext) {
  const next = await ctx.sessions.refresh(refreshToken, ctx.now());
  if (next.type === "reused") recordInBackground(ctx, "REFRESH_REUSED", next.accountId);
  if (next.type !== "rotated") throw sessionExpired();
  const user = await findUser(ctx.db, next.accountId);
  // The database decides, because Redis may have been down when the session was revoked.
  const isRevoked = (row: UserRow) =>
    row.disabled || next.epoch < row.sessionsEpoch || next.createdAt < (row.sessionsFrom?.getTime() ?? 0);
  // The user may have become staff during the session.
  const isTooOld = ({ roles }: UserRow) => ctx.now() >= next.createdAt + getMaxSessionAgeMs(roles);
  if (user === undefined || isRevoked(user) || isTooOld(user)) {
    await ctx.sessions.revoke(next.accountId, next.sessionId);
    throw sessionExpired();
  }
  return { session: await toSessionMessage(ctx, user, next) };
}

function sessionExpired(): Failure {
  return new Failure(Code.InvalidArgument, "SESSION_EXPIRED", "Session expired. Sign in again.", {
    field: ["refreshToken"],
  });
}
