import { AccountService, type Session } from "../../../proto/gen/account/v1/account_pb.js";
import type { GatewayContext } from "../context.ts";
import { dateOf, present } from "../data/mappers/protobuf.ts";
import { payload } from "../graphql/errors.ts";
import type { MutationResolvers } from "../graphql/schema.generated.ts";

type Names =
  | "register"
  | "login"
  | "startGuestSession"
  | "refreshSession"
  | "logout"
  | "logoutEverywhere"
  | "revokeSession"
  | "changePassword"
  | "requestPasswordReset"
  | "resetPassword";

const { method } = AccountService;
const none = { accessToken: null, refreshToken: null, expiresAt: null, account: null };

/**
 * A session that has begun: its tokens in the answer, or in cookies and then not in the answer. The rest of the document
 * is whoever's it is.
 */
async function begun(ctx: GatewayContext, message: Session | undefined) {
  const session = present(message, "the session");
  const account = present(session.user, "the user");
  const expiresAt = dateOf(session.expireTime);
  Object.assign(ctx, await ctx.signedIn(session.accessToken));
  if (ctx.cookies === undefined) {
    const { accessToken, refreshToken } = session;
    return { accessToken, refreshToken, expiresAt, account };
  }
  ctx.cookies.set(session);
  return { accessToken: null, refreshToken: null, expiresAt, account };
}

/** The caller's session is over: here, and in the browser if it keeps it. */
function ended(ctx: GatewayContext): Record<string, never> {
  ctx.cookies?.clear();
  ctx.forgetTrust();
  return {};
}

/** How somebody gets in and out. */
export const sessionMutations: Required<Pick<MutationResolvers, Names>> = {
  register: (_root, { input }, ctx) =>
    payload(none, async () => begun(ctx, (await ctx.account(method.createUser, input)).session)),
  login: (_root, { input }, ctx) =>
    payload(none, async () => begun(ctx, (await ctx.account(method.authenticateUser, input)).session)),
  startGuestSession: (_root, _args, ctx) =>
    payload(none, async () => begun(ctx, (await ctx.account(method.startGuestSession, {})).session)),
  refreshSession: (_root, { input }, ctx) =>
    payload(none, async () => {
      const refreshToken = ctx.cookies?.refreshToken ?? input.refreshToken;
      return begun(ctx, (await ctx.account(method.refreshSession, { refreshToken })).session);
    }),
  logout: (_root, _args, ctx) =>
    payload({}, async () => {
      await ctx.account(method.revokeSession, {});
      return ended(ctx);
    }),
  logoutEverywhere: (_root, _args, ctx) =>
    payload({}, async () => {
      await ctx.account(method.revokeAllSessions, {});
      return ended(ctx);
    }),
  revokeSession: (_root, { id }, ctx) =>
    payload({}, async () => {
      await ctx.account(method.revokeSession, { sessionId: id });
      return id === ctx.identity.sessionId ? ended(ctx) : {};
    }),
  changePassword: (_root, { input }, ctx) =>
    payload(none, async () => {
      const { session } = await ctx.account(method.changePassword, input);
      ctx.forgetTrust();
      return begun(ctx, session);
    }),
  requestPasswordReset: (_root, { input }, ctx) =>
    payload({ accepted: false }, async () => {
      await ctx.account(method.requestPasswordReset, input);
      return { accepted: true };
    }),
  resetPassword: (_root, { input }, ctx) =>
    payload(none, async () => begun(ctx, (await ctx.account(method.resetPassword, input)).session)),
};
