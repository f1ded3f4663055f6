import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { beginSession, emptySession } from "./begin-session.ts";

export const refreshSession: NonNullable<MutationResolvers["refreshSession"]> = (_root, { input }, ctx) =>
  mutationPayload(emptySession, async () => {
    const refreshToken = ctx.cookies?.refreshToken ?? input.refreshToken;
    const { session } = await ctx.services.account(AccountService.method.refreshSession, { refreshToken });
    return beginSession(ctx, session);
  });
