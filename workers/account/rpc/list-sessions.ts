import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { AccountContext } from "../context.ts";

export async function listSessions(_request: unknown, ctx: AccountContext) {
  const { accountId = "", sessionId } = ctx.identity;
  const sessions = await ctx.sessions.list(accountId);
  return {
    sessions: sessions.map(({ id, createdAt, lastSeenAt, userAgent }) => ({
      id,
      createTime: timestampFromMs(createdAt),
      lastSeenTime: timestampFromMs(lastSeenAt),
      ...(userAgent === undefined ? {} : { userAgent }),
      current: id === sessionId,
    })),
  };
}
