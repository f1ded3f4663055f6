import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { beginSession, emptySession } from "./begin-session.ts";

export const confirmPassword: NonNullable<MutationResolvers["confirmPassword"]> = (_root, { input }, ctx) =>
  mutationPayload(emptySession, async () => {
    const { session } = await ctx.services.account(AccountService.method.confirmPassword, input);
    ctx.caller.invalidateRevocationCheck();
    return beginSession(ctx, session);
  });
