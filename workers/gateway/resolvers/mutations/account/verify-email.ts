import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const verifyEmail: NonNullable<MutationResolvers["verifyEmail"]> = (_root, { input }, ctx) =>
  accountPayload(() => ctx.services.account(AccountService.method.verifyEmail, input));
