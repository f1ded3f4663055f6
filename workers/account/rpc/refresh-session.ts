import { Code } from "@connectrpc/connect";
import type { RefreshSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/errors/failure.ts";
import { log } from "../../kit/observability/log.ts";
import { countDenial } from "../audit/counted-events.ts";
import { hashClientAddress, recordInBackground } from "../audit/security-events.ts";
import { getMaxSessionAgeMs } from "../auth/session-lifetime.ts";
import type { AccountContext } from "../context.ts";
import { findUser, type UserRow } from "../store/users.ts";
import { toSessionMessage } from "./shared/mappers.ts";

const operation = "refreshSession";

export async function refreshSession({ refreshToken }: RefreshSessionRequest, ctx: AccountContext) {
  const next = await ctx.sessions.refresh(refreshToken, ctx.now());
  if (next.type === "reused") recordInBackground(ctx, "REFRESH_REUSED", next.accountId, { session: next.sessionId });
  if (next.type === "unknown") countDenial(ctx, "TOKEN_REFUSED", { operation });
  if (next.type !== "rotated") throw sessionExpired();
  const user = await findUser(ctx.db, next.accountId);
  // The database decides, because Redis may have been down when the session was revoked.
  const isRevoked = (row: UserRow) =>
    row.disabled || next.epoch < row.sessionsEpoch || next.createdAt < (row.sessionsFrom?.getTime() ?? 0);
  // The user may have become staff during the session.
  const isTooOld = ({ roles }: UserRow) => ctx.now() >= next.createdAt + getMaxSessionAgeMs(roles);
  if (user === undefined || isRevoked(user) || isTooOld(user)) {
    await ctx.sessions.revoke(next.accountId, next.sessionId);
    // The end of a session's lifetime is no denial.
    if (user === undefined || isRevoked(user))
      countDenial(ctx, "TOKEN_REFUSED", { operation, accountId: next.accountId });
    throw sessionExpired();
  }
  logRefresh(ctx, next);
  return { session: await toSessionMessage(ctx, user, next) };
}

function sessionExpired(): Failure {
  return new Failure(Code.InvalidArgument, "SESSION_EXPIRED", "Session expired. Sign in again.", {
    field: ["refreshToken"],
  });
}

/** A session is refreshed every ten minutes, so a line in the log replaces an event in the audit trail. */
function logRefresh(
  ctx: AccountContext,
  { accountId, sessionId }: { readonly accountId: string; readonly sessionId: string },
): void {
  ctx.defer(
    hashClientAddress(ctx).then((address) =>
      log("info", "session refreshed", {
        account: accountId,
        session: sessionId,
        address,
        traceId: ctx.trace.traceId,
      }),
    ),
  );
}
