import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { beginSession, emptySession } from "./begin-session.ts";

export const resetPassword: NonNullable<MutationResolvers["resetPassword"]> = (_root, { input }, ctx) =>
  mutationPayload(emptySession, async () => {
    const { session } = await ctx.services.account(AccountService.method.resetPassword, input);
    // The account service has ended the session that the request belongs to, if it is a guest's or the same account's.
    ctx.caller.invalidateRevocationCheck();
    return beginSession(ctx, session);
  });
