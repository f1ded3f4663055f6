import type { Session } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { GatewayContext } from "../../../context.ts";
import { required, toDate } from "../../../data/mappers/protobuf.ts";

export const emptySession = { accessToken: null, refreshToken: null, expiresAt: null, account: null };

/**
 * Returns the payload of a new session. In cookie mode, the tokens are in cookies and not in the payload. The rest of the
 * document runs as the account that has signed in.
 */
export async function beginSession(ctx: GatewayContext, message: Session | undefined) {
  const session = required(message, "the session");
  const account = required(session.user, "the user");
  const expiresAt = toDate(session.expireTime);
  const { accessToken, refreshToken } = session;
  await ctx.signIn(accessToken);
  if (ctx.cookies === undefined) return { accessToken, refreshToken, expiresAt, account };
  ctx.cookies.set({ accessToken, refreshToken, expiresAt });
  return { accessToken: null, refreshToken: null, expiresAt, account };
}
