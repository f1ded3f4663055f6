import { AccountService, type Session } from "../../../proto/gen/account/v1/account_pb.js";
import { payload } from "../errors.ts";
import { limitSignIn } from "../limits.ts";
import type { MutationResolvers } from "../schema.generated.ts";
import { dateOf, present } from "../values.ts";

const empty = { accessToken: null, refreshToken: null, expiresAt: null, account: null };

function sessionPayload(session: Session | undefined) {
  const { accessToken, refreshToken, expireTime, user } = present(session, "the session");
  return { accessToken, refreshToken, expiresAt: dateOf(expireTime), account: present(user, "the user") };
}

type Names = "register" | "login" | "refreshSession" | "logout";

export const accountMutations: Required<Pick<MutationResolvers, Names>> = {
  register: (_root, { input }, ctx) =>
    payload(empty, async () => {
      await limitSignIn(ctx, "register");
      return sessionPayload((await ctx.account(AccountService.method.createUser, input)).session);
    }),
  login: (_root, { input }, ctx) =>
    payload(empty, async () => {
      await limitSignIn(ctx, "login");
      return sessionPayload((await ctx.account(AccountService.method.authenticateUser, input)).session);
    }),
  refreshSession: (_root, { input }, ctx) =>
    payload(empty, async () =>
      sessionPayload((await ctx.account(AccountService.method.refreshSession, input)).session),
    ),
  logout: (_root, _args, ctx) =>
    payload({}, async () => {
      await ctx.account(AccountService.method.revokeSession, {});
      return {};
    }),
};
