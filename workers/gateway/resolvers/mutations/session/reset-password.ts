import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { beginSession, emptySession } from "./begin-session.ts";

export const resetPassword: NonNullable<MutationResolvers["resetPassword"]> = (_root, { input }, ctx) =>
  mutationPayload(emptySession, async () => {
    const { session } = await ctx.services.account(AccountService.method.resetPassword, input);
    return beginSession(ctx, session);
  });
