import { AccountService, Role } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const setRoles: NonNullable<MutationResolvers["setRoles"]> = (
  _root,
  { input: { accountId: userId, roles } },
  ctx,
) =>
  accountPayload(
    () => {
      const request = { userId, roles: roles.map((role) => Role[role]) };
      return ctx.services.account(AccountService.method.setUserRoles, request);
    },
    ["input"],
    { renamed: { userId: "accountId" } },
  );
