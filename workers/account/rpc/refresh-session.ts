import { Code } from "@connectrpc/connect";
import type { RefreshSessionRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/failure.ts";
import { log } from "../../kit/log.ts";
import type { AccountContext } from "../context.ts";
import { sessionMessage } from "../messages.ts";
import { findUsers } from "../store.ts";

export async function refreshSession({ refreshToken }: RefreshSessionRequest, ctx: AccountContext) {
  const next = await ctx.sessions.refresh(refreshToken, ctx.now());
  const [user] = next === undefined ? [] : await findUsers(ctx.db, [next.accountId]);
  if (next === undefined || user === undefined) {
    log("warn", "refresh refused", { service: "account", traceId: ctx.trace.traceId });
    const field = ["refreshToken"];
    throw new Failure(Code.InvalidArgument, "SESSION_EXPIRED", "sign in again", { field });
  }
  return { session: await sessionMessage(ctx, user, next) };
}
