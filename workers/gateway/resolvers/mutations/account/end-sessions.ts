import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { endSession } from "../session/end-session.ts";
import { accountPayload } from "./account-payload.ts";

export const endSessions: NonNullable<MutationResolvers["endSessions"]> = (_root, { accountId }, ctx) =>
  accountPayload(
    async () => {
      const response = await ctx.services.account(AccountService.method.revokeUserSessions, { userId: accountId });
      if (accountId === ctx.caller.identity.accountId) endSession(ctx);
      return response;
    },
    [],
    { renamed: { userId: "accountId" } },
  );
