import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { endSession } from "../session/end-session.ts";

export const deleteMyAccount: NonNullable<MutationResolvers["deleteMyAccount"]> = (_root, { input }, ctx) =>
  mutationPayload({ accepted: false }, async () => {
    await ctx.services.account(AccountService.method.deleteUser, input);
    endSession(ctx);
    return { accepted: true };
  });
