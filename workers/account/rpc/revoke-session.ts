import type { AccountContext } from "../context.ts";

export async function revokeSession(_request: unknown, ctx: AccountContext) {
  const { sessionId } = ctx.identity;
  if (sessionId !== undefined) await ctx.sessions.end(sessionId);
  return {};
}
