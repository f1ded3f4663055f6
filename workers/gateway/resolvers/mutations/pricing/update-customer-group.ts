import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { changeCustomerGroups } from "../../../data/customer-groups.ts";
import { omitNullish, required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const updateCustomerGroup: NonNullable<MutationResolvers["updateCustomerGroup"]> = (_root, { input }, ctx) =>
  mutationPayload({ customerGroup: null }, async () => {
    const request = omitNullish(input);
    const { customerGroup } = await changeCustomerGroups(ctx, AccountService.method.updateCustomerGroup, request);
    return { customerGroup: required(customerGroup, "the customer group") };
  });
