import { AccountService } from "../../../../../proto/gen/account/v1/account_pb.js";
import { changeCustomerGroups } from "../../../data/customer-groups.ts";
import { required } from "../../../data/mappers/protobuf.ts";
import { mutationPayload } from "../../../graphql/errors.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";

export const createCustomerGroup: NonNullable<MutationResolvers["createCustomerGroup"]> = (_root, { input }, ctx) =>
  mutationPayload({ customerGroup: null }, async () => {
    const { customerGroup } = await changeCustomerGroups(ctx, AccountService.method.createCustomerGroup, input);
    return { customerGroup: required(customerGroup, "the customer group") };
  });
