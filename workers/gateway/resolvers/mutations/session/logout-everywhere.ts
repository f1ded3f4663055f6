import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { endSession } from "./end-session.ts";

export const logoutEverywhere: NonNullable<MutationResolvers["logoutEverywhere"]> = (_root, _args, ctx) =>
  mutationPayload({}, async () => {
    await ctx.services.account(AccountService.method.revokeAllSessions, {});
    return endSession(ctx);
  });
