import { newId } from "../../kit/domain/ids.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { findUser, insertGuest } from "../store/users.ts";
import { sessionMessage } from "./shared/mappers.ts";

export async function startGuestSession(_request: unknown, ctx: AccountContext) {
  await recordUse(ctx, "guest");
  const id = newId("acc", ctx.now());
  const session = await ctx.sessions.begin(id, ctx.now(), ctx.client?.userAgent);
  await insertGuest(ctx.db, id);
  const user = await findUser(ctx.db, id);
  if (user === undefined) throw new Error("a guest who was just made is gone");
  recordInBackground(ctx, "GUEST_STARTED", id);
  return { session: await sessionMessage(ctx, user, session) };
}
