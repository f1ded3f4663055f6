import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { beginSession, emptySession } from "./begin-session.ts";

export const login: NonNullable<MutationResolvers["login"]> = (_root, { input }, ctx) =>
  mutationPayload(emptySession, async () => {
    const { emailToken, ...credentials } = input;
    const refreshToken = ctx.cookies?.refreshToken ?? "";
    const request = { ...credentials, refreshToken, ...(emailToken ? { emailToken } : {}) };
    const { session } = await ctx.services.account(AccountService.method.authenticateUser, request);
    // The account service has ended the session that the request belongs to, if it is the same account's.
    ctx.caller.invalidateRevocationCheck();
    return beginSession(ctx, session);
  });
