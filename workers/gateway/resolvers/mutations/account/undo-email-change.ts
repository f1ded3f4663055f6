import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const undoEmailChange: NonNullable<MutationResolvers["undoEmailChange"]> = (_root, { input }, ctx) =>
  mutationPayload({ accepted: false }, async () => {
    await ctx.services.account(AccountService.method.undoEmailChange, input);
    return { accepted: true };
  });
