import type { AccountContext } from "../context.ts";
import { invalidateSessionsBefore } from "../store/user-statements.ts";
import { commitChange } from "../unit-of-work.ts";

export async function revokeAllSessions(_request: unknown, ctx: AccountContext) {
  const { accountId = "" } = ctx.identity;
  // One millisecond later, to include sessions that were created in the current millisecond.
  await commitChange(ctx, invalidateSessionsBefore(ctx.db, accountId, new Date(ctx.now() + 1)), {
    userId: accountId,
    event: "ALL_SESSIONS_ENDED",
    sync: [{ type: "endSessions", accountId }],
  });
  return {};
}
