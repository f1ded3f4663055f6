import { newId } from "../../kit/ids.ts";
import type { AccountContext } from "../context.ts";
import { sessionMessage } from "../messages.ts";
import { recordLater } from "../security-events.ts";
import { findUser, insertGuest } from "../store/users.ts";
import { countUse } from "../throttle.ts";

export async function startGuestSession(_request: unknown, ctx: AccountContext) {
  await countUse(ctx, "guest");
  const id = newId("acc", ctx.now());
  const session = await ctx.sessions.begin(id, ctx.now(), ctx.client?.userAgent);
  await insertGuest(ctx.db, id);
  const user = await findUser(ctx.db, id);
  if (user === undefined) throw new Error("a guest who was just made is gone");
  recordLater(ctx, "GUEST_STARTED", id);
  return { session: await sessionMessage(ctx, user, session) };
}
