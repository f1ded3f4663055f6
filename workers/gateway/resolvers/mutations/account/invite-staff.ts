import { AccountService, Role } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const inviteStaff: NonNullable<MutationResolvers["inviteStaff"]> = (_root, { input }, { services }) =>
  accountPayload(() => {
    const request = { ...input, roles: input.roles.map((role) => Role[role]) };
    return services.account(AccountService.method.inviteUser, request);
  });
