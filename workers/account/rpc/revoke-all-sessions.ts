import type { AccountContext } from "../context.ts";
import { endSessionsBefore } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";

export async function revokeAllSessions(_request: unknown, ctx: AccountContext) {
  const { accountId = "" } = ctx.identity;
  // Every one begun by now, also in this very millisecond.
  await commitChange(ctx, endSessionsBefore(ctx.db, accountId, new Date(ctx.now() + 1)), {
    userId: accountId,
    event: "ALL_SESSIONS_ENDED",
    before: [{ type: "endSessions", accountId }],
  });
  return {};
}
