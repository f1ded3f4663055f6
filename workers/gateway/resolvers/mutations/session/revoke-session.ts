import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { endSession } from "./end-session.ts";

export const revokeSession: NonNullable<MutationResolvers["revokeSession"]> = (_root, { id }, ctx) =>
  mutationPayload({}, async () => {
    await ctx.services.account(AccountService.method.revokeSession, { sessionId: id });
    return id === ctx.caller.identity.sessionId ? endSession(ctx) : {};
  });
