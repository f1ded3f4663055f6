import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { endSession } from "../session/end-session.ts";

export const revokeSessions: NonNullable<MutationResolvers["revokeSessions"]> = (_root, { accountId }, ctx) =>
  mutationPayload(
    {},
    async () => {
      await ctx.services.account(AccountService.method.revokeUserSessions, { userId: accountId });
      if (accountId === ctx.caller.identity.accountId) endSession(ctx);
      return {};
    },
    [],
    { renamed: { userId: "accountId" } },
  );
