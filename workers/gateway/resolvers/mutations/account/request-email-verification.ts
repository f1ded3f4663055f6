import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const requestEmailVerification: NonNullable<MutationResolvers["requestEmailVerification"]> = (
  _root,
  _args,
  ctx,
) =>
  mutationPayload({ accepted: false }, async () => {
    await ctx.services.account(AccountService.method.requestEmailVerification, {});
    return { accepted: true };
  });
