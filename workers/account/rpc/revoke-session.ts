import type { RevokeSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { recordInBackground } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";

export async function revokeSession(request: RevokeSessionRequest, ctx: AccountContext) {
  const { accountId, sessionId: own } = ctx.identity;
  const sessionId = request.sessionId === "" ? own : request.sessionId;
  if (accountId === undefined || sessionId === undefined) return {};
  await ctx.sessions.end(accountId, sessionId);
  recordInBackground(ctx, "SESSION_ENDED", accountId);
  return {};
}
