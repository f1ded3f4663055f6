import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Role, type SessionSchema, type UserSchema } from "../../proto/gen/account/v1/account_pb.js";
import { parseRole } from "../kit/identity.ts";
import type { AccountContext } from "./context.ts";
import type { RefreshToken } from "./sessions.ts";
import type { UserRow } from "./store.ts";
import { accessTokenMs, signAccessToken } from "./tokens.ts";

export function userMessage(row: UserRow): MessageInitShape<typeof UserSchema> {
  const { id, email, emailVerified, firstName, lastName } = row;
  return {
    id,
    email,
    emailVerified,
    firstName,
    lastName,
    roles: row.roles.flatMap((name) => parseRole(name) ?? []).map((role) => Role[role]),
    createTime: timestampFromDate(row.createdAt),
    updateTime: timestampFromDate(row.updatedAt),
  };
}

/** Tokens for a user who has proved who they are. */
export async function sessionMessage(
  ctx: AccountContext,
  user: UserRow,
  { sessionId, token }: RefreshToken,
): Promise<MessageInitShape<typeof SessionSchema>> {
  const now = ctx.now();
  const accessToken = await signAccessToken({ accountId: user.id, sessionId, roles: user.roles }, ctx.config, now);
  const expireTime = timestampFromMs(Math.floor((now + accessTokenMs) / 1000) * 1000);
  return { accessToken, refreshToken: token, expireTime, user: userMessage(user) };
}
