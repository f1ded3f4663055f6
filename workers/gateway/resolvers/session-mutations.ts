import { AccountService, type Session } from "../../../proto/gen/account/v1/account_pb.js";
import type { GatewayContext } from "../context.ts";
import { required, toDate } from "../data/mappers/protobuf.ts";
import { mutationPayload } from "../graphql/errors.ts";
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
  const session = required(message, "the session");
  const account = required(session.user, "the user");
  const expiresAt = toDate(session.expireTime);
  Object.assign(ctx, await ctx.asUser(session.accessToken));
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
  ctx.invalidateRevocationCheck();
  return {};
}

/** How somebody gets in and out. */
export const sessionMutations: Required<Pick<MutationResolvers, Names>> = {
  register: (_root, { input }, ctx) =>
    mutationPayload(none, async () => begun(ctx, (await ctx.account(method.createUser, input)).session)),
  login: (_root, { input }, ctx) =>
    mutationPayload(none, async () => begun(ctx, (await ctx.account(method.authenticateUser, input)).session)),
  startGuestSession: (_root, _args, ctx) =>
    mutationPayload(none, async () => begun(ctx, (await ctx.account(method.startGuestSession, {})).session)),
  refreshSession: (_root, { input }, ctx) =>
    mutationPayload(none, async () => {
      const refreshToken = ctx.cookies?.refreshToken ?? input.refreshToken;
      return begun(ctx, (await ctx.account(method.refreshSession, { refreshToken })).session);
    }),
  logout: (_root, _args, ctx) =>
    mutationPayload({}, async () => {
      await ctx.account(method.revokeSession, {});
      return ended(ctx);
    }),
  logoutEverywhere: (_root, _args, ctx) =>
    mutationPayload({}, async () => {
      await ctx.account(method.revokeAllSessions, {});
      return ended(ctx);
    }),
  revokeSession: (_root, { id }, ctx) =>
    mutationPayload({}, async () => {
      await ctx.account(method.revokeSession, { sessionId: id });
      return id === ctx.identity.sessionId ? ended(ctx) : {};
    }),
  changePassword: (_root, { input }, ctx) =>
    mutationPayload(none, async () => {
      const { session } = await ctx.account(method.changePassword, input);
      ctx.invalidateRevocationCheck();
      return begun(ctx, session);
    }),
  requestPasswordReset: (_root, { input }, ctx) =>
    mutationPayload({ accepted: false }, async () => {
      await ctx.account(method.requestPasswordReset, input);
      return { accepted: true };
    }),
  resetPassword: (_root, { input }, ctx) =>
    mutationPayload(none, async () => begun(ctx, (await ctx.account(method.resetPassword, input)).session)),
};
