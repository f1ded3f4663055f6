import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const setDisabled: NonNullable<MutationResolvers["setDisabled"]> = (
  _root,
  { input: { accountId: userId, disabled } },
  ctx,
) =>
  accountPayload(() => ctx.services.account(AccountService.method.setUserDisabled, { userId, disabled }), ["input"], {
    renamed: { userId: "accountId" },
  });
