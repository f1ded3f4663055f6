import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const setCustomerGroups: NonNullable<MutationResolvers["setCustomerGroups"]> = (
  _root,
  { input: { accountId: userId, customerGroupIds } },
  ctx,
) =>
  mutationPayload(
    { account: null },
    async () => {
      const request = { userId, customerGroupIds: [...customerGroupIds] };
      const { user } = await ctx.services.account(AccountService.method.setCustomerGroups, request);
      return { account: user ?? null };
    },
    ["input"],
    { renamed: { userId: "accountId" } },
  );
