import type { RevokeSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { requireFresh } from "../../kit/auth/fresh-authentication.ts";
import { recordInBackground } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";

export async function revokeSession(request: RevokeSessionRequest, ctx: AccountContext) {
  const { accountId, sessionId: currentSessionId } = ctx.identity;
  const sessionId = request.sessionId === "" ? currentSessionId : request.sessionId;
  if (accountId === undefined || sessionId === undefined) return {};
  // Otherwise a stolen access token could end the owner's sessions, and with them the owner's control of the account.
  if (sessionId !== currentSessionId) requireFresh(ctx.identity, ctx.now());
  const ended = await ctx.sessions.revoke(accountId, sessionId);
  if (ended) recordInBackground(ctx, "SESSION_ENDED", accountId, { session: sessionId });
  return {};
}
