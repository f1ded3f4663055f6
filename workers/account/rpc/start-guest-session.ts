import { newId } from "../../kit/domain/ids.ts";
import { recordInBackground } from "../audit/security-events.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { insertGuest } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { toSessionMessage } from "./shared/mappers.ts";

export async function startGuestSession(_request: unknown, ctx: AccountContext) {
  await recordUse(ctx, "guest");
  const id = newId("acc", ctx.now());
  const session = await ctx.sessions.create({ id, epoch: 1, roles: ["GUEST"] }, ctx.now(), ctx.client?.userAgent);
  await insertGuest(ctx.db, id);
  const user = await findUser(ctx.db, id);
  if (user === undefined) throw new Error("The guest account was not stored");
  recordInBackground(ctx, "GUEST_STARTED", id);
  return { session: await toSessionMessage(ctx, user, session) };
}
