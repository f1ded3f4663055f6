import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const deleteAddress: NonNullable<MutationResolvers["deleteAddress"]> = (_root, { id }, ctx) =>
  accountPayload(() => ctx.services.account(AccountService.method.deleteAddress, { id }), []);
