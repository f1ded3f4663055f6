import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { accountPayload } from "./account-payload.ts";

export const saveAddress: NonNullable<MutationResolvers["saveAddress"]> = (_root, { input }, ctx) =>
  accountPayload(
    () => ctx.services.account(AccountService.method.saveAddress, { address: omitNullish(input) }),
    ["input"],
    { wrappers: ["address"] },
  );
